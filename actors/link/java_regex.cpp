#include "actors/link/java_regex.hpp"

#include "actors/link/java_regex_behind.hpp"
#include "actors/link/java_regex_class.hpp"
#include "actors/link/java_regex_names.hpp"
#include "actors/link/java_regex_place.hpp"
#include "actors/link/java_regex_repetition.hpp"
#include "actors/link/pcre2_pattern.hpp"
#include "schemas/ascii.hpp"
#include "schemas/errors.hpp"

#include <utility>

namespace troupe {
namespace {

constexpr size_t pattern_bytes_max = 4096;
constexpr int depth_max = 60;
constexpr size_t look_behind_bytes_max = size_t{1} << 17; // of one pattern, while it is made

/// Translates while it reads. What a back reference means depends on groups
/// that come later, so it runs a second time with what the first one found.
class translator {
public:
  translator(
      std::string_view pattern, java_regex_flags flags, const java_regex_groups* all = nullptr)
      : in_{pattern, flags}, all_{all} {}

  caf::expected<translated_regex> translate() {
    alternatives();
    if (!in_.ended())
      in_.complain("a bracket is closed that was never opened");
    if (!in_.problem().empty())
      return failure(errc::config_invalid, in_.problem());
    return std::move(out_);
  }

private:
  /// Whether an empty text may match.
  bool alternatives() {
    auto any = false;
    auto this_one = true;
    auto since = out_.groups.here();
    auto branches = false;
    while (!in_.ended() && !in_.sees(')'))
      if (in_.accept('|')) {
        out_.pattern += '|';
        branches = true;
        any = any || std::exchange(this_one, true);
      } else {
        this_one = term() && this_one;
      }
    if (branches)
      out_.groups.choose(since);
    return any || this_one;
  }

  /// Whether an empty text may match.
  bool term() {
    in_.ended(); // past comments
    auto begin = out_.pattern.size();
    auto since = out_.groups.here();
    out_.places.emplace_back(begin, in_.at());
    auto kind = atom();
    if (kind == piece::nothing)
      return true;
    auto captures = out_.pattern[begin] == '(' && out_.pattern[begin + 1] != '?';
    auto times = repeat(begin, since, kind);
    auto may_be_empty = kind == piece::optional || kind == piece::assertion;
    if (!times.times.empty())
      out_.groups.repeat(since, times, captures, may_be_empty);
    return may_be_empty || times.optional;
  }

  enum class piece { nothing, character, line_end, optional, assertion };

  piece atom() {
    if (in_.quoted())
      return literal(in_.take());
    if (in_.accept('('))
      return group();
    if (in_.accept('['))
      return emit(read_java_class(in_).pattern());
    if (in_.accept('\\'))
      return escape(in_.take_raw());
    if (in_.accept('.'))
      return emit(any_character(in_.flags));
    if (in_.accept('^'))
      return emit(begin_of_line(in_.flags), piece::assertion);
    if (in_.accept('$'))
      return emit(end_of_line(in_.flags, in_.flags.multiline), piece::assertion);
    if (in_.sees('{'))
      return emit("(?:)", piece::optional); // Java repeats nothing
    for (auto c : {'*', '+', '?'})
      if (in_.sees(static_cast<char32_t>(c))) {
        in_.complain("there is nothing to repeat before " + std::string(1, c));
        return piece::nothing;
      }
    return literal(in_.take());
  }

  piece emit(std::string_view x, piece kind = piece::character) {
    out_.pattern += x;
    return kind;
  }

  piece literal(char32_t c) {
    if (c >= 0xD800 && c <= 0xDFFF)
      in_.complain("half of a surrogate pair matches nothing");
    if (c > 0x10FFFF)
      return piece::nothing;
    if (!in_.flags.ignore_case || (c < 0x80 && !is_letter(c))) {
      append_pcre(out_.pattern, c);
      return piece::character;
    }
    char_set either;
    add_java_character(either, c, in_.flags);
    return emit(either.pattern());
  }

  // -- escapes ----------------------------------------------------------------

