#pragma once

#include "actors/link/java_time_format.hpp"
#include "actors/link/json_path.hpp"
#include "actors/link/payload.hpp"
#include "actors/link/time_zone.hpp"
#include "config/settings.hpp"

#include <caf/expected.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// How a message tells when its values were measured, compiled once. Any thread
/// may use it.
class payload_time {
public:
  /// How far a device's clock may be ahead of this machine's: more than clocks differ that
  /// somebody looks after, and the longest that a wrong one can make right values late.
  static constexpr std::chrono::milliseconds ahead_max = std::chrono::minutes{5};

  /// Times without a zone are in `zone`. Fails with `config_invalid`, naming the key.
  static caf::expected<std::shared_ptr<const payload_time>>
  compile(const timestamp_settings& x, const time_zone& zone);

  /// Of a message that came at `received_ms`; both in ms since the epoch. Fails with
  /// `payload_invalid` where there is none that can be read, and where it cannot be
  /// right: before 2001, which is a clock that nobody set, or beyond `ahead_max`.
  caf::expected<int64_t> read(payload_view& message, int64_t received_ms) const;

  /// A text of the payload as a time, right or wrong.
  std::optional<instant> parse(std::string_view text) const;

private:
  enum class form : uint8_t { iso, epoch_ms, epoch_s, pattern };

  json_path path_;
  std::string format_; ///< As configured, for sentences.
  enum form form_ = form::iso;
  java_time_format pattern_;
  time_zone zone_;
};

} // namespace troupe
