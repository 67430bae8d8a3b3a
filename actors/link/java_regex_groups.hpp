#pragma once

#include "actors/link/java_regex_repetition.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace troupe {

/// The capturing groups of a pattern, and of which of them Java may remember
/// another text than PCRE2, mostly that of an attempt which failed later. Java
/// forgets it when it goes back, but not into what gives nothing back: then it
/// stays, unless what matches in the end takes the group once more.
///
/// It is told what a pattern consists of, from the inside to the outside.
class java_regex_groups {
public:
  /// How far the pattern has been read.
  struct mark {
    uint32_t groups = 0;
    uint32_t choices = 0;
  };
  mark here() const { return {size(), choices_}; }

  uint32_t size() const { return static_cast<uint32_t>(memories_.size()); }
  /// The number of the group of this name, if it has begun.
  std::optional<uint32_t> find(const std::string& name) const;
  /// Whether Java may remember another text of group `number`.
  bool vague(uint32_t number) const;

  void begin() { memories_.emplace_back(); }
  /// Names the last one that began; false if another has this name.
  bool name(std::string name) { return names_.emplace(std::move(name), size()).second; }

  // What came since a mark …

  /// … is alternatives.
  void choose(mark since);
  /// … gives nothing back.
  void keep(mark since);
  /// … can be said to PCRE2 only without what the groups take.
  void lose(mark since);
  /// … is a look-around, which has one outcome.
  void decide(mark since) { choices_ = since.choices; }
  /// … is repeated, and is one group that captures, or may match an empty text.
  void repeat(mark since, const java_repetition& times, bool captures, bool may_be_empty);

private:
  struct memory {
    bool kept = false;     ///< It stands in what gives nothing back.
    bool optional = false; ///< There is a way past it.
    bool late = false;     ///< Java sets it once more after all that follows.
    bool vague = false;
  };

  std::vector<memory> memories_;
  std::map<std::string, uint32_t> names_;
  uint32_t choices_ = 0; ///< How often Java had to choose so far.
};

} // namespace troupe