  piece escape(char32_t letter) {
    if (auto known = java_short_class(letter, in_.flags.unicode_sets))
      return emit(known->pattern());
    switch (letter) {
    case 'p':
    case 'P': return emit(read_java_property(in_, letter).pattern());
    case 'A': return emit(R"(\A)", piece::assertion);
    case 'B': return emit(word_boundary(in_.flags, false), piece::assertion);
    case 'b':
      if (in_.sees_raw('{') && in_.sees_raw('g', 1))
        in_.complain("\\b{g} cannot be translated");
      return emit(word_boundary(in_.flags, true), piece::assertion);
    case 'G': out_.uses_last_match = true; return emit(R"(\G)", piece::assertion);
    case 'N': in_.complain("\\N{…} cannot be translated; \\x{…} says the same"); break;
    case 'R': return emit(any_line_end, piece::line_end);
    case 'X': return emit(R"(\X)");
    case 'Z': return emit(end_of_line(in_.flags, false), piece::assertion);
    case 'k': return named_reference();
    case 'z': return emit(R"(\z)", piece::assertion);
    default:
      if (letter >= '1' && letter <= '9')
        return numbered_reference(letter - '0');
      return literal(in_.escaped(letter));
    }
    return piece::nothing;
  }

  /// As many digits as still make a group that has begun.
  piece numbered_reference(uint32_t number) {
    for (;;) {
      in_.ended(); // past comments
      auto digit = in_.raw_digit();
      auto longer = number * 10 + digit.value_or(0);
      if (!digit || longer > out_.groups.size())
        return reference(number);
      in_.take_raw();
      number = longer;
    }
  }

  piece named_reference() {
    auto begin = in_.at();
    if (in_.take_raw() != '<') {
      in_.complain_at("\\k lacks the name of a group", begin);
      return piece::nothing;
    }
    if (auto known = out_.groups.find(name()))
      return reference(*known);
    in_.complain_at("no group of this name stands before", begin);
    return piece::nothing;
  }

  piece reference(uint32_t number) {
    if (all_ && number > all_->size())
      return emit("(?!)");
    if (all_ && all_->vague(number))
      in_.complain("what group " + std::to_string(number) + " holds cannot be translated");
    auto text = "\\g{" + std::to_string(number) + "}";
    if (!in_.flags.ignore_case)
      return emit(text, piece::optional);
    if (in_.flags.unicode_case)
      return emit("(?i:" + text + ")", piece::optional);
    if (number > folded_group_max)
      in_.complain("a back reference that ignores case needs (?iu) beyond group 200");
    return emit(pcre2_folded_reference(number), piece::optional);
  }

  /// A group's name, up to its `>`.
  std::string name() {
    std::string out;
    for (auto c = in_.take_raw(); c != '>'; c = in_.take_raw()) {
      if (!is_letter(c) && (out.empty() || !is_digit(c))) {
        in_.complain("a group's name has letters and digits only");
        return {};
      }
      out += static_cast<char>(c);
    }
    return out;
  }

  // -- groups -----------------------------------------------------------------

  piece group() {
    if (++depth_ > depth_max)
      in_.complain("groups are nested too deeply");
    auto before = in_.flags;
    auto since = out_.groups.here();
    std::string_view begin = "(";
    if (!in_.accept('?'))
      capture();
    else if (begin = special_group(); begin.empty())
      return --depth_, piece::nothing; // flags, up to the end of the group around
    auto body = out_.pattern.size();
    auto kind = alternatives() ? piece::optional : piece::character;
    if (!in_.accept(')'))
      in_.complain("a group is not closed");
    auto looks = begin.ends_with('=') || begin.ends_with('!');
    auto lost = begin.starts_with("(?<") && spread(body);
    out_.pattern += ')';
    if (lost)
      keep_numbers(since);
    if (lost || begin.ends_with('!'))
      out_.groups.lose(since);
    if (begin.ends_with('=') || begin.ends_with('>'))
      out_.groups.keep(since);
    if (looks) {
      kind = piece::assertion;
      out_.groups.decide(since);
    }
    in_.flags = before;
    --depth_;
    return kind;
  }

  void capture() {
    out_.groups.begin();
    out_.pattern += '(';
  }

