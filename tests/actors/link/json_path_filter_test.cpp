#include "tests/support/catch.hpp"

#include "actors/link/json_path.hpp"
#include "schemas/errors.hpp"

using namespace troupe;

namespace {

/// The document of Jayway's own README, shortened.
const std::string store =
    R"({"store":{"book":[)"
    R"({"category":"reference","author":"Rees","price":8.95},)"
    R"({"category":"fiction","author":"Waugh","price":12.99},)"
    R"({"category":"fiction","author":"Melville","isbn":"0-553","price":8.99},)"
    R"({"category":"fiction","author":"Tolkien","isbn":"0-395","price":22.99}],)"
    R"("bicycle":{"color":"red","price":19.95}},"expensive":10})";

std::string found(const std::string& path, const std::string& json) {
  auto compiled = json_path::compile(path);
  INFO(path);
  REQUIRE((compiled ? "" : sentence(compiled.error())) == "");
  json_document document;
  REQUIRE(document.parse(json));
  json_arena arena;
  auto hit = compiled->find(document.root(), arena);
  if (!hit.node)
    return hit.outcome == json_path::outcome::failed         ? "failed"
           : hit.outcome == json_path::outcome::missing_leaf ? "no leaf"
                                                             : "no step";
  std::string out;
  write_json(out, *hit.node);
  return out;
}

/// Whether a filter takes `item`.
bool takes(const std::string& condition, const std::string& item) {
  auto out = found("$.l[?(" + condition + ")]", "{\"l\":[" + item + "],\"k\":1,\"m\":[1,\"a\"]}");
  REQUIRE(out != "failed");
  return out != "[]";
}

} // namespace

TEST_CASE("filters find what Jayway's documentation says") {
  auto [path, value] = GENERATE(table<std::string, std::string>({
      {"$.store.book[?(@.isbn)].author", R"(["Melville","Tolkien"])"},
      {"$.store.book[?(!@.isbn)].author", R"(["Rees","Waugh"])"},
      {"$.store.book[?(@.price < 10)].author", R"(["Rees","Melville"])"},
      {"$..book[?(@.price <= $['expensive'])].author", R"(["Rees","Melville"])"},
      {"$..book[?(@.author =~ /.*REES/i)].price", "[8.95]"},
      {"$.store.book[?(@.category == 'fiction' && @.price < 10 || @.author == \"Rees\")].price",
       "[8.95,8.99]"},
      {"$.store.book[?(@.category == 'fiction' && (@.price < 10 || @.price > 20))].price",
       "[8.99,22.99]"},
      {"$.store.book[?(@['category'] in ['reference', 'poetry'])].author", R"(["Rees"])"},
      {"$.store.book[?(@.category nin ['reference'])].price", "[12.99,8.99,22.99]"},
      {"$.store[?(@.color == 'red')].price", "[]"},
      {"$.store.bicycle[?(@.color == 'red')].price", "[19.95]"},
      {"$..[?(@.color)].price", "[19.95]"},
      {"$..book[?(@.price > 20)]['author','isbn']", R"([{"author":"Tolkien","isbn":"0-395"}])"},
      {"$.store.book[?(@.x == null)].price", "[8.95,12.99,8.99,22.99]"},
      {"$.expensive[?(@ > 1)]", "no step"},
      {"$.store.*[?(@.price > 20)].author", R"(["Tolkien"])"},
      {"$..book.length()", "4"},
      {"$.length($..book)", "4"},
      {"$..price.max()", "22.99"},
      {"$.store.book[?(@.author.length() == null)].price", "[8.95,12.99,8.99,22.99]"},
  }));
  CHECK(found(path, store) == value);
}

