#include "tests/support/catch.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/pipeline.hpp"
#include "schemas/errors.hpp"
#include "tests/support/vectors.hpp"

#include <cstdio>

using namespace troupe;
using namespace troupe::vectors;

namespace {

/// How the cases call an outcome.
std::string_view word(verdict x) {
  switch (x) {
  case verdict::value: return "value";
  case verdict::null: return "null";
  case verdict::error: return "error";
  default: return "ignored";
  }
}

bool agrees(const inbound_result& got, const json_node& outcome) {
  return word(got.verdict) == text(outcome, "outcome")
         && (got.verdict != verdict::value || same_value(got.content, outcome));
}

bool agrees(const caf::expected<value>& got, const json_node& outcome) {
  auto wanted = text(outcome, "outcome");
  if (!got || is_null(*got))
    return wanted == (got ? "null" : "fail");
  return wanted == "value" && same_value(*got, outcome);
}

template <class T, class Agrees>
bool passes(const json_node& test, const T& got, Agrees agree) {
  for (auto outcome : passing(test))
    if (agree(got, *outcome))
      return true;
  return false;
}

std::chrono::nanoseconds instant(const std::string& iso) {
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  auto read = std::sscanf(iso.c_str(), "%d-%d-%dT%d:%d:%d", &y, &mo, &d, &h, &mi, &s);
  if (read != 6)
    return {};
  using namespace std::chrono;
  auto day = sys_days{year{y} / mo / d};
  auto fraction = iso.size() > 20 && iso[19] == '.' ? iso.substr(20, iso.size() - 21) : "";
  fraction.resize(9, '0');
  return day.time_since_epoch() + hours{h} + minutes{mi} + seconds{s}
         + nanoseconds{std::stoll(fraction)};
}

/// A write from the event to what the cases call its outcome.
struct written {
  std::string outcome;
  std::string payload;
  bool null = false;
  std::optional<inbound_result> update;
};

written write(const json_node& test, const agent_link_settings& link, value_type type) {
  std::string json;
  write_json(json, *test.member("value"));
  auto event = parse_written(json, type);
  if (!event)
    return {"rejected", {}, false, {}};
  auto zone = test.member("zone") ? time_zone::find(text(test, "zone")) : time_zone{};
  REQUIRE(zone);
  auto pipeline = outbound_pipeline::compile(link, type, *zone);
  if (!pipeline) // OpenRemote finds out with the first write
    return {"error", {}, false, {}};
  auto got = (*pipeline)->run(*event, instant(text(test, "instant")));
  switch (got.kind) {
  case outbound_result::kind::ignored: return {"ignored", {}, false, {}};
  case outbound_result::kind::error: return {"error", {}, false, {}};
  case outbound_result::kind::publish: break;
  }
  written out{"publish", got.payload, is_null(got.processed), {}};
  if (link.update_on_write)
    out.update = inbound_pipeline::compile(link, type).value()->run_written(got.processed);
  return out;
}

bool agree_on_write(const written& got, const json_node& outcome) {
  if (got.outcome != text(outcome, "outcome"))
    return false;
  if (got.outcome != "publish")
    return true;
  auto update = outcome.member("attributeUpdate");
  auto null = outcome.member("nullValue");
  return got.payload == long_text(outcome, "payload") && got.null == (null && null->is_true())
         && (!update || (got.update && agrees(*got.update, *update)));
}

} // namespace

TEST_CASE("inbound cases end as OpenRemote ends them") {
  case_file file{"inbound.json"};
  auto run = 0;
  for (auto test : cases(file)) {
    auto type = type_of(*test, "attributeType");
    auto link = link_of(*test->member("link"));
    if (!type || !link)
      continue;
    ++run;
    INFO(text(*test, "id") << ": " << text(*test, "why"));
    auto payload = long_text(*test, "payload");
    REQUIRE(payload);
    auto pipeline = inbound_pipeline::compile(*link, *type);
    payload_view message{"a/b", *payload};
    auto got = pipeline ? (*pipeline)->run(message, 0)
                        : inbound_result{verdict::error, {}, sentence(pipeline.error())};
    INFO(word(got.verdict) << " " << to_json(got.content).substr(0, 200) << " " << got.why);
    CHECK(passes(*test, got, [](auto& x, auto& outcome) { return agrees(x, outcome); }));
    auto needs_why = got.verdict == verdict::misfit || got.verdict == verdict::error;
    CHECK(got.why.empty() == !needs_why);
  }
  WARN("inbound.json: " << run << " cases run");
  CHECK(run == 102);
}

TEST_CASE("outbound cases end as OpenRemote ends them") {
  case_file file{"outbound.json"};
  auto run = 0;
  for (auto test : cases(file)) {
    auto type = type_of(*test, "attributeType");
    auto link = link_of(*test->member("link"));
    if (!type || !link)
      continue;
    ++run;
    INFO(text(*test, "id") << ": " << text(*test, "why"));
    auto got = write(*test, *link, *type);
    INFO(got.outcome << " " << got.payload);
    CHECK(passes(*test, got, agree_on_write));
  }
  WARN("outbound.json: " << run << " cases run");
  CHECK(run == 54);
}

TEST_CASE("coercion cases end as OpenRemote ends them") {
  case_file file{"coercion.json"};
  auto run = 0;
  for (auto test : cases(file)) {
    auto type = type_of(*test, "to");
    if (!type)
      continue;
    ++run;
    INFO(text(*test, "id") << ": " << text(*test, "why"));
    auto& from = *test->member("from");
    auto kind = text(from, "kind");
    caf::expected<value> got{value{}};
    json_document document;
    auto source = long_text(from, kind == "text" ? "text" : "jsonText").value();
    if (kind == "text") {
      got = coerce_text(source, *type);
    } else if (kind == "json") {
      REQUIRE(document.parse(source));
      got = coerce_json(document.root(), *type);
    } else {
      REQUIRE(kind == "literal");
      got = parse_written(source, *type);
    }
    INFO((got ? to_json(*got) : sentence(got.error())));
    CHECK(passes(*test, got, [](auto& x, auto& outcome) { return agrees(x, outcome); }));
  }
  WARN("coercion.json: " << run << " cases run");
  CHECK(run == 105);
}
