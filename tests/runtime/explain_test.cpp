#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

#include "runtime/cli/client.hpp"
#include "runtime/cli/explain_text.hpp"
#include "runtime/cli/payload_argument.hpp"

#include <boost/json.hpp>

#include <sstream>

using namespace troupe::cli;

namespace {

explain_options with_payload(std::string x) {
  explain_options out;
  out.payload = std::move(x);
  return out;
}

explain_options with_hex(std::string x) {
  explain_options out;
  out.payload_hex = std::move(x);
  return out;
}

std::string bytes(const explain_options& x, const std::string& input = {}) {
  std::istringstream in{input};
  return payload_bytes(x, in, 10);
}

int refusal(const explain_options& x, const std::string& input = {}) {
  try {
    bytes(x, input);
  } catch (const command_error& error) {
    return error.code;
  }
  return 0;
}

} // namespace

TEST_CASE("a payload is what it says, a file, the standard input or hexadecimal digits") {
  troupe::test::temp_folder folder;
  auto file = (folder.path() / "payload").string();
  troupe::test::write_text(file, std::string{"\0\xff", 2});
  CHECK(bytes(with_payload("{}")) == "{}");
  CHECK(bytes(with_payload("")).empty());
  CHECK(bytes(with_payload("@" + file)) == std::string{"\0\xff", 2});
  CHECK(bytes(with_payload("-"), "a\nb\n") == "a\nb\n");
  CHECK(bytes(with_hex("00 fF:1a")) == std::string{"\0\xff\x1a", 3});
}

TEST_CASE("a payload that is none, or too long, is a mistake of the command line") {
  troupe::test::temp_folder folder;
  auto both = with_payload("1");
  both.payload_hex = "01";
  CHECK(refusal({}) == 64);
  CHECK(refusal(both) == 64);
  CHECK(refusal(with_payload("@" + (folder.path() / "none").string())) == 64);
  CHECK(refusal(with_payload("@" + folder.path().string())) == 64);
  CHECK(refusal(with_payload("-"), "12345678901") == 64);
  CHECK(refusal(with_payload("12345678901")) == 64);
  CHECK(refusal(with_hex("0")) == 64);
  CHECK(refusal(with_hex("0g")) == 64);
}

TEST_CASE("an explanation reads as the steps of each link and how they end") {
  auto text = message_text(boost::json::parse(R"({"realm":"hall","topic":"hall/press",
    "payload_bytes":10,"payload":"{\"oil\":1}\n","problem":"","links":[{"realm":"hall",
    "asset":"press","attribute":"oil","agent":"floor","subscription_topic":"hall/press",
    "subscription":"hall/#","problem":"","steps":[
      {"name":"payload","what":"10 bytes, as text","value":"{\"oil\":1}\n","note":""},
      {"name":"value_filters[0]","what":"json_path $.oi","value":"nothing","note":"no \u001b[31m"}],
    "outcome":"filtered_missed","value":null,"sentence":"it keeps","cause":"no \u001b[31m"}],
    "reached":3,"stored":0,"nearest":[]})"));
  CHECK(text == R"(hall/press, 10 bytes: {"oil":1}\n

hall/press/oil  (agent floor, topic hall/press, by the subscription of hall/#)
  payload           10 bytes, as text
  value_filters[0]  json_path $.oi → nothing
                    no \x1b[31m
  ⇒ filtered_missed: it keeps

and 2 more links: name an asset, an attribute or an agent to see others
)");
}

TEST_CASE("the last messages of a link read as when, on what and why") {
  auto text = last_text(
      boost::json::parse(R"({"realm":"hall","links":[{"realm":"hall","asset":"press",
    "attribute":"oil","agent":"floor","subscription_topic":"t","subscription":"t","problem":"",
    "last_good":null,"last_filtered":null,"last_failed":{"topic":"t","time":1000,
      "payload_bytes":2,"payload_hex":"ff01","steps":[],"outcome":"rejected_error","value":null,
      "sentence":"it keeps","cause":"no JSON"}}],"count":1})"),
      15'000);
  CHECK(text == R"(hall/press/oil  (agent floor, topic t)
  last good      none since the start
  last filtered  none since the start
  last failed    14 s ago (1970-01-01 00:00:01.000 UTC) on t, 2 bytes, in hexadecimal: ff01
    ⇒ rejected_error: it keeps: no JSON
)");
}

TEST_CASE("answers of any shape are read without failing") {
  for (auto answer : {"null", "{}", R"({"links":[1,{"steps":[2]}],"nearest":[3]})", "[]"}) {
    auto x = boost::json::parse(answer);
    CHECK_NOTHROW(message_text(x));
    CHECK_NOTHROW(last_text(x, 0));
  }
}