TEST_CASE("a filter takes an item by the rules of Jayway's value nodes") {
  auto [condition, item, taken] = GENERATE(table<std::string, std::string, bool>({
      {"@ == 1", "1", true},
      {"@ == 1", "1.0", true},
      {"@ == 1", "\"1\"", true},
      {"1 == @", "\"1.0\"", true},
      {"@ == '1'", "1", true},
      {"@ == '1.0'", "1", true},
      {"@ == 1.0", "\"1\"", false},
      {"@ === '1'", "1", false},
      {"@ !== '1'", "1", true},
      {"@ === 1", "1", true},
      {"@ != 1", "2", true},
      {"@ == true", "true", true},
      {"@ == 'true'", "true", false},
      {"@ == null", "null", true},
      {"@.a == null", "{}", true},
      {"@.a.b == null", "{}", false},
      {"@.a.b != null", "{}", true},
      {"@ > 9007199254740992", "9007199254740993", true},
      {"@ == 9007199254740992", "9007199254740993", false},
      {"@ < 0.1", "0.09999999999999999", true},
      {"@ == 1e2", "100", true},
      {"@ > 'b'", "\"c\"", true},
      {"@ >= 'c'", "\"c\"", true},
      {"@ > 1", "\"2\"", false},
      {"@ < '\\uff5e'", "\"\xF0\x9F\x8C\xA1\"", true},
      {"@.a", "{\"a\":null}", true},
      {"@.a", "{}", false},
      {"!@.a", "{}", true},
      {"! @.a", "{}", true},
      {"!(@.a)", "{\"a\":1}", false},
      {"!@.a == 1", "{\"a\":1}", true},
      {"@[5]", "[]", true},
      {"@[5]", "1", false},
      {"@.*", "{}", true},
      {"@..x", "1", true},
      {"@.a.b", "{\"a\":1}", false},
      {"$.k", "0", true},
      {"@ == $.k", "1", true},
      {"@ in $.m", "\"a\"", true},
      {"@ in ['a', \"b\", c]", "\"c\"", true},
      {"@ in ['1']", "1", true},
      {"@ in [1]", "\"1\"", true},
      {"@ in [1.0]", "\"1\"", false},
      {"@ in [null]", "null", true},
      {"@ in 'a'", "\"a\"", false},
      {"@ nin 'a'", "\"b\"", false},
      {"@ nin {\"a\":1}", "\"a\"", true},
      {"@ in ['$.a']", "\"$.a\"", false},
      {"@ in ['[1]']", "\"[1]\"", false},
      {"@ contains 'el'", "\"hello\"", true},
      {"@ contains 1", "[1,2]", true},
      {"@ contains '1'", "[1,2]", true},
      {"@ CONTAINS 'x'", "[1,2]", false},
      {"@ contains 'a'", "{\"a\":1}", false},
      {"@ subsetof [1,2]", "[1]", true},
      {"@ subsetof [1,2]", "[1,3]", false},
      {"@ subsetof [1,2]", "[]", true},
      {"@ anyof [1,2]", "[2,3]", true},
      {"@ anyof [1,2]", "[3]", false},
      {"@ noneof [1,2]", "[3]", true},
      {"@ noneof [1,2]", "3", false},
      {"@ size 2", "[1,2]", true},
      {"@ size 2", "\"ab\"", true},
      {"@ size 2", "\"\xF0\x9F\x8C\xA1\"", true},
      {"@ size '2'", "[1,2]", false},
      {"@ empty true", "[]", true},
      {"@ empty false", "\"a\"", true},
      {"@ empty true", "1", false},
      {"@ empty 1", "[]", false},
      {"@ all [1]", "[1]", false},
      {"@ =~ /ab+/", "\"abb\"", true},
      {"@ =~ /b/", "\"abc\"", false},
      {"@ =~ /AB/i", "\"ab\"", true},
      {"@ =~ /a.b/", "\"a\\nb\"", false},
      {"@ =~ /a.b/s", "\"a\\nb\"", true},
      {"@ =~ /1\\.0E\\+10/", "1e10", true},
      {"@ =~ /true/", "true", true},
      {"@ =~ /x|a\\/b/", "\"a/b\"", true},
      {"@ =~ /b/", "[\"a\",\"b\"]", true},
      {"@ =~ //", "null", true},
      {"/a/ =~ @", "\"a\"", true},
      {"@ == [1,2]", "[1,2]", true},
      {"[1,2] == @", "[1,2]", false},
      {"@ == [1,2]", "[1,2.0]", false},
      {"@ == {'a':1,'b':[2]}", "{\"b\":[2],\"a\":1}", true},
      {"@ == 'a\\'b'", "\"a'b\"", true},
      {"@.length() > 1", "[1,2]", true},
      {"@.length() > 1", "\"ab\"", false},
      {"@['a b'] == 1", "{\"a b\":1}", true},
      {"@.a[?(@.b == 1)] size 1", "{\"a\":[{\"b\":1},{\"b\":2}]}", true},
      {"@.a[*] contains 3", "{\"a\":[1,3]}", true},
      {"(@.a == 1 || @.b == 2) && @.c", "{\"b\":2,\"c\":0}", true},
      {"@.a==1", "{\"a\":1}", true},
  }));
  INFO(condition << " on " << item);
  CHECK(takes(condition, item) == taken);
}

