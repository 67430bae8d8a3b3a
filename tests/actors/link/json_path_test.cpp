#include "tests/support/catch.hpp"

#include "actors/link/json_path.hpp"
#include "schemas/errors.hpp"

using namespace troupe;

namespace {

const std::string text = R"({"a":{"b":[10,20,{"c":"x"}],"é":1,"a b":2,"it's":3,"":4},"n":null,)"
                         R"("$":5,"a*b":6,"x\"y":7})";

/// What a path finds in `text`.
std::string found(const std::string& path) {
  auto compiled = json_path::compile(path);
  INFO(path);
  REQUIRE(compiled);
  json_document document;
  REQUIRE(document.parse(text));
  auto hit = compiled->find(document.root());
  switch (hit.outcome) {
  case json_path::outcome::missing_leaf: return "no leaf";
  case json_path::outcome::missing_step: return "no step";
  case json_path::outcome::found: break;
  }
  std::string out;
  write_json(out, *hit.node);
  return out;
}

} // namespace

TEST_CASE("a plain path leads to its value") {
  auto [path, value] = GENERATE(table<std::string, std::string>({
      {"$.a.b[1]", "20"},
      {"$.a.b[-1].c", "\"x\""},
      {"$['a'].b[0]", "10"},
      {"$[\"a\"]['b'][ -3 ]", "10"},
      {"$[ 'a' ].é", "1"},
      {"$.a['a b']", "2"},
      {"$.a['it\\'s']", "3"},
      {"$.a[\"it's\"]", "3"},
      {"$.a['']", "4"},
      {"$.a['\\u00e9']", "1"},
      {"a.b[0]", "10"},
      {"['a'].b[0]", "10"},
      {"$.['a'].b.[0]", "10"},
      {"@.a.b[0]", "10"},
      {" $.a.b[0] ", "10"},
      {"$.a*b", "6"},
      {"$['x\"y']", "7"},
      {"$.n", "null"},
      {"$.$", "5"},
      {"$.x", "no leaf"},
      {"$.a.b[3]", "no leaf"},
      {"$.a.b[-4]", "no leaf"},
      {"$.x.y", "no step"},
      {"$.a.b.c", "no step"},
      {"$.a[0]", "no step"},
      {"$.n.x", "no step"},
      {"$.a.b[7].c", "no step"},
  }));
  CHECK(found(path) == value);
}

TEST_CASE("the root is a path too, and a blank path finds nothing") {
  CHECK(found("$").starts_with("{\"a\":"));
  auto blank = json_path::compile("  ");
  REQUIRE(blank);
  CHECK(blank->blank());
}

TEST_CASE("path forms that are not supported are refused by name") {
  auto [path, form] = GENERATE(table<std::string, std::string>({
      {"$.*", "'*'"},
      {"$[*]", "'*'"},
      {"$.a[ * ].b", "'*'"},
      {"$..a", "'..'"},
      {"..a", "'..'"},
      {"$[1:3]", "a slice"},
      {"$[:-1]", "a slice"},
      {"$[0,2]", "a union of indexes"},
      {"$['a','b']", "a union of names"},
      {"$.a[?(@.b=='c')]", "a filter"},
      {"$.a[?(@.b in ['x'])].c", "a filter"},
      {"$.a.length()", "a function"},
      {"max($.a)", "a function"},
  }));
  auto compiled = json_path::compile(path);
  REQUIRE_FALSE(compiled);
  CHECK(is(compiled.error(), errc::config_invalid));
  CHECK(
      sentence(compiled.error())
      == "the JSONPath " + path + " uses " + form
             + ", and this path form is not supported; plain paths like $.a.b[0] or $['a b'] are");
}

TEST_CASE("broken paths are refused with the cause") {
  auto [path, cause] = GENERATE(table<std::string, std::string>({
      {"$a", "needs '.' or '[' behind the first character"},
      {"$.", "must not end with '.'"},
      {"$.a.", "must not end with '.'"},
      {"$.a b", "has a name with a blank; write ['a b']"},
      {"$[", "has a '[' without ']'"},
      {"$[1", "has a '[' without ']'"},
      {"$['a", "has a name without its closing quote"},
      {"$['a'", "has a '[' without ']'"},
      {"$['a\\", "ends with a backslash"},
      {"$['\\u12']", "has a \\u without four hexadecimal digits"},
      {"$['\\ud800']", "has half of a surrogate pair"},
      {"$[]", "has neither a quoted name nor an index between '[' and ']'"},
      {"$[a]", "has neither a quoted name nor an index between '[' and ']'"},
      {"$[1 2]", "has neither a quoted name nor an index between '[' and ']'"},
      {"$[99999999999]", "has neither a quoted name nor an index between '[' and ']'"},
  }));
  auto compiled = json_path::compile(path);
  REQUIRE_FALSE(compiled);
  CHECK(sentence(compiled.error()) == "the JSONPath " + path + " " + cause);
}
