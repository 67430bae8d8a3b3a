#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

#include <random>
#include <sstream>

namespace troupe::test {
namespace {

std::string valid_text() {
  std::ostringstream out;
  out << std::ifstream{TROUPE_SOURCE_DIR "/config/quickstart.toml"}.rdbuf();
  auto text = out.str();
  return text.substr(0, text.find("[realm.hall.asset.press-2]"));
}

/// One to four random changes: bytes replaced, inserted, removed, moved.
std::string mutated(std::string text, std::mt19937& random) {
  constexpr std::string_view bytes = "\"'[]{}=.,#\n\\ \0-09aZ\xC3\xFF";
  auto below = [&](size_t n) { return n ? random() % n : 0; };
  for (auto changes = 1 + below(4); changes > 0; --changes) {
    auto at = below(text.size());
    auto size = std::min<size_t>(1 + below(20), text.size() - at);
    switch (below(4)) {
    case 0: text[at] = bytes[below(bytes.size())]; break;
    case 1: text.insert(at, 1, bytes[below(bytes.size())]); break;
    case 2: text.erase(at, size); break;
    default: text.insert(below(text.size()), text.substr(at, size));
    }
  }
  return text;
}

TEST_CASE("no change to a configuration does worse than be refused at its place") {
  std::mt19937 random{2026};
  auto text = valid_text();
  REQUIRE(parse(text).value);
  size_t refused = 0;
  for (int i = 0; i < 2000; ++i) {
    auto result = parse(mutated(text, random));
    auto errors = std::count_if(
        result.diagnostics.begin(), result.diagnostics.end(),
        [](const diagnostic& x) { return x.level == diagnostic::error; });
    CHECK((result.value == nullptr) == (errors > 0));
    for (auto& x : result.diagnostics)
      CHECK((x.at.line > 0 && x.at.column > 0 && !x.text.empty()));
    refused += errors > 0;
  }
  CHECK(refused > 1000);
  CHECK(refused < 2000);
}

} // namespace
} // namespace troupe::test