TEST_CASE("conditions that Java cannot work out fail") {
  auto [condition, item] = GENERATE(table<std::string, std::string>({
      {"@ in [[1]]", "1"},
      {"@ contains 1", "[{}]"},
      {"@ empty true", "{}"},
      {"@ > 1", "1e999"},
      {"@.max() > 1", "[]"},
      {"@ =~ /(a+)+[bc]/", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""},
  }));
  INFO(condition << " on " << item);
  CHECK(found("$.l[?(" + condition + ")]", "{\"l\":[" + item + "]}") == "failed");
}

TEST_CASE("functions give what Jayway's give on Jackson's trees") {
  const std::string json =
      R"({"n":[5,1.5,9,"x"],"e":[],"o":{"a":1,"b":2},"s":"text","one":[7],"neg":[-4,-2],"i":2,)"
      R"("t":["p","q",null],"b":[{"v":[1,2]},{"v":[3]}]})";
  auto [path, value] = GENERATE(table<std::string, std::string>({
      {"$.n.max()", "9.0"},
      {"$.n.min()", "1.5"},
      {"$.n.sum()", "15.5"},
      {"$.one.avg()", "7.0"},
      {"$.one.stddev()", "0.0"},
      {"$.neg.max()", "4.9E-324"},
      {"$.neg.min()", "-4.0"},
      {"$.e.sum()", "failed"},
      {"$.s.sum()", "failed"},
      {"$.q.sum()", "no step"},
      {"$.sum($.n, $.i)", "17.5"},
      {"$.sum($.n[*])", "15.5"},
      {"$.n.sum($.i)", "17.5"},
      {"$.sum(1, 2)", "failed"},
      {"$..v.sum()", "failed"},
      {"$.sum($.i, $.n.length())", "6.0"},
      {"$.n.length()", "4"},
      {"$.n.size()", "4"},
      {"$.o.length()", "2"},
      {"$.s.length()", "null"},
      {"$.x.length()", "no step"},
      {"$.b[*].v.length()", "[2,1]"},
      {"$.b[*].v.sum()", "[3.0,3.0]"},
      {"$..v.length()", "3"},
      {"$.o.keys()", R"(["a","b"])"},
      {"$.n.keys()", "null"},
      {"$.t.concat()", "\"pq\""},
      {"$.concat($.s, \"-\", $.i, $.t)", R"("text\"-\"2pq")"},
      {"$.t.first()", "\"p\""},
      {"$.t.last()", "null"},
      {"$.n.last()", "\"x\""},
      {"$.one.first()", "7"},
      {"$.one.last()", "failed"},
      {"$.e.first()", "failed"},
      {"$.n.index($.i)", "9"},
      {"$.n.index(2)", "failed"},
      {"$.n.append(6)", R"([5,1.5,9,"x",6])"},
      {"$.e.append({\"a\":[1]}, $.i)", R"([{"a":[1]},2])"},
      {"$.s.append(1)", "\"text\""},
      {"$.n.index($.i).x", "no step"},
      {"$.b.index($.o.a).v", "[3]"},
  }));
  CHECK(found(path, json) == value);
}
