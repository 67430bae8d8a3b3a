#include "tests/actors/link/pipeline_support.hpp"

#include <cstring>

using namespace troupe;
using namespace troupe::test;

namespace {

agent_link_settings linked(std::vector<value_filter> filters) {
  agent_link_settings out;
  out.value_filters = std::move(filters);
  return out;
}

/// The text that filters give, "(missed)" or the sentence of an error.
std::string text(
    const agent_link_settings& link, std::string_view payload,
    std::string_view topic = "hall/press/9/oil") {
  auto got = receive(link, value_type::text, payload, topic);
  if (got.verdict == verdict::value)
    return std::get<std::string>(got.content);
  return got.verdict == verdict::missed ? "(missed)" : got.why;
}

std::string cut(int64_t begin, std::optional<int64_t> end, std::string_view payload) {
  return text(linked({substring_filter{begin, end, {}}}), payload);
}

json_path_filter path(const char* x) { return {x, false, false, {}}; }
math_filter math(const char* x) { return {x, {}}; }
regex_filter regex(const char* x, int group = 0) { return {x, true, false, group, 0, {}}; }

bytes_filter field(int64_t offset, int64_t width) {
  bytes_filter out;
  out.offset = offset;
  out.width = width;
  return out;
}

inbound_result
binary(const bytes_filter& filter, std::string_view payload, value_type type = value_type::json) {
  auto link = linked({filter});
  link.payload = payload_form::bytes;
  return receive(link, type, payload);
}

constexpr std::string_view frame{"\x01\xFE\x80\x00\xFF\x7F\x41\xCC\xCC\xCD", 10};

} // namespace

TEST_CASE("a substring counts UTF-16 units, and negative indexes from the end") {
  CHECK(cut(10, 12, "Substring test value") == "te");
  CHECK(cut(3, {}, "abc") == "");
  CHECK(cut(4, {}, "abc") == "(missed)");
  CHECK(cut(1, 9, "abc") == "(missed)");
  CHECK(cut(4, 2, "abcdef") == "(missed)");
  CHECK(cut(-1, {}, "abcdef") == "");
  CHECK(cut(-3, {}, "abcdef") == "ef");
  CHECK(cut(-10, {}, "abc") == "abc");
  CHECK(cut(0, -1, "abc") == "ab");
  CHECK(cut(4, -5, "abcdef") == "");
  CHECK(cut(0, 0, "") == "");
  CHECK(cut(1, 3, "Zürich") == "ür");
  CHECK(cut(-4, -1, "Zürich 温度") == " 温");
  CHECK(cut(INT64_MAX, INT64_MAX, "abc") == "(missed)");
  CHECK(cut(-INT32_MAX, -INT32_MAX, "abc") == "");
}

