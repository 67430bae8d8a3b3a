#include "actors/link/java_regex_reference.hpp"

#include "actors/link/java_regex_opening.hpp"
#include "actors/link/pcre2_pattern.hpp"

namespace troupe {
namespace {

/// As many digits behind the first, `number`, as still make a group that has begun.
uint32_t read_number(java_regex_reader& in, uint32_t number, const java_regex_groups& begun) {
  for (;;) {
    in.ended(); // past comments
    auto digit = in.raw_digit();
    auto longer = number * 10 + digit.value_or(0);
    if (!digit || longer > begun.size())
      return number;
    in.take_raw();
    number = longer;
  }
}

std::optional<uint32_t> find_named(java_regex_reader& in, const java_regex_groups& begun) {
  auto begin = in.at();
  if (in.take_raw() != '<') {
    in.complain_at("\\k lacks the name of a group", begin);
    return std::nullopt;
  }
  auto out = begun.find(read_java_group_name(in));
  if (!out)
    in.complain_at("no group of this name stands before", begin);
  return out;
}

std::string same_text(java_regex_reader& in, uint32_t number) {
  auto text = "\\g{" + std::to_string(number) + "}";
  if (!in.flags.ignore_case)
    return text;
  if (in.flags.unicode_case)
    return "(?i:" + text + ")";
  if (number > folded_group_max)
    in.complain("a back reference that ignores case needs (?iu) beyond group 200");
  return pcre2_folded_reference(number);
}

} // namespace

java_piece read_java_reference(
    java_regex_reader& in, char32_t letter, const java_regex_groups& begun,
    const java_regex_groups* all) {
  auto number = letter == 'k' ? find_named(in, begun) : read_number(in, letter - '0', begun);
  if (!number)
    return {};
  if (all && *number > all->size())
    return {"(?!)", piece_kind::character};
  if (all && all->vague(*number))
    in.complain("what group " + std::to_string(*number) + " holds cannot be translated");
  return {same_text(in, *number), piece_kind::optional};
}

} // namespace troupe
