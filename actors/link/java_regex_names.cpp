#include "actors/link/java_regex_names.hpp"

#include "actors/link/unicode_blocks.hpp"
#include "schemas/ascii.hpp"

#include <algorithm>
#include <iterator>

namespace troupe {
namespace {

/// A name and what stands for it between brackets; `^` in front: all but that.
struct named_set {
  std::string_view name;
  std::string_view items;
};

constexpr auto any_case = R"(\p{Lowercase}\p{Uppercase}\p{Lt})";
constexpr auto word = R"(\p{Alphabetic}\p{Mn}\p{Me}\p{Mc}\p{Nd}\p{Pc}\x{200C}\x{200D})";

/// Where only ASCII is meant.
constexpr named_set ascii_sets[] = {
    {"Alnum", "0-9A-Za-z"},
    {"Alpha", "A-Za-z"},
    {"Blank", R"(\x20\x09)"},
    {"Cntrl", R"(\x00-\x1F\x7F)"},
    {"Digit", "0-9"},
    {"Graph", R"(\x21-\x7E)"},
    {"Lower", "a-z"},
    {"Print", R"(\x20-\x7E)"},
    {"Punct", R"(\x21-\x2F\x3A-\x40\x5B-\x60\x7B-\x7E)"},
    {"Space", R"(\x20\x09-\x0D)"},
    {"Upper", "A-Z"},
    {"XDigit", "0-9A-Fa-f"},
};

/// The same names with (?U).
constexpr named_set unicode_sets[] = {
    {"Alnum", R"(\p{Alphabetic}\p{Nd})"},
    {"Alpha", R"(\p{Alphabetic})"},
    {"Blank", R"(\p{Zs}\x09)"},
    {"Cntrl", R"(\p{Cc})"},
    {"Digit", R"(\p{Nd})"},
    {"Graph", R"(^\p{White_Space}\p{Cc}\p{Cs}\p{Cn})"},
    {"Lower", R"(\p{Lowercase})"},
    {"Print", R"(^\p{Zl}\p{Zp}\p{Cc}\p{Cs}\p{Cn})"},
    {"Punct", R"(\p{P})"},
    {"Space", R"(\p{White_Space})"},
    {"Upper", R"(\p{Uppercase})"},
    {"XDigit", R"(\p{Nd}\p{Hex_Digit})"},
};

/// Categories beyond Unicode's own, and the methods of java.lang.Character.
constexpr named_set java_sets[] = {
    {"ASCII", R"(\x00-\x7F)"},
    {"L1", R"(\x00-\xFF)"},
    {"LC", R"(\p{L&})"},
    {"LD", R"(\p{L}\p{Nd})"},
    {"all", R"(\x{0}-\x{10FFFF})"},
    {"javaAlphabetic", R"(\p{Alphabetic})"},
    {"javaDefined", R"(^\p{Cn})"},
    {"javaDigit", R"(\p{Nd})"},
    {"javaISOControl", R"(\p{Cc})"},
    {"javaIdentifierIgnorable", R"(\x00-\x08\x0E-\x1B\x7F-\x9F\p{Cf})"},
    {"javaIdeographic", R"(\p{Ideographic})"},
    {"javaLetter", R"(\p{L})"},
    {"javaLetterOrDigit", R"(\p{L}\p{Nd})"},
    {"javaLowerCase", R"(\p{Lowercase})"},
    {"javaMirrored", R"(\p{Bidi_Mirrored})"},
    {"javaSpaceChar", R"(\p{Z})"},
    {"javaTitleCase", R"(\p{Lt})"},
    {"javaUpperCase", R"(\p{Uppercase})"},
    {"javaWhitespace",
     R"(\x09-\x0D\x1C-\x20\x{1680}\x{2000}-\x{2006}\x{2008}-\x{200A}\x{2028}\x{2029}\x{205F}\x{3000})"},
};

/// What may follow `Is`, in upper case and without underscores.
constexpr named_set binary_properties[] = {
    {"ALPHABETIC", R"(\p{Alphabetic})"},
    {"ASSIGNED", R"(^\p{Cn})"},
    {"CONTROL", R"(\p{Cc})"},
    {"EMOJI", R"(\p{Emoji})"},
    {"EMOJICOMPONENT", R"(\p{Emoji_Component})"},
    {"EMOJIMODIFIER", R"(\p{Emoji_Modifier})"},
    {"EMOJIMODIFIERBASE", R"(\p{Emoji_Modifier_Base})"},
    {"EMOJIPRESENTATION", R"(\p{Emoji_Presentation})"},
    {"EXTENDEDPICTOGRAPHIC", R"(\p{Extended_Pictographic})"},
    {"HEXDIGIT", R"(\p{Nd}\p{Hex_Digit})"},
    {"IDEOGRAPHIC", R"(\p{Ideographic})"},
    {"JOINCONTROL", R"(\x{200C}\x{200D})"},
    {"LETTER", R"(\p{L})"},
    {"LOWERCASE", R"(\p{Lowercase})"},
    {"NONCHARACTERCODEPOINT", R"(\p{Noncharacter_Code_Point})"},
    {"PUNCTUATION", R"(\p{P})"},
    {"TITLECASE", R"(\p{Lt})"},
    {"UPPERCASE", R"(\p{Uppercase})"},
    {"WHITESPACE", R"(\p{White_Space})"},
    {"WORD", word},
};

constexpr std::string_view categories[] = {
    "C",  "Cc", "Cf", "Cn", "Co", "Cs", "L",  "Ll", "Lm", "Lo", "Lt", "Lu", "M",
    "Mc", "Me", "Mn", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Pe", "Pf", "Pi",
    "Po", "Ps", "S",  "Sc", "Sk", "Sm", "So", "Z",  "Zl", "Zp", "Zs"};

char_set set_of(std::string_view items) {
  auto negated = items.starts_with('^');
  return char_set{std::string{items.substr(negated)}, negated};
}

template <size_t N>
std::optional<char_set> find(const named_set (&all)[N], std::string_view name) {
  for (auto& x : all)
    if (x.name == name)
      return set_of(x.items);
  return std::nullopt;
}

std::string upper_without_underscores(std::string_view x) {
  auto out = ascii_upper(x);
  std::erase(out, '_');
  return out;
}

bool is_one_of(std::string_view x, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), x) != words.end();
}

