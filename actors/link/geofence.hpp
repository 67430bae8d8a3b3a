#pragma once

#include "actors/link/json_document.hpp"
#include "config/value_predicate.hpp"

#include <caf/expected.hpp>

#include <memory>
#include <optional>

namespace troupe {

/// A place on earth, in degrees within their range.
struct geo_point {
  double lng = 0;
  double lat = 0;
};

/// A GeoJSON point: an object of type `Point` with two or three coordinates.
/// What is beyond 180 or 90 degrees counts as that. Nothing for all else.
std::optional<geo_point> point_of(const json_node& x);

/// Whether points are within an area, as OpenRemote's geofence predicates tell it.
class geofence {
public:
  explicit geofence(const radial_predicate& x);
  explicit geofence(const rect_predicate& x);
  /// Fails with `config_invalid` where the text is no GeoJSON of a Point, Polygon
  /// or MultiPolygon, or of features of these.
  static caf::expected<geofence> compile(const geojson_predicate& x);

  /// Whether `x` is inside, or outside where the predicate is negated.
  bool takes(const geo_point& x) const { return area_->contains(x) != negated_; }

  struct area {
    virtual ~area() = default;
    virtual bool contains(const geo_point& x) const = 0;
  };

private:
  geofence(std::shared_ptr<const area> area, bool negated)
      : area_{std::move(area)}, negated_{negated} {}

  std::shared_ptr<const area> area_;
  bool negated_ = false;
};

} // namespace troupe
