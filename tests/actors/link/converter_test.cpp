#include "tests/actors/link/pipeline_support.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE("a converter sees misses, and may turn them into values") {
  auto link = with_path("$.a.b");
  link.converter = value_converter{{"NULL", {"\"none\""}}};
  CHECK(receive(link, value_type::text, "{}").content == value{std::string{"none"}});
  link.converter = value_converter{{"X", {"1"}}};
  CHECK(ends(link, value_type::text, "{}") == verdict::ignored);
  link.converter = value_converter{{"*", {"\"@NEGATE\""}}};
  CHECK(ends(link, value_type::number, "{}") == verdict::missed);
  CHECK(ends(link, value_type::number, R"({"a":{"b":null}})") == verdict::null);
  link.converter = value_converter{{"*", {"\"@NULL\""}}};
  CHECK(ends(link, value_type::text, "{}") == verdict::null);
}

TEST_CASE("the converter's * may ignore, set null and negate") {
  auto run = [](const char* entry, value_type type, const char* payload) {
    agent_link_settings link;
    link.converter = value_converter{{"*", {entry}}};
    return receive(link, type, payload);
  };
  CHECK(run("\"@ignore\"", value_type::text, "x").verdict == verdict::ignored);
  CHECK(run("\"@Null\"", value_type::text, "x").verdict == verdict::null);
  CHECK(run("\"@NEGATE\"", value_type::number, " 2.5 ").content == value{-2.5});
  CHECK(run("\"@NEGATE\"", value_type::integer, "7").content == value{int64_t{-7}});
  CHECK(run("\"@NEGATE\"", value_type::boolean, "false").content == value{true});
  CHECK(run("\"@NEGATE\"", value_type::number, "warm").verdict == verdict::misfit);
  CHECK(run("\"@negate\"", value_type::text, "5").content == value{std::string{"@negate"}});
}

TEST_CASE("converter keys meet texts in upper case, of any script") {
  agent_link_settings link;
  link.converter = value_converter{
      {"STRASSE", {"1"}}, {"ÄPFEL", {"2"}}, {"ΑΘΉΝΑ", {"3"}}, {"ﬃX", {"4"}}, {"FFIX", {"5"}}};
  auto number = [&](const char* payload) {
    return receive(link, value_type::integer, payload).content;
  };
  CHECK(number("straße") == value{int64_t{1}});
  CHECK(number("äpfel") == value{int64_t{2}});
  CHECK(number("αθήνα") == value{int64_t{3}});
  CHECK(number("ﬃx") == value{int64_t{5}});
}

TEST_CASE("a write that cannot be converted says why and sends nothing") {
  agent_link_settings link;
  link.write_converter = value_converter{{"*", {"\"@NEGATE\""}}};
  auto got = send(link, value_type::number, {});
  CHECK(got.kind == outbound_result::kind::error);
  CHECK(got.why == "the converter cannot negate null");
  CHECK(send(link, value_type::long_, int64_t{5}).payload == "-5.0");
}

TEST_CASE("a converter knows a word without its quotes, and negates long numbers") {
  agent_link_settings link;
  link.write_converter = value_converter{{"REQUEST_START", {"\"go\""}}};
  CHECK(send(link, value_type::execution_status, quote_word("REQUEST_START")).payload == "go");
  link.write_converter = value_converter{{"*", {"\"@NEGATE\""}}};
  CHECK(send(link, value_type::big_number, json_text{"1.10"}).payload == "-1.1");
  link.converter = value_converter{{"*", {"\"@NEGATE\""}}};
  CHECK(receive(link, value_type::positive_number, "-2").content == typed{2.0});
}
