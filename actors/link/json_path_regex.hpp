#pragma once

#include <caf/expected.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct pcre2_real_code_8;

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
  std::shared_ptr<const pcre2_real_code_8> code_;
};

} // namespace troupe::jsonpath
