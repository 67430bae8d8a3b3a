#include "actors/link/java_regex_repetition.hpp"

namespace troupe {
namespace {

constexpr uint32_t repeat_max = 65535; // PCRE2's
constexpr auto malformed = "a repetition is {n}, {n,} or {n,m}";

uint32_t take_number(java_regex_reader& in) {
  uint32_t out = 0;
  auto any = false;
  while (auto digit = in.raw_digit()) {
    any = true;
    out = out * 10 + *digit;
    if (out > repeat_max) {
      in.complain("more than 65535 repetitions cannot be translated");
      return 0;
    }
    in.take_raw();
  }
  if (!any)
    in.complain(malformed);
  return out;
}

/// What follows a `{`.
std::string counted(java_regex_reader& in) {
  auto least = take_number(in);
  auto most = least;
  auto bounded = true;
  if (in.sees_raw(',')) {
    in.take_raw();
    bounded = !in.sees_raw('}');
    if (bounded)
      most = take_number(in);
  }
  if (in.take_raw() != '}' || most < least)
    in.complain(malformed);
  auto out = "{" + std::to_string(least);
  if (!bounded)
    out += ',';
  else if (most != least)
    out += "," + std::to_string(most);
  return out + "}";
}

} // namespace

java_repetition read_java_repetition(java_regex_reader& in) {
  std::string times;
  for (auto c : {'?', '*', '+'})
    if (times.empty() && in.accept(static_cast<char32_t>(c)))
      times = c;
  if (times.empty() && in.accept('{'))
    times = counted(in);
  if (times.empty())
    return {};
  java_repetition out;
  out.optional = times == "?" || times == "*" || times.starts_with("{0");
  out.repeats = times != "?";
  out.counted = times.starts_with('{');
  out.exact = out.counted && times.find(',') == std::string::npos;
  out.lazy = in.accept('?');
  out.possessive = !out.lazy && in.accept('+');
  if (out.lazy || out.possessive)
    times += out.lazy ? '?' : '+';
  out.times = std::move(times);
  return out;
}

void repeat_piece(
    std::string& pattern, size_t begin, piece_kind kind, const java_repetition& times) {
  if (kind == piece_kind::assertion) { // PCRE2 repeats none but in groups
    pattern.insert(begin, "(?:");
    pattern += ')';
  }
  if (times.possessive && times.counted && pattern[begin] == '(') {
    pattern.insert(begin, "(?>"); // Java goes back into none of the times
    pattern += ')';
  }
  if (kind == piece_kind::line_end) // which Java only splits where it stands alone
    pattern[begin + 2] = '>';
  pattern += times.times;
}

} // namespace troupe
