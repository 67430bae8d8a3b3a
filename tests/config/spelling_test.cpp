#include "config/spelling.hpp"
#include "tests/support/catch.hpp"

namespace troupe::config {
namespace {

TEST_CASE("the edit distance counts what a hurried writer gets wrong") {
  CHECK(edit_distance("port", "port", 9) == 0);
  CHECK(edit_distance("prot", "port", 9) == 1);
  CHECK(edit_distance("Port", "port", 9) == 0.5);
  CHECK(edit_distance("port", "ports", 9) == 1);
  CHECK(edit_distance("port", "", 9) == 4);
  CHECK(edit_distance("kitten", "sitting", 9) == 3);
  CHECK(edit_distance("kitten", "sitting", 2) == 2);
}

TEST_CASE("the nearest name is offered only if it is near") {
  CHECK(nearest("hots", {"port", "host"}) == "host");
  CHECK(nearest("colour", {"port", "host"}) == "");
  CHECK(nearest("x", {}) == "");
  CHECK(nearest(std::string(100'000, 'x'), {"port"}) == "");
}

TEST_CASE("a text is quoted, escaped and cut between characters") {
  CHECK(in_quotes("a\"\n\x01") == R"("a\"\n\u0001")");
  std::string long_text(59, 'a');
  auto cut = "\"" + long_text + "\"…";
  CHECK(in_quotes(long_text.append("éé")) == cut);
}

} // namespace
} // namespace troupe::config
