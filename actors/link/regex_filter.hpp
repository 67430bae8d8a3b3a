#pragma once

#include "actors/link/pcre2_pattern.hpp"
#include "config/settings.hpp"

#include <caf/error.hpp>
#include <caf/expected.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe {

struct filter_workspace;
struct step_value;

/// OpenRemote's regex filter: a group of one match of a Java pattern, searched
/// for anywhere in the text. After an empty match the search goes on at the next
/// character, while Java also looks between the halves of a UTF-16 pair.
class regex_step {
public:
  /// Fails with `config_invalid` where the pattern is broken, or means what
  /// cannot be said to PCRE2.
  static caf::expected<regex_step> compile(const regex_filter& x);

  /// No such match or group is a miss. Fails where a negative group is asked
  /// for, and where the search takes more steps than a text of its size may.
  caf::error apply(step_value& x, filter_workspace& space) const;

  /// How often the pattern matches in a text, counted up to `most`; nothing where
  /// the search takes too many steps.
  std::optional<uint32_t> matches_in(std::string_view text, uint32_t most) const;

  /// Of the pattern, the whole match not counted.
  uint32_t groups() const { return pattern_.groups(); }

private:
  regex_step(pcre2_pattern pattern, const regex_filter& x);

  pcre2_pattern pattern_;
  uint32_t index_;
  int64_t group_;
};

} // namespace troupe
