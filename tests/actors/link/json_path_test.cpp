#include "tests/support/catch.hpp"

#include "actors/link/json_path.hpp"
#include "schemas/errors.hpp"

using namespace troupe;

namespace {

const std::string text = R"({"a":{"b":[10,20,{"c":"x"}],"é":1,"a b":2,"it's":3,"":4},"n":null,)"
                         R"("$":5,"a*b":6,"x\"y":7})";

/// What a path finds in a document.
std::string found(const std::string& path, const std::string& json = text) {
  auto compiled = json_path::compile(path);
  INFO(path);
  REQUIRE((compiled ? "" : sentence(compiled.error())) == "");
  json_document document;
  REQUIRE(document.parse(json));
  json_arena arena;
  auto hit = compiled->find(document.root(), arena);
  switch (hit.outcome) {
  case json_path::outcome::missing_leaf: return "no leaf";
  case json_path::outcome::missing_step: return "no step";
  case json_path::outcome::failed: return "failed: " + std::string{hit.why};
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
      {"$.a.b[0]  ", "10"},
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

TEST_CASE("broken paths are refused with the place and the cause") {
  auto [path, cause] = GENERATE(table<std::string, std::string>({
      {"$a", "2: '.' or '[' must follow"},
      {" $.a", "1: a blank must not stand here"},
      {"$. a", "3: a blank must not stand here"},
      {"$.", "2: a path must not end with '.'"},
      {"$.a.", "4: a path must not end with '.'"},
      {"$..", "3: a path must not end with '.'"},
      {"$...a", "4: a name or '[' must follow"},
      {"..a", "2: a name or '[' must follow"},
      {"$.a b", "4: a name with a blank is written ['a b']"},
      {"a b", "2: a name with a blank is written ['a b']"},
      {"$.é.a b", "6: a name with a blank is written ['a b']"},
      {"$[", "2: '[' must be followed by a quoted name, an index, * or ?("},
      {"$[]", "2: '[' must be followed by a quoted name, an index, * or ?("},
      {"$[a]", "2: '[' must be followed by a quoted name, an index, * or ?("},
      {"$[1", "2: '[' is not closed"},
      {"$.a[", "4: '[' is not closed"},
      {"$['a", "3: the quote is not closed"},
      {"$['a'", "5: ',' or ']' must follow the name"},
      {"$['a' 'b']", "5: ',' or ']' must follow the name"},
      {"$['a',]", "7: a name is missing"},
      {"$['a',,'b']", "7: a name is missing"},
      {"$['\\u12']", "3: the name has a broken \\u escape"},
      {"$['\\ud800']", "3: the name has a broken \\u escape"},
      {"$[1 2]", "3: a whole number of 32 bits is expected"},
      {"$[99999999999]", "3: a whole number of 32 bits is expected"},
      {"$[1,]", "5: a whole number of 32 bits is expected"},
      {"$[--1]", "3: a whole number of 32 bits is expected"},
      {"$[:]", "3: a slice needs a begin or an end"},
      {"$[::2]", "3: a slice needs a begin or an end"},
      {"$[1 : 2]", "3: a slice is written [1:2], without blanks"},
      {"$[* ,1]", "3: ']' must follow '*'"},
      {"$[?]", "3: '(' must follow '?'"},
      {"$[?(@.a]", "4: the filter's bracket, a quote or a /pattern/ in it is not closed"},
      {"$[?(@.a == 'b)]", "4: the filter's bracket, a quote or a /pattern/ in it is not closed"},
      {"$[?(@.a =~ /b)]", "4: the filter's bracket, a quote or a /pattern/ in it is not closed"},
      {"$[?(@.a) || (@.b)]", "8: ']' must follow the filter"},
      {"$[?()]", "5: a value is expected: a path, a 'text', a number, true, false or null"},
      {"$[?(@.a == )]", "12: a value is expected: a path, a 'text', a number, true, false or null"},
      {"$[?(@.a == x)]",
       "12: a value is expected: a path, a 'text', a number, true, false or null"},
      {"$[?(@.a == 1-2)]",
       "12: a value is expected: a path, a 'text', a number, true, false or null"},
      {"$[?(@.a = 1)]", "9: there is no such operator"},
      {"$[?(@.a like 1)]", "9: there is no such operator"},
      {"$[?('a')]", "8: an operator like == must follow"},
      {"$[?(@.a =~ /(/)]", "12: a group is not closed, at character 2"},
      {"$[?(@.a in [1)]", "12: the array or object is broken"},
      {"$[?(@.a. == 1)]", "8: a path must not end with '.'"},
      {"$.foo()", "3: there is no function foo(); a name with brackets is written ['a(b)']"},
      {"$.temp(C)", "3: there is no function temp(); a name with brackets is written ['a(b)']"},
      {"$.a.length().b", "13: nothing can follow a function without arguments"},
      {"$.sum($.a", "7: the brackets of the arguments do not match"},
      {"$.sum(1x)", "7: the argument is no JSON, more text follows at byte 2"},
      {"$..a..length()", "1: a function must not follow '..' at once"},
      {"$..length()", "1: a function must not follow '..' at once"},
  }));
  auto compiled = json_path::compile(path);
  INFO(path);
  REQUIRE_FALSE(compiled);
  CHECK(is(compiled.error(), errc::config_invalid));
  CHECK(sentence(compiled.error()) == "the JSONPath " + path + " is wrong at character " + cause);
}

TEST_CASE("a path that is no UTF-8 is refused, and said in UTF-8") {
  auto compiled = json_path::compile("$['\x8a']");
  REQUIRE_FALSE(compiled);
  CHECK(sentence(compiled.error()) == "the JSONPath $['\uFFFD'] is wrong: it is no UTF-8");
}

TEST_CASE("paths are bounded in length and nesting") {
  CHECK_FALSE(json_path::compile("$." + std::string(5'000, 'a')));
  std::string brackets(40, '('), closing(40, ')');
  CHECK_FALSE(json_path::compile("$[?" + brackets + "@.a" + closing + "]"));
  CHECK_FALSE(json_path::compile("$[?(" + std::string(100, '!') + "(@.a))]"));
  std::string filters = "@.a";
  for (auto i = 0; i < 40; ++i)
    filters = "@.a[?(" + filters + ")]";
  CHECK_FALSE(json_path::compile("$" + filters.substr(1)));
  std::string steps = "$";
  while (steps.size() < 4'000)
    steps += "..*";
  auto long_path = json_path::compile(steps);
  REQUIRE(long_path);
  CHECK(found(steps) == "[]");
}

TEST_CASE("a path to several places gives an array") {
  const std::string json =
      R"({"l":[{"v":1,"n":{"x":[1,2]}},{"v":null},{"w":3}],"o":{"v":4,"z":{"v":5}},"e":[]})";
  auto [path, value] = GENERATE(table<std::string, std::string>({
      {"$.l[*].v", "[1,null,null]"},
      {"$.l.*.v", "[1,null,null]"},
      {"$.l[ * ].v", "[1,null,null]"},
      {"$.l[*].n.x", "[[1,2]]"},
      {"$.o.*", R"([4,{"v":5}])"},
      {"$.e[*]", "[]"},
      {"$.o.v[*]", "[]"},
      {"$.o.v.*.x", "[]"},
      {"$.l[0,2]", R"([{"v":1,"n":{"x":[1,2]}},{"w":3}])"},
      {"$.l[0 , -1].w", "[null,3]"},
      {"$.l[0,9].v", "[1]"},
      {"$.l[1,9]", R"([{"v":null},null])"},
      {"$.o[0,1]", "no step"},
      {"$.l[1:].v", "[null,null]"},
      {"$.l[:1].v", "[1]"},
      {"$.l[:-1].v", "[1,null]"},
      {"$.l[-1:].w", "[3]"},
      {"$.l[-9:].v", "[1,null,null]"},
      {"$.l[0:2].v", "[1,null]"},
      {"$.l[0:9].v", "[1,null,null]"},
      {"$.l[1:-1].v", "[]"},
      {"$.l[-2:-1].v", "[null]"},
      {"$.l[-1:1].v", "[null,1]"},
      {"$.l[0:3:2].v", "[1,null,null]"},
      {"$.e[-1:]", "[]"},
      {"$.o[1:]", "no step"},
      {"$.l[*][0]", "[]"},
      {"$['o']['v','z']", R"({"v":4,"z":{"v":5}})"},
      {"$.o['v','q','v']", R"({"v":4,"q":null})"},
      {"$.l[*]['v','w']", R"([{"v":1,"w":null},{"v":null,"w":null},{"v":null,"w":3}])"},
      {"$['o','q']['v']", "[4]"},
      {"$['o','e'].z.v", "[5]"},
      {"$.o.v['a','b']", "no step"},
      {"$..v", "[null,1,null,null,null,4,5]"},
      {"$..n.x", "[[1,2]]"},
      {"$..z.v", "[5]"},
      {"$..z.q", "[null]"},
      {"$..['v']", "[null,1,null,null,null,4,5]"},
      {"$..['o','z'].v", "[4,5]"},
      {"$..x[1]", "[2]"},
      {"$..x[*]", "[1,2]"},
      {"$..[1]", "[{\"v\":null},2,null]"},
      {"$..[1].v", "[null]"},
      {"$..[0].n.x", "[[1,2]]"},
      {"$.o..v", "[4,5]"},
      {"$.o..*", R"([4,{"v":5},5])"},
      {"$.q..v", "no step"},
      {"$.o.v..x", "[]"},
      {".v", "[null,1,null,null,null,4,5]"},
      {"*", R"([[{"v":1,"n":{"x":[1,2]}},{"v":null},{"w":3}],{"v":4,"z":{"v":5}},[]])"},
      {"@..z.v", "[5]"},
      {"$.o['v']x", "4"},
      {"$['o']zz.v", "no step"},
      {"$.l[2]w", R"({"w":3})"},
  }));
  CHECK(found(path, json) == value);
}

TEST_CASE("of members with the same name the last counts, in every kind of path") {
  const std::string json = R"({"a":1,"b":{"x":1},"a":[{"k":1,"k":2}]})";
  CHECK(found("$.*", json) == R"([[{"k":2}],{"x":1}])");
  CHECK(found("$..k", json) == "[null,2,null]");
  CHECK(found("$.length()", json) == "2");
  CHECK(found("$.a[?(@.k == 1)]", json) == "[]");
}

TEST_CASE("paths whose work would not end soon fail") {
  std::string deep = "1", wide = "[";
  for (auto i = 0; i < 900; ++i)
    deep = "{\"a\":[" + deep + "]}", i += 1;
  for (auto i = 0; i < 20'000; ++i)
    wide += "{\"a\":[1,2,3]},";
  wide += "1]";
  auto text = "\"" + std::string(400'000, 'a');
  auto texts = "[" + text + "b\"";
  for (auto i = 0; i < 20'000; ++i)
    texts += ",1";
  texts += "," + text + "c\"]";
  auto [path, json] = GENERATE_COPY(table<std::string, std::string>({
      {"$..*..*..*", deep},
      {"$[?(@ in $..*)]", wide},
      {"$..[?(@..a)]..[?(@..a)]..*", deep},
      {"$[-2147483648:2147483647]", wide},
      {"$[*].sum($..a[*])", wide},
      {"$[?($ size 2)]", wide},
      {"$[?(@ size 1 || $ size 2 || $..* size 3)]", wide},
      {"$[?($[0] size 5)]", texts},
      {"$[?($[-1] == $[0])]", texts},
      {"$[?($[0] < $[-1])]", texts},
      {"$[?($[0] contains 'bb')]", texts},
  }));
  INFO(path);
  CHECK(found(path, json).starts_with("failed: "));
}
