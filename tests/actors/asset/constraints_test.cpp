#include "tests/support/catch.hpp"

#include "actors/asset/constraints.hpp"

#include <limits>

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
