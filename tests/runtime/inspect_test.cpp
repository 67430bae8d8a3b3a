#include "tests/support/catch.hpp"

#include "runtime/cli/inspect.hpp"

#include <boost/json.hpp>

using namespace troupe::cli;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("an agent in trouble is followed by the sentence that says why") {
  auto text = agents_text(
      boost::json::parse(
          R"([{"realm":"hall","id":"floor","status":"WAITING","since":986000,)"
          R"("problem":"the broker refuses the password","broker":"10.0.0.7:1883",)"
          R"("next_attempt":1004000,"subscriptions":[{},{}],"messages":12345,"last_message":null}])"),
      1'000'000);
  CHECK(contains(text, "floor  WAITING  14 s ago  10.0.0.7:1883"));
  CHECK(contains(text, "12,345"));
  CHECK(contains(text, "never"));
  CHECK(contains(text, "hall/floor: the broker refuses the password (next attempt in 4 s)\n"));
}

TEST_CASE("a ledger that does not close says so beside the link") {
  auto text = ledger_text(boost::json::parse(
      R"({"links":[{"realm":"hall","asset":"press-9","attribute":"oil","agent":"floor",)"
      R"("in":{"received":10,"stored":6,"late":2,"untimed":3,"filtered_ignored":1,"filtered_missed":1,)"
      R"("rejected_error":1,"at_store":0},"out":{"requested":0},"closes":false}],)"
      R"("agents":[{"realm":"hall","agent":"floor","messages":11,"routed":10,"unrouted":1}],)"
      R"("totals":[]})"));
  CHECK(contains(text, "DOES NOT CLOSE"));
  CHECK(contains(
      text, "hall/press-9/oil  floor        10       6     2        3         2         1"));
  CHECK_FALSE(contains(text, "REQUESTED"));
}

TEST_CASE("a probe shows each step, and what failed") {
  auto text = probe_text(boost::json::parse(
      R"({"ok":false,"steps":[{"name":"dns","ok":true,"ms":1.25,"detail":"127.0.0.1"},)"
      R"({"name":"connect","ok":false,"ms":30,"detail":"not authorised"}]})"));
  CHECK(contains(text, "well    dns            1.2 ms  127.0.0.1\n"));
  CHECK(contains(text, "FAILED  connect       30.0 ms  not authorised\n"));
}

TEST_CASE("the views survive answers of any shape") {
  for (auto* x : {"null", "[]", "{}", "[1,null,[]]", R"({"links":5,"realms":[7],"steps":{}})"}) {
    auto answer = boost::json::parse(x);
    CHECK_NOTHROW(status_text(answer));
    CHECK_NOTHROW(agents_text(answer, 0));
    CHECK_NOTHROW(actors_text(answer));
    CHECK_NOTHROW(ledger_text(answer));
    CHECK_NOTHROW(probe_text(answer));
  }
}

TEST_CASE("the status tells why a realm does not answer") {
  auto text = status_text(boost::json::parse(
      R"({"realms":[{"name":"hall","agents":{"connected":null,"total":2},
          "problem":"realm hall was given up: boom"}]})"));
  CHECK(contains(text, "? of 2"));
  CHECK(contains(text, "realm hall was given up: boom"));
}

TEST_CASE("an actor is shown with the message that it is at") {
  auto text = actors_text(boost::json::parse(
      R"([{"kind":"store","alive":true,"handling":"commit","handling_ms":12000},
          {"kind":"asset","alive":true,"handling":null,"handling_ms":null},
          {"kind":"link","alive":false,"handling":null,"handling_ms":null}])"));
  CHECK(contains(text, "at commit"));
  CHECK(contains(text, "idle"));
  CHECK(contains(text, "dead"));
}
