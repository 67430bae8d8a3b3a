#include "tests/support/catch.hpp"

#include "runtime/http/request_target.hpp"
#include "schemas/errors.hpp"

using namespace troupe;

using strings = std::vector<std::string>;
using pairs = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("a request's target is split first and decoded then") {
  auto [text, path, query] = GENERATE(table<std::string, strings, pairs>({
      {"/", {}, {}},
      {"/livez", {"livez"}, {}},
      {"/api/hall/asset/", {"api", "hall", "asset"}, {}},
      {"/api/a%2Fb/c%20d", {"api", "a/b", "c d"}, {}},
      {"/a+b", {"a+b"}, {}},
      {"/%c3%A4", {"\xc3\xa4"}, {}},
      {"/x?realm=hall&stored=1", {"x"}, {{"realm", "hall"}, {"stored", "1"}}},
      {"/x?a=b+c%26d&e&&=f", {"x"}, {{"a", "b c&d"}, {"e", ""}}},
      {"/x?a=b?c=d", {"x"}, {{"a", "b?c=d"}}},
      {"/x?", {"x"}, {}},
  }));
  auto target = parse_target(text);
  REQUIRE(target);
  CHECK(target->path == path);
  CHECK(target->query == query);
}

TEST_CASE("a target that is no clean path is refused") {
  auto text = GENERATE(
      as<std::string>{}, "", "*", "api", "http://host/api", "?x=1", "//a", "/a//b", "/a/../b",
      "/..", "/.", "/%2e%2e/b", "/a%00b", "/a%0ab", "/%", "/%4", "/%g0", "/%-1", "/x?a=%zz",
      "/x?a=%00", "/x?%01=b");
  INFO(text);
  auto target = parse_target(text);
  REQUIRE_FALSE(target);
  CHECK(is(target.error(), errc::payload_invalid));
}

TEST_CASE("what is encoded comes back from parsing") {
  auto text = GENERATE(as<std::string>{}, "press-9", "a/b", "50%", "ä ö", "a+b&c=d?e#f", "..x");
  auto target = parse_target("/" + percent_encode(text) + "?v=" + percent_encode(text));
  REQUIRE(target);
  CHECK(target->path == strings{text});
  CHECK(target->query == pairs{{"v", text}});
}
