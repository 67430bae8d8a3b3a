#pragma once

#include <caf/expected.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct pcre2_real_code_8;

namespace troupe {

/// In a pattern: the search fails as one that takes too many steps.
inline constexpr auto pcre2_give_up = "(?C1)";

/// In a pattern: the group's text in any case of ASCII letters, while PCRE2 by
/// itself knows all of Unicode. Nothing for a group beyond `folded_group_max`.
inline constexpr uint32_t folded_group_max = 200;
std::string pcre2_folded_reference(uint32_t group);

/// A pattern of PCRE2 for UTF-8 texts, where a dot is any character. Immutable;
/// any thread may search with it. No text can make a search take long: what
/// needs more steps than a text of its size deserves is an error.
class pcre2_pattern {
public:
  /// Why a pattern was refused, and at which of its bytes.
  struct refusal {
    std::string why;
    size_t at = 0;
  };

  /// Nothing, and `problem`, if PCRE2 refuses it. Uses its compiler to machine
  /// code where the system lets it, else its interpreter.
  static std::optional<pcre2_pattern> compile(const std::string& pattern, refusal& problem);

  /// Whether an empty text may match.
  bool matches_nothing() const;
  /// Capturing ones.
  uint32_t groups() const;

  enum class outcome : uint8_t { found, none, too_much };
  struct result {
    enum outcome outcome = outcome::none;
    std::optional<std::string_view> group; ///< Nothing if it took no part.
  };

  /// `group` of the match that has `index` matches before it. `text` is UTF-8.
  result find(std::string_view text, uint32_t index, uint32_t group) const;

private:
  struct release {
    void operator()(pcre2_real_code_8* x) const noexcept;
  };

  std::unique_ptr<pcre2_real_code_8, release> code_;
};

} // namespace troupe
