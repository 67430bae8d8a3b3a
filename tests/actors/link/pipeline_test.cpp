#include "tests/actors/link/pipeline_support.hpp"

#include "schemas/errors.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE("on_miss decides what becomes of a value that is not there") {
  struct row {
    const char* path;
    const char* payload;
    verdict keep;
    verdict null;
  };
  auto x = GENERATE(values<row>({
      {"$.t", R"({"t":1})", verdict::value, verdict::value},
      {"$.t", R"({})", verdict::missed, verdict::null},
      {"$.t.u", R"({"t":{}})", verdict::missed, verdict::null},
      {"$.t.u", R"({})", verdict::missed, verdict::error},
      {"$.t.u", R"({"t":5})", verdict::missed, verdict::error},
      {"$.t[2]", R"({"t":[1,2]})", verdict::missed, verdict::null},
      {"$.t", R"({"t":null})", verdict::null, verdict::null},
      {"", R"({"t":1})", verdict::missed, verdict::null},
      {"$.t", "no json", verdict::error, verdict::error},
      {"$.t", "", verdict::error, verdict::error},
      {"$.t", R"({"t":"warm"})", verdict::misfit, verdict::misfit},
  }));
  INFO(x.path << " on " << x.payload);
  CHECK(ends(with_path(x.path, on_miss::keep), value_type::number, x.payload) == x.keep);
  CHECK(ends(with_path(x.path, on_miss::null), value_type::number, x.payload) == x.null);
}

TEST_CASE("null reaches an attribute of any type") {
  for (auto type : {value_type::boolean, value_type::json_object, value_type::json}) {
    CHECK(ends(with_path("$.t"), type, R"({"t":null})") == verdict::null);
    CHECK(ends(with_path("$.t", on_miss::null), type, "{}") == verdict::null);
  }
}

TEST_CASE("several filters are applied one to the other's result") {
  agent_link_settings link;
  link.value_filters = {
      json_path_filter{"$.a", false, false, {}}, json_path_filter{"$.b", false, true, {}}};
  CHECK(receive(link, value_type::integer, R"({"a":{"b":[1,2]}})").content == value{int64_t{2}});
  CHECK(receive(link, value_type::integer, R"({"a":"{\"b\":3}"})").content == value{int64_t{3}});
  CHECK(ends(link, value_type::integer, R"({"a":{"b":[]}})") == verdict::missed);
  auto broken = receive(link, value_type::integer, R"({"a":"x"})");
  CHECK(broken.verdict == verdict::error);
  CHECK(broken.why == "value_filters[1] ($.b): the value is no JSON: syntax error at byte 1");
}

TEST_CASE("an error names the step and the cause, never the payload") {
  auto link = with_path("$.secret.x", on_miss::null);
  CHECK(
      receive(link, value_type::text, R"({"other":"hush"})").why
      == "value_filters[0] ($.secret.x): a step before the last is missing or of the wrong kind");
  CHECK(
      receive(link, value_type::text, "hush").why
      == "value_filters[0] ($.secret.x): the value is no JSON: syntax error at byte 1");
}

TEST_CASE("many links read one message's JSON") {
  auto first = inbound_pipeline::compile(with_path("$.a"), value_type::number);
  auto second = inbound_pipeline::compile(with_path("$.b"), value_type::text);
  REQUIRE((first && second));
  payload_view message{"t", "{\"a\":1,\"b\":\"\xFF\"}"};
  CHECK((*first)->run(message, 0).content == value{1.0});
  auto root = message.json();
  CHECK((*second)->run(message, 0).content == value{std::string{"\xEF\xBF\xBD"}});
  CHECK(message.json() == root);
}

TEST_CASE("messages may be looked at within one another") {
  auto pipeline = inbound_pipeline::compile(with_path("$.a"), value_type::number);
  REQUIRE(pipeline);
  payload_view outer{"t", R"({"a":1})"};
  CHECK((*pipeline)->run(outer, 0).content == value{1.0});
  {
    payload_view inner{"t", R"({"a":2})"};
    CHECK((*pipeline)->run(inner, 0).content == value{2.0});
  }
  CHECK((*pipeline)->run(outer, 0).content == value{1.0});
}

TEST_CASE("settings that are not understood are refused when a link is compiled") {
  auto path = inbound_pipeline::compile(with_path("$.a b"), value_type::text);
  REQUIRE_FALSE(path);
  CHECK(is(path.error(), errc::config_invalid));
  CHECK(sentence(path.error())
            .starts_with("value_filters[0]: the JSONPath $.a b is wrong at character 4: "));
  agent_link_settings link;
  link.write_converter = value_converter{{"A", {"{"}}};
  auto converter = outbound_pipeline::compile(link, value_type::text);
  REQUIRE_FALSE(converter);
  CHECK(sentence(converter.error())
            .starts_with("write_value_converter: the converter's entry A: the value is no JSON"));
}

TEST_CASE("what a path computes is a native value, and what it lacks is a miss") {
  auto [path, first, outcome, content] = GENERATE(table<std::string, bool, verdict, std::string>({
      {"$.l.max()", false, verdict::value, "\"9.0\""},
      {"$.l.length()", false, verdict::value, "\"3\""},
      {"$.t.concat()", false, verdict::value, "\"xy\""},
      {"$.l.keys()", false, verdict::missed, "null"},
      {"$.q.max()", false, verdict::missed, "null"},
      {"$.t.max()", false, verdict::error, "null"},
      {"$.o[*].v", true, verdict::missed, "null"},
      {"$.o[*].w", true, verdict::null, "null"},
      {"$.o[?(@.w == 7)]", true, verdict::missed, "null"},
      {"$.o[*].w", false, verdict::value, "\"[null,1]\""},
      {"$.o['v','w']", false, verdict::missed, "null"},
  }));
  auto link = with_path(path);
  std::get<json_path_filter>(link.value_filters.front()).return_first = first;
  auto pipeline = inbound_pipeline::compile(link, value_type::text);
  INFO(path);
  REQUIRE(pipeline);
  payload_view message{"t", R"({"l":[1,9,3],"t":["x","y"],"o":[{"w":null},{"w":1}]})"};
  auto got = (*pipeline)->run(message, 0);
  CHECK(got.verdict == outcome);
  CHECK(to_json(got.content) == content);
}

TEST_CASE("what was written goes in again from the value filters on") {
  auto link = with_path("$.a");
  auto pipeline = inbound_pipeline::compile(link, value_type::integer);
  REQUIRE(pipeline);
  CHECK((*pipeline)->run_written(json_text{R"({"a":5})"}).content == value{int64_t{5}});
  CHECK((*pipeline)->run_written(std::string{R"({"a":6})"}).content == value{int64_t{6}});
  CHECK((*pipeline)->run_written(std::string{"{}"}).verdict == verdict::missed);
  CHECK((*pipeline)->run_written({}).verdict == verdict::null);
}

TEST_CASE("bytes are no blank text to a message match") {
  agent_link_settings link;
  link.payload = payload_form::bytes;
  link.value_filters = {bytes_filter{}};
  link.match_filters = {bytes_filter{}};
  number_predicate wanted;
  wanted.value = json_text{"255"};
  link.match_predicate = wanted;
  CHECK(ends(link, value_type::integer, "\xff\x01") == verdict::value);
  CHECK(ends(link, value_type::integer, "\x20\x20") == verdict::no_match);
  CHECK(ends(link, value_type::integer, "") == verdict::no_match);
}
