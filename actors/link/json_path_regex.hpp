#pragma once

#include "actors/link/pcre2_pattern.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <string_view>

namespace troupe::jsonpath {

/// The pattern of a `=~ /…/` in a filter. Any thread may use it.
class regex_tester {
public:
  /// `flags` are Java's letters: d i x m s u U. Fails with `config_invalid`.
  static caf::expected<regex_tester> compile(std::string_view pattern, std::string_view flags);

  enum class verdict : uint8_t {
    match, ///< All of the text matches.
    no_match,
    too_hard, ///< Matching took more steps than are granted.
  };
  verdict test(std::string_view text) const;

private:
  explicit regex_tester(pcre2_pattern pattern) : pattern_{std::move(pattern)} {}

  pcre2_pattern pattern_;
};

} // namespace troupe::jsonpath