TEST_CASE("half a pair of UTF-16 becomes a replacement character") {
  CHECK(cut(2, {}, "🌡x") == "x");
  CHECK(cut(1, {}, "🌡x") == "\xEF\xBF\xBDx");
  CHECK(cut(0, 1, "🌡x") == "\xEF\xBF\xBD");
  CHECK(cut(1, 4, "a🌡🌡b") == "🌡\xEF\xBF\xBD");
  CHECK(cut(2, 4, "a🌡🌡b") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(cut(2, 2, "a🌡b") == "");
}

TEST_CASE("indexes are resolved anew for each message") {
  auto pipeline =
      inbound_pipeline::compile(linked({substring_filter{-3, {}, {}}}), value_type::text).value();
  std::string all;
  for (auto payload : {"abcdef", "abcdefgh", "xy"}) {
    payload_view message{"t", payload};
    all += std::get<std::string>(pipeline->run(message, 0).content) + ";";
  }
  CHECK(all == "ef;gh;xy;");
}

TEST_CASE("filters of texts see JSON values as compact JSON, texts without quotes") {
  auto seen = [](const char* json) {
    return text(linked({path("$.v"), regex(".*")}), std::string{"{\"v\":"} + json + "}");
  };
  CHECK(seen("\"a\\nb\"") == "a\nb");
  CHECK(seen("12") == "12");
  CHECK(seen("1e1") == "10.0");
  CHECK(seen("true") == "true");
  CHECK(seen("[1, {\"a\": null}]") == "[1,{\"a\":null}]");
  CHECK(text(linked({math("x*2"), substring_filter{0, -1, {}}}), "7") == "14.");
}

TEST_CASE("filters of texts see a word that is written without its quotes") {
  agent_link_settings link;
  link.write_value_filters = {substring_filter{0, 3, {}}};
  auto pipeline = outbound_pipeline::compile(link, value_type::execution_status);
  REQUIRE(pipeline);
  CHECK((*pipeline)->run(quote_word("READY"), 0).payload == "REA");
}

TEST_CASE("what one filter gives the next one takes") {
  auto small = linked({regex(R"(\{.*?\})"), path("$.t")});
  CHECK(text(small, R"({"t":1}{"t":2})") == "1");
  auto nested = linked({path("$.o"), regex("v.*"), substring_filter{3, -1, {}}, math("x/4")});
  CHECK(text(nested, R"({"o":{"v":12}})") == "3.0");
  CHECK(text(linked({math("x+1"), math("x*2"), path("$"), math("x/4")}), "5") == "3.0");
}

TEST_CASE("a value that is no number goes past an expression as a miss") {
  auto link = linked({math("x+1")});
  CHECK(text(link, "s100") == "(missed)");
  CHECK(text(link, "") == "(missed)");
  CHECK(text(link, " 4 ") == "5.0");
  CHECK(text(link, "NaN") == "NaN");
  CHECK(text(link, "\"4\"") == "5.0");
  auto member = linked({path("$.b"), math("x+1")});
  CHECK(text(member, R"({"b":"?"})") == "(missed)");
  CHECK(text(member, R"({"b":true})") == "2.0");
  CHECK(text(member, R"({"b":"3"})") == "4.0");
  CHECK(receive(member, value_type::number, R"({"b":null})").verdict == verdict::null);
  CHECK(receive(member, value_type::number, R"({"c":1})").verdict == verdict::missed);
  CHECK(text(linked({math("1/x")}), "0") == "value_filters[0]: a division by zero");
}

TEST_CASE("a topic filter takes a level of the topic") {
  auto level = [](int64_t x, std::string_view topic = "hall/press/9/oil") {
    return text(linked({troupe::topic_filter{x, {}}}), "ignored", topic);
  };
  CHECK(level(0) == "hall");
  CHECK(level(2) == "9");
  CHECK(level(-1) == "oil");
  CHECK(level(-4) == "hall");
  CHECK(level(4) == "(missed)");
  CHECK(level(-5) == "(missed)");
  CHECK(level(0, "one") == "one");
  CHECK(level(0, "/a") == "");
  CHECK(level(-1, "a/") == "");
  CHECK(level(1, "a//b") == "");
  CHECK(level(0, "\xFF/b") == "\xEF\xBF\xBD");
  auto number = linked({troupe::topic_filter{2, {}}, math("x+1")});
  CHECK(receive(number, value_type::number, "").content == value{10.0});
}

TEST_CASE("a written value has no topic and no bytes") {
  auto link = linked({troupe::topic_filter{0, {}}});
  auto pipeline = inbound_pipeline::compile(link, value_type::text).value();
  CHECK(pipeline->run_written(std::string{"a"}).verdict == verdict::missed);
}

TEST_CASE("a payload is text, hexadecimal digits or base64 to the filters") {
  auto link = linked({regex(".*")});
  constexpr std::string_view payload{"\x00\xFFMan", 5};
  link.payload = payload_form::hex;
  CHECK(text(link, payload) == "00ff4d616e");
  link.payload = payload_form::base64;
  CHECK(text(link, payload) == "AP9NYW4=");
  CHECK(text(link, "Man") == "TWFu");
  CHECK(text(link, "M") == "TQ==");
  CHECK(text(link, "") == "");
  link.payload = payload_form::text;
  CHECK(text(link, "\xFF") == "\xEF\xBF\xBD");
}

TEST_CASE("bytes are read as numbers of either order, with and without sign") {
  auto filter = field(1, 2);
  CHECK(binary(filter, frame).content == value{int64_t{0xFE80}});
  filter.endian = byte_order::little;
  CHECK(binary(filter, frame).content == value{int64_t{0x80FE}});
  filter.is_signed = true;
  CHECK(binary(filter, frame).content == value{int64_t{0x80FE - 0x10000}});
  auto one = field(4, 1);
  CHECK(binary(one, frame).content == value{int64_t{255}});
  one.is_signed = true;
  CHECK(binary(one, frame).content == value{int64_t{-1}});
  CHECK(binary(field(-1, 1), frame).content == value{int64_t{0xCD}});
  CHECK(binary(field(0, 4), frame).content == value{int64_t{0x01FE8000}});
  CHECK(
      binary(field(0, 8), std::string(8, '\xFF')).content
      == value{json_text{"18446744073709551615"}});
  auto eight = field(0, 8);
  eight.is_signed = true;
  CHECK(binary(eight, std::string(8, '\xFF')).content == value{int64_t{-1}});
}

TEST_CASE("a mask and a shift take a few bits, whose highest may be the sign") {
  auto filter = field(1, 2); // FE80
  filter.mask = 0xFF80;
  filter.shift = 7;
  CHECK(binary(filter, frame).content == value{int64_t{0x1FD}});
  filter.is_signed = true;
  CHECK(binary(filter, frame).content == value{int64_t{-3}});
  filter.mask = 0x0180;
  CHECK(binary(filter, frame).content == value{int64_t{1}});
}

TEST_CASE("a scale gives the decimal fraction that was meant") {
  auto filter = field(0, 1);
  filter.scale = 0.1;
  CHECK(binary(filter, "\x03").content == value{0.3});
  CHECK(binary(filter, "\xD7").content == value{21.5});
  filter.scale = 0.5;
  filter.is_signed = true;
  CHECK(binary(filter, "\xFF").content == value{-0.5});
  filter.scale = 3;
  CHECK(binary(filter, "\xFF").content == value{-3.0});
}

TEST_CASE("bytes are read as IEEE 754") {
  auto filter = field(6, 4);
  filter.is_float = true;
  CHECK(binary(filter, frame).content == value{double{25.6f}});
  double pi = 3.25;
  char raw[8];
  std::memcpy(raw, &pi, 8);
  filter = field(0, 8);
  filter.is_float = true;
  filter.endian = byte_order::little; // of the machines this runs on
  CHECK(binary(filter, {raw, 8}).content == value{3.25});
}

TEST_CASE("a number that is not wholly there is a miss") {
  for (auto filter : {field(9, 2), field(10, 1), field(-11, 1), field(-1, 2), field(0, 8)}) {
    CAPTURE(filter.offset, filter.width);
    CHECK(
        binary(filter, filter.width == 8 ? frame.substr(0, 7) : frame).verdict == verdict::missed);
  }
  CHECK(binary(field(0, 1), "").verdict == verdict::missed);
}

TEST_CASE("bytes are read where a chain begins, and nothing else is there") {
  auto link = linked({field(0, 1)});
  CHECK(receive(link, value_type::number, "a")
            .why.starts_with("value_filters: a filter of type bytes must be"));
  link.value_filters = {regex("a"), field(0, 1)};
  link.payload = payload_form::bytes;
  CHECK(receive(link, value_type::number, "a")
            .why.starts_with("payload: with \"bytes\" the first of value_filters must be"));
  link.value_filters = {};
  CHECK(receive(link, value_type::number, "a")
            .why.starts_with("payload: with \"bytes\" the first of value_filters must be"));
  link.value_filters = {field(0, 1), math("x*2")};
  CHECK(receive(link, value_type::number, "a").content == value{194.0});
}
