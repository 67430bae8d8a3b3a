#include "actors/link/java_regex_groups.hpp"

#include <span>

namespace troupe {

std::optional<uint32_t> java_regex_groups::find(const std::string& name) const {
  auto known = names_.find(name);
  return known == names_.end() ? std::nullopt : std::optional{known->second};
}

bool java_regex_groups::vague(uint32_t number) const {
  if (number == 0 || number > size())
    return false;
  auto& x = memories_[number - 1];
  return x.vague || (x.kept && x.optional);
}

void java_regex_groups::choose(mark since) {
  ++choices_;
  for (auto& x : std::span{memories_}.subspan(since.groups))
    x.optional = true;
}

void java_regex_groups::keep(mark since) {
  for (auto& x : std::span{memories_}.subspan(since.groups))
    x.kept = true;
}

void java_regex_groups::lose(mark since) {
  for (auto& x : std::span{memories_}.subspan(since.groups))
    x.vague = true;
}

/// Java goes another way where each time has one outcome only: it then does not
/// go back into it.
void java_regex_groups::repeat(
    mark since, const java_repetition& times, bool captures, bool may_be_empty) {
  auto inner = std::span{memories_}.subspan(since.groups);
  for (auto& x : inner) {
    x.optional = x.optional || times.optional;
    x.vague = x.vague || (times.repeats && (x.kept || x.late)) || (times.counted && may_be_empty);
    x.kept = x.kept || times.possessive;
  }
  if (choices_ == since.choices && times.repeats && !times.possessive) {
    auto goes_back = !times.exact && !times.lazy;
    if (captures)
      inner.front().late = goes_back;
    for (auto& x : inner.subspan(captures && !may_be_empty)) {
      x.kept = true;
      x.vague = x.vague || goes_back;
    }
  }
  choices_ += !times.exact;
}

} // namespace troupe
