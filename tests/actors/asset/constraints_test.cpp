#include "tests/support/catch.hpp"

#include "actors/asset/constraints.hpp"

#include <cmath>
#include <limits>
#include <vector>

using namespace troupe;

namespace {

attribute_settings limited(value_type type, std::optional<double> min, std::optional<double> max) {
  attribute_settings x;
  x.name = "level";
  x.type = type;
  x.constraints.min = min;
  x.constraints.max = max;
  return x;
}

} // namespace

TEST_CASE("bounds are inclusive and compare exactly") {
  auto x = limited(value_type::number, -1.5, 10);
  CHECK_FALSE(broken_constraint(x, -1.5));
  CHECK_FALSE(broken_constraint(x, 10.0));
  CHECK(broken_constraint(x, 10.5) == "level must be at most 10.0");
  CHECK(broken_constraint(x, -1.75) == "level must be at least -1.5");
  CHECK(broken_constraint(x, std::numeric_limits<double>::quiet_NaN()));
  CHECK_FALSE(broken_constraint(x, std::monostate{}));
  auto large = limited(value_type::long_, std::nullopt, 9007199254740992.0);
  CHECK_FALSE(broken_constraint(large, int64_t{9007199254740992}));
  CHECK(broken_constraint(large, int64_t{9007199254740993}));
}

TEST_CASE("only allowed values may be stored where they are listed") {
  auto x = limited(value_type::text, std::nullopt, std::nullopt);
  x.constraints.allowed_values = {{"\"ON\""}, {"\"OFF\""}};
  CHECK_FALSE(broken_constraint(x, std::string{"OFF"}));
  CHECK(broken_constraint(x, std::string{"off"}) == "level must be one of its allowed values");
  CHECK_FALSE(broken_constraint(x, std::monostate{}));
  auto y = limited(value_type::number, std::nullopt, std::nullopt);
  y.constraints.allowed_values = {{"1"}, {"2.5"}};
  CHECK_FALSE(broken_constraint(y, 1.0));
  CHECK_FALSE(broken_constraint(y, 2.5));
  CHECK(broken_constraint(y, 2.0));
}

TEST_CASE("some types have bounds of their own") {
  struct row {
    value_type type;
    value low, lowest, highest, high;
  };
  for (auto& x : std::vector<row>{
           {value_type::integer_byte, int64_t{-1}, int64_t{0}, int64_t{255}, int64_t{256}},
           {value_type::direction, int64_t{-1}, int64_t{0}, int64_t{360}, int64_t{361}},
           {value_type::port_number, int64_t{0}, int64_t{1}, int64_t{65536}, int64_t{65537}},
           {value_type::mqtt_qos, int64_t{-1}, int64_t{0}, int64_t{2}, int64_t{3}},
           {value_type::positive_integer, int64_t{-1}, int64_t{0}, int64_t{1}, {}},
           {value_type::negative_integer, {}, int64_t{-1}, int64_t{0}, int64_t{1}},
           {value_type::positive_number, -0.75, -0.0, 1e300, std::nan("")},
           {value_type::negative_number, std::nan(""), -1e300, 0.0, 0.75},
           {value_type::timestamp, int64_t{-1}, int64_t{0}, INT64_MAX, {}},
       }) {
    auto attribute = limited(x.type, std::nullopt, std::nullopt);
    INFO(to_string(x.type));
    CHECK(broken_constraint(attribute, x.low).has_value() != is_null(x.low));
    CHECK_FALSE(broken_constraint(attribute, x.lowest));
    CHECK_FALSE(broken_constraint(attribute, x.highest));
    CHECK(broken_constraint(attribute, x.high).has_value() != is_null(x.high));
  }
  auto port = limited(value_type::port_number, std::nullopt, std::nullopt);
  CHECK(broken_constraint(port, int64_t{0}) == "level must be at least 1");
  CHECK(broken_constraint(port, int64_t{70000}) == "level must be at most 65536");
}

TEST_CASE("some types have patterns of their own, and their arrays too") {
  auto mail = limited(value_type::email, std::nullopt, std::nullopt);
  CHECK_FALSE(broken_constraint(mail, std::string{"a@b.c"}));
  CHECK(
      broken_constraint(mail, std::string{"a"}) == "level must be an e-mail address in lower case");
  auto mails = limited(array_of(value_type::email), std::nullopt, std::nullopt);
  CHECK_FALSE(broken_constraint(mails, json_text{R"(["a@b.c",null])"}));
  CHECK(broken_constraint(mails, json_text{R"(["a@b.c","a"])"}));
  auto table = limited(array_of(array_of(value_type::integer_byte)), std::nullopt, std::nullopt);
  CHECK_FALSE(broken_constraint(table, json_text{"[[0],[255]]"}));
  CHECK(broken_constraint(table, json_text{"[[0],[256]]"}));
}

TEST_CASE("bounds and allowed values hold for long numbers and words") {
  auto x = limited(value_type::big_number, 1.5, 1e30);
  CHECK_FALSE(broken_constraint(x, json_text{"1.50"}));
  CHECK(broken_constraint(x, json_text{"1.49"}));
  CHECK(broken_constraint(x, json_text{"1E+31"}));
  auto y = limited(value_type::colour_rgb, std::nullopt, std::nullopt);
  y.constraints.allowed_values = {{"\"#ff0000\""}, {"[0,255,0]"}};
  CHECK_FALSE(broken_constraint(y, quote_word("#FF0000")));
  CHECK_FALSE(broken_constraint(y, quote_word("#00FF00")));
  CHECK(broken_constraint(y, quote_word("#0000FF")));
}
