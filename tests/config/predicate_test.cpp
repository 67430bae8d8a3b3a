#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

namespace troupe::test {
namespace {

load_result with_predicate(const std::string& table) {
  return parse(
      "realm.hall.agent.floor.host = \"h\"\n"
      "realm.hall.asset.press.attribute.a.agent_link = { agent = \"floor\", "
      "subscription_topic = \"s\", message_match_predicate = "
      + table + " }");
}

value_predicate read(const std::string& table) {
  auto result = with_predicate(table);
  INFO(lines(result));
  REQUIRE(result.value);
  CHECK(lines(result).empty());
  return result.value->realms[0].assets[0].attributes[0].agent_link->match_predicate.value();
}

TEST_CASE("every type of message match is read with its keys") {
  using p = value_predicate;
  CHECK(
      read(R"({ type = "string", match = "BEGIN", value = "A", case_sensitive = false })")
      == p{string_predicate{text_match::begin, false, "A", false}});
  CHECK(
      read(
          R"({ type = "number", operator = "BETWEEN", value = 9007199254740993, range_value = 1e300 })")
      == p{number_predicate{
          comparison::between, json_text{"9007199254740993"}, json_text{"1.0E300"}, false}});
  CHECK(read(R"({ type = "boolean", value = true })") == p{boolean_predicate{true}});
  CHECK(
      read(
          R"({ type = "datetime", operator = "BETWEEN", value = "PT0S", range_value = "P1M", negate = true })")
      == p{date_predicate{
          comparison::between, date_bound{date_bound::kind::time, 0, 0, 0},
          date_bound{date_bound::kind::period, 0, 1, 0}, true}});
  CHECK(read(R"({ type = "value_any" })") == p{any_predicate{}});
  CHECK(read(R"({ type = "value_empty", negate = true })") == p{empty_predicate{true}});
  CHECK(
      read(
          R"({ type = "array", value = { a = 1.0 }, index = 1, length_less_than = 3, negated = true })")
      == p{array_predicate{json_text{R"({"a":1.0})"}, 1, {}, {}, 3, true}});
  CHECK(
      read(R"({ type = "radial", radius = 250, lat = 51.44, lng = 5 })")
      == p{radial_predicate{250, 51.44, 5, false}});
  CHECK(
      read(
          R"({ type = "rect", lat_min = 1, lng_min = 2, lat_max = 3, lng_max = 4, negated = true })")
      == p{rect_predicate{1, 2, 3, 4, true}});
  CHECK(read(R"({ type = "geojson", geo_json = "{}" })") == p{geojson_predicate{"{}", false}});
  CHECK(read(R"({ type = "calendar_event", timestamp = 5 })") == p{calendar_predicate{5}});
}

TEST_CASE("OpenRemote's spelling of types and any case of its words are taken") {
  CHECK(read(R"({ type = "value-any" })") == value_predicate{any_predicate{}});
  CHECK(read(R"({ type = "calendar-event" })") == value_predicate{calendar_predicate{}});
  CHECK(
      read(R"({ type = "number", operator = "greater_than", value = 1 })")
      == value_predicate{number_predicate{comparison::greater_than, json_text{"1"}, {}, false}});
}

TEST_CASE("a message match that cannot do what is meant deserves a warning") {
  auto warned = [](const std::string& table) { return lines(with_predicate(table)); };
  CHECK(
      warned(R"({ type = "number", operator = "BETWEEN", value = 1 })")
          .find("operator: BETWEEN without range_value matches nothing")
      != std::string::npos);
  CHECK(
      warned(R"({ type = "string" })").find("type: without value, no text matches")
      != std::string::npos);
  auto alone = parse("realm.hall.asset.a.agent_link.message_match_filters = []");
  CHECK(lines(alone).find("has no effect without message_match_predicate") != std::string::npos);
  CHECK(alone.value);
}

} // namespace
} // namespace troupe::test
