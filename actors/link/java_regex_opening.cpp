#include "actors/link/java_regex_opening.hpp"

#include "schemas/ascii.hpp"

#include <utility>

namespace troupe {
namespace {

constexpr java_opening captures{.pcre2 = "("};
constexpr java_opening plain{.pcre2 = "(?:"};

/// By what stands behind `(?`.
constexpr std::pair<std::string_view, java_opening> openings[] = {
    {">", {.pcre2 = "(?>", .keeps = true}},
    // Without the (?:), PCRE2 10.42 wants (?=a)(?:ba|a) to have two a's.
    {"=", {.pcre2 = "(?:)(?=", .looks = true, .keeps = true}},
    {"!", {.pcre2 = "(?!", .looks = true, .negative = true}},
    {"<=", {.pcre2 = "(?<=", .looks = true, .behind = true, .keeps = true}},
    {"<!", {.pcre2 = "(?<!", .looks = true, .behind = true, .negative = true}},
};

bool accept(java_regex_reader& in, std::string_view sign) {
  for (size_t i = 0; i < sign.size(); ++i)
    if (!in.sees_raw(static_cast<char32_t>(sign[i]), i))
      return false;
  for (size_t i = 0; i < sign.size(); ++i)
    in.take_raw();
  return true;
}

bool set_flag(java_regex_flags& flags, char32_t letter, bool on) {
  switch (letter) {
  case 'i': flags.ignore_case = on; return true;
  case 'd': flags.unix_lines = on; return true;
  case 'm': flags.multiline = on; return true;
  case 's': flags.dot_all = on; return true;
  case 'u': flags.unicode_case = on; return true;
  case 'x': flags.comments = on; return true;
  case 'U':
    flags.unicode_sets = on;
    flags.unicode_case = flags.unicode_case || on;
    return true;
  default: return false;
  }
}

/// Flags, and the `:` of a group that they are set for or the `)` that ends them.
std::optional<java_opening> read_flags(java_regex_reader& in) {
  auto begin = in.at();
  auto on = true;
  for (;;) {
    auto letter = in.take_raw();
    if (letter == ')')
      return std::nullopt;
    if (letter == ':')
      return plain;
    if (letter == '-' && on)
      on = false;
    else if (!set_flag(in.flags, letter, on)) {
      in.complain_at("(? begins nothing that can be translated", begin);
      return plain;
    }
  }
}

} // namespace

std::optional<java_opening> read_java_opening(java_regex_reader& in, java_regex_groups& groups) {
  if (!in.accept('?')) {
    groups.begin();
    return captures;
  }
  for (auto& [sign, opening] : openings)
    if (accept(in, sign))
      return opening;
  auto begin = in.at();
  if (!accept(in, "<"))
    return read_flags(in);
  groups.begin();
  if (!groups.name(read_java_group_name(in)))
    in.complain_at("two groups have one name", begin);
  return captures;
}

std::string read_java_group_name(java_regex_reader& in) {
  std::string out;
  for (auto c = in.take_raw(); c != '>'; c = in.take_raw()) {
    if (!is_letter(c) && (out.empty() || !is_digit(c))) {
      in.complain("a group's name has letters and digits only");
      return {};
    }
    out += static_cast<char>(c);
  }
  return out;
}

} // namespace troupe
