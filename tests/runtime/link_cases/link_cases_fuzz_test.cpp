#include "tests/support/catch.hpp"

#include "actors/link/payload.hpp"
#include "actors/link/predicate.hpp"
#include "runtime/link_cases/link_cases.hpp"
#include "runtime/openremote/openremote_link.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"
#include "tests/support/fuzzer.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE("no case file, however broken, does more than fail", "[fuzz]") {
  fuzzer fuzz{30'000, "link_case"};
  auto run = 0;
  while (fuzz.next()) {
    auto text = "[" + fuzz.text() + "," + fuzz.text() + "]";
    if (fuzz.pick(5) == 0)
      text = fuzz.changed(text);
    auto report = run_cases("x", text, 1'700'000'000'000);
    auto told = report.failures.size() + report.broken.has_value();
    auto readable = true;
    for (auto& x : report.failures)
      readable = readable && !x.got.empty() && valid_utf8(x.got) && valid_utf8(x.id + x.expected);
    auto broken = report.broken && report.passed != 0;
    fuzz.check(report.failed == told && readable && !broken, text);
    run += !report.broken;
  }
  CHECK(run > fuzz.rounds() / 30);
}

TEST_CASE("a file nested as deep as it can be is refused or run") {
  for (auto depth : {400, 998, 1'000, 100'000}) {
    auto size = static_cast<size_t>(depth);
    std::string deep = std::string(size, '[') + std::string(size, ']');
    auto report = run_cases("x", deep, 0);
    CHECK(report.passed == 0);
    auto test = R"([{"from":{"kind":"literal","jsonText":")" + deep
                + R"("},"to":"JSON","expect":{"outcome":"value","value":)"
                + (depth < 998 ? deep : "[]") + "}}]";
    report = run_cases("x", test, 0);
    CHECK(report.passed == (depth < 998));
  }
}

TEST_CASE("no predicate and no payload does more than match, fail or be refused", "[fuzz]") {
  fuzzer fuzz{20'000, "predicate"};
  auto payloads = corpus("payload");
  auto compiled = 0;
  while (fuzz.next()) {
    auto text = fuzz.text();
    json_document document;
    if (!valid_utf8(text) || !document.parse(text))
      continue;
    auto settings = read_openremote_predicate(document.root());
    if (!settings) {
      auto& why = settings.error();
      fuzz.check(is(why, errc::config_invalid) && !sentence(why).empty(), text);
      continue;
    }
    auto made = predicate::compile(*settings);
    if (!made) {
      fuzz.check(is(made.error(), errc::config_invalid), text);
      continue;
    }
    ++compiled;
    auto payload = fuzz.changed(fuzz.one_of(payloads));
    payload_view message{"t", payload};
    filter_workspace space{&message};
    auto raw = made->matches({message.text(), false}, space, 1'700'000'000'000);
    auto again = made->matches({message.text(), false}, space, 1'700'000'000'000);
    auto same = static_cast<bool>(raw) == static_cast<bool>(again) && (!raw || *raw == *again);
    fuzz.check(same, text + " on " + payload);
    if (auto json = message.json())
      static_cast<void>(made->matches({json, false}, space, INT64_MAX));
    static_cast<void>(made->matches({}, space, INT64_MIN));
  }
  CHECK(compiled > fuzz.rounds() / 20);
}
