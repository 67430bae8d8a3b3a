#include "tests/support/catch.hpp"

#include "runtime/cli/attributes.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/json_text.hpp"

#include <boost/json.hpp>

using namespace troupe::cli;

TEST_CASE("what is typed becomes the JSON that the attribute's type wants") {
  struct row {
    const char* typed;
    const char* type;
    const char* expected;
  };
  for (auto& x : std::vector<row>{
           {"72.5", "number", "72.5"},
           {"-5", "integer", "-5"},
           {"true", "boolean", "true"},
           {"null", "number", "null"},
           {R"({"a": 1})", "JSON", R"({"a": 1})"},
           {R"({"a": 1)", "JSON", R"({"a": 1)"},
           {"seventy", "number", R"("seventy")"},
           {"oil changed", "text", R"("oil changed")"},
           {R"("quoted")", "text", R"("quoted")"},
           {"72.5", "text", R"("72.5")"},
           {"true", "text", R"("true")"},
           {R"(say "no")", "text", R"("say \"no\"")"},
           {"", "text", R"("")"},
           {"010203", "colourRGB", R"("010203")"},
           {"123456", "colourRGB", R"("123456")"},
           {R"("#010203")", "colourRGB", R"("#010203")"},
           {"1.10", "bigNumber", R"("1.10")"},
           {"1704164645000", "dateAndTime", "1704164645000"},
           {"2024-01-02", "dateAndTime", R"("2024-01-02")"},
           {"READY", "executionStatus", R"("READY")"},
           {"[1, 2", "number[]", "[1, 2"},
           {R"({"a": 1})", "numberMap", R"({"a": 1})"},
       }) {
    CAPTURE(x.typed, x.type);
    CHECK(json_for(x.typed, x.type) == x.expected);
  }
}

TEST_CASE("a moment is a time, a distance from now, or ms since the epoch") {
  constexpr int64_t now = 1'795'467'600'000;
  CHECK(moment("1795467600123", now) == 1'795'467'600'123);
  CHECK(moment("2026-11-23T21:00:00Z", now) == now);
  CHECK(moment("2026-11-23T21:00", now) == now);
  CHECK(moment("2026-11-23", now) == now - 21 * 3'600'000);
  CHECK(moment("1h", now) == now - 3'600'000);
  CHECK(moment("0", now) == 0);
}

TEST_CASE("what is no moment is a usage error that says what would be one") {
  for (auto* x : {"", "yesterday", "-1h", "2026-11-23T21:00:00+01:00", "2026-13-01", "12:00"}) {
    CAPTURE(x);
    try {
      moment(x, 0);
      FAIL("accepted");
    } catch (const command_error& error) {
      CHECK(error.code == 64);
      CHECK(error.text.find("1h") != std::string::npos);
    }
  }
}

TEST_CASE("a path has the parts that a command asks for") {
  CHECK(split_path("hall", 1, 3, "R") == std::vector<std::string>{"hall"});
  CHECK(
      split_path("hall/press-9/oil", 3, 3, "R")
      == std::vector<std::string>{"hall", "press-9", "oil"});
  for (auto* x : {"", "/", "hall/", "/hall", "hall//oil", "a/b/c/d"}) {
    CAPTURE(x);
    CHECK_THROWS_AS(split_path(x, 1, 3, "R"), command_error);
  }
}

TEST_CASE("numbers keep their short form") {
  auto x = boost::json::parse(R"([61.5, 1e30, -0.0001, 9007199254740993, "a\nb", {"k": null}])");
  CHECK(json_line(x) == R"([61.5,1e+30,-1e-04,9007199254740993,"a\nb",{"k":null}])");
}

TEST_CASE("an answer of another shape reads as empty") {
  auto x = boost::json::parse(R"({"n": "9007199254740993", "t": 5, "f": 1})");
  CHECK(number_of(x, "n") == 9'007'199'254'740'993);
  CHECK(number_of(x, "missing") == 0);
  CHECK(text_of(x, "t") == "5");
  CHECK(text_of(x, "missing").empty());
  CHECK_FALSE(flag_of(x, "f"));
  CHECK(elements(x).empty());
}

TEST_CASE("attributes are shown with value and age") {
  auto x = boost::json::parse(
      R"([{"realm":"hall","asset":"press-9","attribute":"oil_temp","type":"number",)"
      R"("value":61.5,"timestamp":986000,"quality":"good"}])");
  CHECK(
      attribute_table(x, 1'000'000)
      == "REALM  ASSET    ATTRIBUTE  TYPE    VALUE  SET       QUALITY\n"
         "hall   press-9  oil_temp   number  61.5   14 s ago  good\n");
}
