#pragma once

#include "actors/link/civil_time.hpp"
#include "config/zone_offset.hpp"

#include <caf/expected.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace troupe {

/// What a zone's clocks are called in English; all empty where there are no names.
struct zone_names {
  std::string_view standard_short, summer_short, standard, summer, generic_short, generic;
};

/// Java's names of a zone's clocks.
zone_names names_of_zone(std::string_view id);

/// A zone of the system's time zone database, or a fixed offset from UTC. Cheap
/// to copy; any thread may use it.
class time_zone {
public:
  /// UTC.
  time_zone();

  /// By its IANA name, or as an offset such as `Z`, `+02:00`, `UTC`, `GMT+1`;
  /// empty: the system's. Fails with `config_invalid`.
  static caf::expected<time_zone> find(std::string_view name);

  /// From `$TZ`, `/etc/timezone` or `/etc/localtime`, in Java's order; UTC where
  /// none of them names a zone.
  static time_zone of_system();

  /// `Europe/Paris`, `+02:00`, `UTC+02:00`, `Z`.
  const std::string& id() const { return id_; }
  /// Whether it is an offset without a name: Java's ZoneOffset.
  bool is_offset() const { return offset_only_; }
  const zone_names& names() const { return names_; }

  struct state {
    int64_t offset_seconds = 0; ///< Ahead of UTC.
    bool summer = false;
  };

  state at(int64_t epoch_seconds) const;

  /// Since the epoch. Of a time that the clocks show twice, the first; a time
  /// that they skip is moved on by what they skip.
  int64_t seconds_of_local(const civil_time& x) const;

private:
  std::string id_ = "UTC";
  const date::time_zone* region_ = nullptr; ///< Lives as long as the process.
  int64_t fixed_offset_ = 0;
  bool offset_only_ = false;
  zone_names names_;
};

} // namespace troupe
