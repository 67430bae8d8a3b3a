#include "tests/actors/link/predicate_support.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE("a rectangle takes its edges, and a point beyond the world counts as at its edge") {
  rect_predicate p{50, 4, 52, 6, false};
  CHECK(matches_text(p, point("[5,51]")));
  CHECK(matches_json(p, point("[4,50]")));
  CHECK(matches_json(p, point("[6,52,100]")));
  CHECK_FALSE(matches_json(p, point("[6.1,52]")));
  CHECK(matches_json(rect_predicate{52, 6, 50, 4, false}, point("[5,51]"))); // corners swapped
  CHECK(matches_json(rect_predicate{80, 170, 90, 180, false}, point("[1e300,95]")));
  p.negated = true;
  CHECK(matches_json(p, point("[9,9]")));
  for (auto other :
       {R"({"type":"Point"})", R"({"type":"Point","coordinates":[5]})",
        R"({"type":"Point","coordinates":[5,51,0,0]})",
        R"({"type":"Point","coordinates":["5",51]})", R"({"type":"point","coordinates":[9,9]})",
        R"({"coordinates":[9,9]})", "[9,9]", "null"})
    CHECK_FALSE(matches_json(p, other));
}

TEST_CASE("a radius is measured on the ellipsoid") {
  // One degree of longitude at the equator is 111,319.49 m, of latitude 110,574.39 m there.
  radial_predicate p{111'320, 0, 0, false};
  CHECK(matches_json(p, point("[1,0]")));
  p.radius_m = 111'319;
  CHECK_FALSE(matches_json(p, point("[1,0]")));
  CHECK(matches_json(p, point("[0,1]")));
  p.radius_m = 110'574;
  CHECK_FALSE(matches_json(p, point("[0,1]")));
  p.negated = true;
  CHECK(matches_json(p, point("[0,1]")));
  CHECK_FALSE(matches_text(p, "no point"));
}

TEST_CASE("a GeoJSON shape takes what is within it, holes and edges apart") {
  auto square = [](int from, int to) {
    auto a = std::to_string(from), b = std::to_string(to);
    return "[[" + a + "," + a + "],[" + b + "," + a + "],[" + b + "," + b + "],[" + a + "," + b
           + "],[" + a + "," + a + "]]";
  };
  auto holed = "[" + square(0, 10) + "," + square(4, 6) + "]";
  auto polygon = R"({"type":"Polygon","coordinates":)" + holed + "}";
  auto feature = R"({"type":"Feature","properties":{},"geometry":)" + polygon + "}";
  for (auto& text :
       {polygon, R"({"type":"MultiPolygon","coordinates":[)" + holed + "]}", feature,
        R"({"type":"FeatureCollection","features":[)" + feature + "]}"}) {
    geojson_predicate p{text, false};
    CHECK(matches_json(p, point("[1,1]")));
    CHECK_FALSE(matches_json(p, point("[5,5]")));
    CHECK_FALSE(matches_json(p, point("[0,5]")));
    CHECK_FALSE(matches_json(p, point("[11,5]")));
    p.negated = true;
    CHECK(matches_json(p, point("[11,5]")));
  }
  CHECK(matches_json(geojson_predicate{point("[3,4]"), false}, point("[3,4]")));
}

TEST_CASE("a shape that cannot be read is refused") {
  for (auto text :
       {"", "x", "{}", R"({"type":"Polygon"})", R"({"type":"Polygon","coordinates":[]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1e999,0],[1,1],[0,0]]]})",
        R"({"type":"LineString","coordinates":[[0,0],[1,1]]})",
        R"({"type":"FeatureCollection","features":[{"type":"Polygon"}]})"}) {
    INFO(text);
    auto made = predicate::compile(geojson_predicate{text, false});
    REQUIRE_FALSE(made);
    CHECK(is(made.error(), errc::config_invalid));
    CHECK(sentence(made.error()).starts_with("geo_json is no "));
  }
}
