#include "config/load.hpp"
#include "tests/support/catch.hpp"

namespace troupe {
namespace {

TEST_CASE("the shipped configurations are well") {
  for (auto name : {"quickstart.toml", "troupe.toml"}) {
    auto result = load_settings(std::filesystem::path{TROUPE_SOURCE_DIR} / "config" / name);
    std::string all;
    for (auto& x : result.diagnostics)
      all += to_string(x) + "\n";
    INFO(all);
    CHECK(result.value);
  }
}

} // namespace
} // namespace troupe
