#include "actors/store/stored_value.hpp"
#include "tests/support/catch.hpp"

#include <cmath>

namespace troupe {

TEST_CASE("a stored value is what it was written as") {
  struct {
    value_type type;
    value content;
  } cases[] = {
      {value_type::boolean, true},
      {value_type::integer, int64_t{-2147483648}},
      {value_type::long_, INT64_MAX},
      {value_type::number, 20.0},
      {value_type::number, 0.1},
      {value_type::number, 1e300},
      {value_type::number, -HUGE_VAL},
      {value_type::text, std::string{"a\"\\\n\x01 é"}},
      {value_type::text, std::string{}},
      {value_type::json_object, json_text{R"({"a":1})"}},
      {value_type::json, json_text{"[1,2]"}},
      {value_type::json, std::string{"x"}},
      {value_type::json, 1.5},
      {value_type::json, int64_t{3}},
      {value_type::json, false},
      {value_type::json, value{}},
      {value_type::number, value{}},
      {value_type::byte, int64_t{-128}},
      {value_type::date_and_time, int64_t{1704164645678}},
      {value_type::time_duration, int64_t{-500}},
      {value_type::email, std::string{"a@b.c"}},
      {value_type::big_integer, json_text{"123456789012345678901234567890"}},
      {value_type::big_number, json_text{"1.10"}},
      {value_type::big_number, json_text{"1E+3"}},
      {value_type::period_duration, json_text{"\"P1Y2M3D\""}},
      {value_type::time_and_period_duration, json_text{"\"P1DT2H\""}},
      {value_type::colour_rgb, json_text{"\"#FF8000\""}},
      {value_type::execution_status, json_text{"\"READY\""}},
      {value_type::geo_json_point, json_text{R"({"coordinates":[1.0,2.0],"type":"Point"})"}},
      {value_type::number_map, json_text{R"({"a":1.0,"b":null})"}},
      {array_of(value_type::text), json_text{R"(["a",null])"}},
      {array_of(array_of(value_type::big_number)), json_text{"[[1.10],[]]"}},
  };
  for (auto& [type, content] : cases) {
    INFO(to_string(type) << " " << to_json(content));
    CHECK(read_stored(type, to_json(content)) == content);
  }
  CHECK(std::isnan(std::get<double>(*read_stored(value_type::number, to_json(std::nan(""))))));
}

TEST_CASE("a stored value that is none of the type is not read") {
  struct {
    value_type type;
    const char* json;
  } cases[] = {
      {value_type::boolean, "1"},
      {value_type::boolean, "\"true\""},
      {value_type::integer, "2147483648"},
      {value_type::integer, "20.0"},
      {value_type::integer, "true"},
      {value_type::long_, "9223372036854775808"},
      {value_type::long_, ""},
      {value_type::number, "\"1\""},
      {value_type::number, "1 "},
      {value_type::number, "1e999"},
      {value_type::text, "1"},
      {value_type::text, "\"open"},
      {value_type::json_object, "[1]"},
      {value_type::json_object, "\"{}\""},
      {value_type::json, "nonsense"},
      {value_type::byte, "200"},
      {value_type::date_and_time, "\"2024-01-02\""},
      {value_type::big_number, "1e3"},
      {value_type::colour_rgb, "\"#ff8000\""},
      {value_type::execution_status, "\"ON\""},
      {array_of(value_type::number), "[1]"},
      {array_of(value_type::number), "1.0"},
  };
  for (auto& [type, json] : cases) {
    INFO(to_string(type) << " " << json);
    CHECK(!read_stored(type, json));
  }
}

TEST_CASE("a whole number is read where numbers are") {
  CHECK(read_stored(value_type::number, "20") == value{20.0});
}

} // namespace troupe
