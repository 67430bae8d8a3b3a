#include "actors/link/geofence.hpp"

#include "actors/link/number_text.hpp"
#include "schemas/errors.hpp"

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/geometries.hpp>
#include <boost/geometry/strategies/geographic/distance_vincenty.hpp>

#include <algorithm>
#include <cmath>

namespace troupe {
namespace {

namespace bg = boost::geometry;

using place = bg::model::point<double, 2, bg::cs::geographic<bg::degree>>;
using flat_point = bg::model::d2::point_xy<double>; // as OpenRemote has shapes
using polygon = bg::model::polygon<flat_point>;

struct circle : geofence::area {
  explicit circle(const radial_predicate& x) : centre{x.lng, x.lat}, radius_m{x.radius_m} {}

  bool contains(const geo_point& x) const override {
    return bg::distance(centre, place{x.lng, x.lat}, bg::strategy::distance::vincenty<>{})
           <= radius_m;
  }

  place centre;
  double radius_m;
};

struct rectangle : geofence::area {
  explicit rectangle(const rect_predicate& x)
      : lng{std::minmax({x.lng_min, x.lng_max})}, lat{std::minmax({x.lat_min, x.lat_max})} {}

  bool contains(const geo_point& x) const override {
    return x.lng >= lng.first && x.lng <= lng.second && x.lat >= lat.first && x.lat <= lat.second;
  }

  std::pair<double, double> lng, lat;
};

/// What a GeoJSON text describes: inside is inside of any part.
struct shape : geofence::area {
  bool contains(const geo_point& x) const override {
    flat_point at{x.lng, x.lat};
    auto is_here = [&](const flat_point& p) { return p.x() == at.x() && p.y() == at.y(); };
    auto covers = [&](const polygon& p) { return bg::within(at, p); };
    return std::any_of(points.begin(), points.end(), is_here)
           || std::any_of(polygons.begin(), polygons.end(), covers);
  }

  std::vector<flat_point> points;
  std::vector<polygon> polygons;
};

std::optional<double> coordinate(const json_node& x) {
  if (x.kind != json_kind::integer && x.kind != json_kind::fraction)
    return std::nullopt;
  return parse_double(x.text());
}

std::optional<flat_point> position(const json_node& x) {
  auto lng = x.kind == json_kind::array ? x.element(0) : nullptr;
  auto lat = lng ? x.element(1) : nullptr;
  auto first = lat ? coordinate(*lng) : std::nullopt;
  auto second = lat ? coordinate(*lat) : std::nullopt;
  if (!first || !second || !std::isfinite(*first) || !std::isfinite(*second))
    return std::nullopt;
  return flat_point{*first, *second};
}

bool is_type(const json_node& x, std::string_view name) {
  auto type = x.kind == json_kind::object ? x.member("type") : nullptr;
  return type && type->kind == json_kind::text && type->text() == name;
}

/// Reads GeoJSON into a shape; each function says whether it could.
class shape_reader {
public:
  explicit shape_reader(shape& out) : out_{out} {}

  bool any(const json_node& x) {
    if (is_type(x, "FeatureCollection"))
      return each(x.member("features"), [this](auto& feature) { return this->feature(feature); });
    return is_type(x, "Feature") ? feature(x) : geometry(x);
  }

private:
  template <class Use>
  static bool each(const json_node* list, Use use) {
    if (!list || list->kind != json_kind::array)
      return false;
    for (auto x = list->begin(); x != list->end(); x = x->next())
      if (!use(*x))
        return false;
    return true;
  }

  bool feature(const json_node& x) {
    auto inner = is_type(x, "Feature") ? x.member("geometry") : nullptr;
    return inner && geometry(*inner);
  }

  bool geometry(const json_node& x) {
    auto content = x.kind == json_kind::object ? x.member("coordinates") : nullptr;
    if (!content)
      return false;
    if (is_type(x, "Polygon"))
      return rings(*content);
    if (is_type(x, "MultiPolygon"))
      return each(content, [this](auto& one) { return rings(one); });
    auto point = is_type(x, "Point") ? position(*content) : std::nullopt;
    if (point)
      out_.points.push_back(*point);
    return point.has_value();
  }

  bool rings(const json_node& x) {
    polygon made;
    auto add = [&](const json_node& one) {
      auto& to = made.outer().empty() ? made.outer() : made.inners().emplace_back();
      return ring(one, to);
    };
    if (!each(&x, add) || made.outer().empty())
      return false;
    bg::correct(made); // GeoJSON does not care which way round a ring goes
    out_.polygons.push_back(std::move(made));
    return true;
  }

  static bool ring(const json_node& x, polygon::ring_type& to) {
    auto add = [&](const json_node& one) {
      auto point = position(one);
      if (point)
        to.push_back(*point);
      return point.has_value();
    };
    return each(&x, add) && to.size() >= 4 && bg::equals(to.front(), to.back());
  }

  shape& out_;
};

} // namespace

std::optional<geo_point> point_of(const json_node& x) {
  auto content = is_type(x, "Point") ? x.member("coordinates") : nullptr;
  if (!content || content->kind != json_kind::array || content->element(3))
    return std::nullopt;
  double found[3] = {};
  size_t count = 0;
  for (auto i = content->begin(); i != content->end(); i = i->next()) {
    auto number = coordinate(*i);
    if (!number)
      return std::nullopt;
    found[count++] = *number;
  }
  if (count < 2)
    return std::nullopt;
  return geo_point{std::clamp(found[0], -180.0, 180.0), std::clamp(found[1], -90.0, 90.0)};
}

geofence::geofence(const radial_predicate& x)
    : area_{std::make_shared<circle>(x)}, negated_{x.negated} {}

geofence::geofence(const rect_predicate& x)
    : area_{std::make_shared<rectangle>(x)}, negated_{x.negated} {}

caf::expected<geofence> geofence::compile(const geojson_predicate& x) {
  json_document document;
  auto made = std::make_shared<shape>();
  if (!document.parse(x.geo_json))
    return failure(errc::config_invalid, "geo_json is no JSON: " + document.problem());
  if (!shape_reader{*made}.any(document.root()))
    return failure(
        errc::config_invalid,
        "geo_json is no GeoJSON of a Point, Polygon or MultiPolygon, or of features of these; "
        "rings are closed and have at least four positions of two finite numbers");
  return geofence{std::move(made), x.negated};
}

} // namespace troupe