std::optional<char_set> short_name(std::string_view name, set_options how) {
  if (how.ignore_case && is_one_of(name, {"Lower", "Upper"}))
    return set_of(how.unicode ? any_case : "A-Za-z");
  return how.unicode ? find(unicode_sets, name) : find(ascii_sets, name);
}

std::optional<char_set> category(std::string_view name, bool ignore_case) {
  if (ignore_case && is_one_of(name, {"Lu", "Ll", "Lt"}))
    return set_of(R"(\p{L&})");
  if (ignore_case && is_one_of(name, {"javaLowerCase", "javaUpperCase", "javaTitleCase"}))
    return set_of(any_case);
  if (std::find(std::begin(categories), std::end(categories), name) != std::end(categories))
    return char_set{"\\p{" + std::string{name} + "}"};
  auto known = find(java_sets, name);
  return known ? known : short_name(name, {false, ignore_case});
}

std::optional<char_set> binary_property(std::string_view name, bool ignore_case) {
  auto plain = upper_without_underscores(name);
  if (ignore_case && is_one_of(plain, {"LOWERCASE", "UPPERCASE", "TITLECASE"}))
    return set_of(any_case);
  if (auto known = find(binary_properties, plain))
    return known;
  for (auto& x : unicode_sets)
    if (equal_in_any_case(x.name, name))
      return short_name(x.name, {true, ignore_case});
  return std::nullopt;
}

/// Only letters and underscores get through; PCRE2 knows the names.
std::optional<char_set> script(std::string_view name) {
  if (name.empty()
      || !std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || c == '_'; }))
    return std::nullopt;
  return char_set{"\\p{sc:" + std::string{name} + "}"};
}

std::optional<char_set> block(std::string_view name) {
  auto range = unicode_block(name);
  if (!range)
    return std::nullopt;
  char_set out;
  out.add(range->first, range->last);
  return out;
}

std::optional<char_set> by_key(std::string_view key, std::string_view value, bool ignore_case) {
  auto kind = upper_without_underscores(key);
  if (is_one_of(kind, {"SC", "SCRIPT"}))
    return script(value);
  if (is_one_of(kind, {"BLK", "BLOCK"}))
    return block(value);
  if (is_one_of(kind, {"GC", "GENERALCATEGORY"}))
    return category(value, ignore_case);
  return std::nullopt;
}

} // namespace

std::optional<char_set> java_short_class(char32_t letter, bool unicode) {
  std::optional<char_set> out;
  switch (letter | 0x20) {
  case 'd': out = set_of(unicode ? R"(\p{Nd})" : "0-9"); break;
  case 'w': out = set_of(unicode ? word : "0-9A-Z_a-z"); break;
  case 's': out = set_of(unicode ? R"(\p{White_Space})" : R"(\x20\x09-\x0D)"); break;
  case 'h':
    out = set_of(R"(\x20\x09\xA0\x{1680}\x{180E}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000})");
    break;
  case 'v': out = set_of(R"(\x0A-\x0D\x85\x{2028}\x{2029})"); break;
  default: return std::nullopt;
  }
  if (letter < 'a')
    out->negate();
  return out;
}

std::optional<char_set> java_property(std::string_view name, set_options how) {
  if (auto equals = name.find('='); equals != name.npos)
    return by_key(name.substr(0, equals), name.substr(equals + 1), how.ignore_case);
  if (name.starts_with("In"))
    return block(name.substr(2));
  if (name.starts_with("Is")) {
    name.remove_prefix(2);
    if (auto out = binary_property(name, how.ignore_case))
      return out;
    auto out = category(name, how.ignore_case);
    return out ? out : script(name);
  }
  if (how.unicode)
    if (auto out = short_name(name, how))
      return out;
  return category(name, how.ignore_case);
}

} // namespace troupe
