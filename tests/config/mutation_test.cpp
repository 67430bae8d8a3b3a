#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fuzzer.hpp"

namespace troupe::test {
namespace {

TEST_CASE("no change to a configuration does worse than be refused at its place", "[fuzz]") {
  fuzzer fuzz{5'000, "toml"};
  auto refused = 0;
  while (fuzz.next()) {
    auto text = fuzz.text();
    auto result = parse(text);
    auto errors = 0;
    auto placed = true;
    for (auto& x : result.diagnostics) {
      errors += x.level == diagnostic::error;
      placed = placed && x.at.line > 0 && x.at.column > 0 && !x.text.empty();
    }
    fuzz.check(placed && (result.value == nullptr) == (errors > 0), text);
    refused += errors > 0;
  }
  CHECK(refused > fuzz.rounds() / 2);
  CHECK(refused < fuzz.rounds());
}

} // namespace
} // namespace troupe::test