  /// What begins with `(?`, as it begins in PCRE2. Empty: only flags, which are set.
  std::string_view special_group() {
    auto begin = in_.at();
    for (std::string_view open : {"(?:", "(?>", "(?=", "(?!"})
      if (in_.sees_raw(static_cast<char32_t>(open[2]))) {
        in_.take_raw();
        if (open == "(?=") // else PCRE2 10.42 wants (?=a)(?:ba|a) to have two a's
          out_.pattern += "(?:)";
        out_.pattern += open;
        return open;
      }
    if (!in_.sees_raw('<'))
      return flag_group(begin) ? "(?:" : "";
    in_.take_raw();
    for (std::string_view open : {"(?<=", "(?<!"})
      if (in_.sees_raw(static_cast<char32_t>(open[3]))) {
        in_.take_raw();
        out_.pattern += open;
        return open;
      }
    capture();
    if (!out_.groups.name(name()))
      in_.complain_at("two groups have one name", begin);
    return "(";
  }

  /// Makes the body of a look-behind one that PCRE2 takes, if it is none.
  bool spread(size_t body) {
    auto fixed = spread_look_behind(std::string_view{out_.pattern}.substr(body), room_);
    if (!fixed)
      return false;
    out_.pattern.replace(body, std::string::npos, *fixed);
    forget_places(body);
    return true;
  }

  void forget_places(size_t behind) {
    std::erase_if(out_.places, [&](auto& x) { return x.first > behind; });
  }

  /// Stands for the groups that are no longer there, so that those behind keep theirs.
  void keep_numbers(java_regex_groups::mark since) {
    for (auto i = since.groups; i < out_.groups.size(); ++i)
      out_.pattern += "(){0}";
  }

  bool flag_group(size_t begin) {
    auto on = true;
    for (;;) {
      auto& flags = in_.flags;
      switch (in_.take_raw()) {
      case ')': return false;
      case ':': out_.pattern += "(?:"; return true;
      case 'i': flags.ignore_case = on; break;
      case 'd': flags.unix_lines = on; break;
      case 'm': flags.multiline = on; break;
      case 's': flags.dot_all = on; break;
      case 'u': flags.unicode_case = on; break;
      case 'x': flags.comments = on; break;
      case 'U':
        flags.unicode_sets = on;
        flags.unicode_case = flags.unicode_case || on;
        break;
      case '-':
        if (on) {
          on = false;
          break;
        }
        [[fallthrough]];
      default: in_.complain_at("(? begins nothing that can be translated", begin); return true;
      }
    }
  }

  /// Appends what repeats the atom that begins at `begin`, if anything does.
  java_repetition repeat(size_t begin, java_regex_groups::mark since, piece kind) {
    auto out = read_java_repetition(in_);
    if (out.times.empty())
      return out;
    if (out.exact && out.optional) { // {0}, of which PCRE2 10.42 would mind an \A within
      out_.pattern.resize(begin);
      forget_places(begin);
      keep_numbers(since);
      return out;
    }
    if (kind == piece::assertion) { // PCRE2 repeats none but in groups
      out_.pattern.insert(begin, "(?:");
      out_.pattern += ')';
    }
    if (out.possessive && out.counted && out_.pattern[begin] == '(') {
      out_.pattern.insert(begin, "(?>"); // Java goes back into none of the times
      out_.pattern += ')';
    }
    if (kind == piece::line_end) // which Java only splits where it stands alone
      out_.pattern[begin + 2] = '>';
    out_.pattern += out.times;
    return out;
  }

  java_regex_reader in_;
  const java_regex_groups* all_; ///< Once they are known.
  int depth_ = 0;
  size_t room_ = look_behind_bytes_max;
  translated_regex out_;
};

} // namespace

size_t translated_regex::place_of(size_t offset) const {
  size_t out = 0;
  for (auto& [begin, at] : places)
    if (begin <= offset)
      out = at;
  return out;
}

caf::expected<translated_regex>
translate_java_regex(std::string_view pattern, java_regex_flags flags) {
  if (pattern.size() > pattern_bytes_max)
    return failure(errc::config_invalid, "the pattern has more than 4096 bytes");
  auto first = translator{pattern, flags}.translate();
  return first ? translator{pattern, flags, &first->groups}.translate() : first;
}

} // namespace troupe
