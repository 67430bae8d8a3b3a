#include "tests/support/catch.hpp"

#include "actors/inspector/problems.hpp"

using namespace troupe;

namespace {

template <class... Ts>
std::vector<problem> problems_of(const Ts&... xs) {
  std::vector<problem> out;
  add_problems(out, xs...);
  return out;
}

agent_view agent(connection_status status, std::string text = {}) {
  agent_view out;
  out.realm = "hall";
  out.id = "floor";
  out.status = status;
  out.since_ms = 7;
  out.problem = std::move(text);
  out.broker = "10.0.0.5:1883";
  out.client_id = "edge-7";
  return out;
}

} // namespace

TEST_CASE("agents that fail or wait are problems, others only if they say so") {
  auto [status, text, expected] = GENERATE(table<connection_status, std::string, size_t>({
      {connection_status::connected, "", 0},
      {connection_status::disabled, "", 0},
      {connection_status::connecting, "", 0},
      {connection_status::stopped, "", 0},
      {connection_status::error, "", 1},
      {connection_status::waiting, "connection refused", 1},
      {connection_status::connected, "the inbox is full", 1},
  }));
  auto found = problems_of(agent(status, text));
  REQUIRE(found.size() == expected);
  if (expected == 0)
    return;
  CHECK(found[0].kind == "agent");
  CHECK(found[0].realm == "hall");
  CHECK(found[0].subject == "floor");
  CHECK(found[0].since_ms == 7);
  CHECK_FALSE(found[0].text.empty());
  CHECK_THAT(found[0].what_to_do, Catch::Contains("troupe probe hall/floor"));
}

TEST_CASE("a refused subscription is a problem that names topic and code") {
  auto x = agent(connection_status::connected);
  for (auto& [topic, code] : {std::pair{"a", 1}, {"b", -1}, {"c/#", 128}})
    x.subscriptions.push_back({topic, 1, code, 1, 0, 0});
  auto found = problems_of(x);
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == "subscription");
  CHECK_THAT(found[0].text, Catch::Contains("c/#") && Catch::Contains("128"));
  CHECK_THAT(found[0].what_to_do, Catch::Contains("edge-7"));
}

TEST_CASE("a store in trouble says why") {
  store_view x;
  CHECK(problems_of(x).empty());
  x.problem = "the disk is full";
  x.what_to_do = "make room";
  auto found = problems_of(x);
  REQUIRE(found.size() == 1);
  CHECK(found[0].text == "the disk is full");
  CHECK(found[0].what_to_do == "make room");
}

TEST_CASE("an actor is a problem when it died of an error or is stuck") {
  actor_card card;
  card.kind = "store";
  card.name = "state.db";
  CHECK(problems_of(card, 0).empty()); // it has not begun, or was stopped in order
  card.last_error("disk I/O error");
  auto found = problems_of(card, 0);
  REQUIRE(found.size() == 1);
  CHECK(found[0].text == "the store state.db ended: disk I/O error");
  card.meter->alive = true;
  CHECK(problems_of(card, 0).empty()); // restarted
  card.meter->handling_since_ns = 1'000'000'000;
  CHECK(problems_of(card, 2'000'000'000).empty());
  card.realm = card.name = "hall";
  card.meter->handling.set(
      *caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, caf::atom("commit")));
  found = problems_of(card, 13'500'000'000);
  REQUIRE(found.size() == 1);
  CHECK(found[0].text == "store of hall has been handling `commit` for 12 s");
}

TEST_CASE("an actor that was given up is a problem until there is a new one") {
  actor_card card;
  card.kind = "realm";
  card.name = card.realm = "hall";
  card.last_error("its asset press failed too often");
  card.given_up = true;
  auto found = problems_of(card, 0);
  REQUIRE(found.size() == 1);
  CHECK(found[0].text == "realm hall was given up: its asset press failed too often");
  CHECK_THAT(found[0].what_to_do, Catch::Contains("restart the runtime"));
  card.address({});
  CHECK_FALSE(card.given_up);
}

TEST_CASE("an agent link whose counters do not add up is a problem") {
  auto press = std::make_shared<asset_settings>();
  press->id = "press-9";
  press->attributes.resize(2);
  press->attributes[1].name = "oil_temp";
  auto& attributes = press->attributes;
  link_group links{
      "hall",
      press,
      "floor",
      {&attributes[0], &attributes[1]},
      std::make_shared<link_counter_block>(2)};
  CHECK(problems_of(links).empty());
  (*links.counters)[1].add(inbound::received);
  auto found = problems_of(links);
  REQUIRE(found.size() == 1);
  CHECK(found[0].subject == "press-9/oil_temp at floor");
}

TEST_CASE("a certificate is a problem in its last thirty days and after") {
  constexpr int64_t day = 86'400'000;
  constexpr int64_t now = 1'000 * day;
  auto [left, text] = GENERATE_COPY(table<int64_t, std::string>({
      {30 * day, ""},
      {30 * day - 1, "the certificate hall.cloud (CN=edge) expires in 29 days"},
      {day - 1, "the certificate hall.cloud (CN=edge) expires within a day"},
      {0, "the certificate hall.cloud (CN=edge) has expired"},
      {-5 * day, "the certificate hall.cloud (CN=edge) has expired"},
  }));
  certificate_view key;
  key.alias = "hall.cloud";
  key.is_key = true;
  key.subject = "CN=edge";
  key.not_after_ms = now + left;
  vault_view vault;
  vault.certificates = {key};
  auto found = problems_of(vault, now);
  REQUIRE(found.size() == (text.empty() ? 0 : 1));
  if (!found.empty()) {
    CHECK(found[0].text == text);
    CHECK(found[0].realm == "hall");
    CHECK(found[0].kind == "certificate");
  }
}

TEST_CASE("a key's problem names the certificate of its chain that expires first") {
  certificate_view key;
  key.alias = "hall.cloud";
  key.is_key = true;
  key.subject = "CN=edge";
  key.ends_with = "CN=mid";
  vault_view vault;
  vault.certificates = {key};
  CHECK(
      problems_of(vault, int64_t{1}).at(0).text
      == "the certificate hall.cloud (CN=mid of its chain) has expired");
}

TEST_CASE("what is wrong with the vault is a problem of the process") {
  vault_view vault;
  vault.problems = {"the keystore does not open"};
  auto found = problems_of(vault, int64_t{0});
  REQUIRE(found.size() == 1);
  CHECK(found[0].realm.empty());
  CHECK(found[0].text == "the keystore does not open");
}

TEST_CASE("an agent whose key is missing is told of the vault") {
  auto x = agent(connection_status::error, "there is no key");
  x.certificate_alias = "hall.edge";
  auto found = problems_of(x);
  REQUIRE(found.size() == 1);
  CHECK(
      found[0].what_to_do
      == "run `troupe vault check`: it tells which key the agent would present; `troupe vault "
         "import --realm hall` brings one, without a restart");
}

namespace {

silence_view silence(std::string asset, std::vector<std::string> attributes, uint32_t count) {
  silence_view out;
  out.realm = "hall";
  out.asset = std::move(asset);
  out.agent = "floor";
  out.topic = "hall/press/9/telemetry";
  out.attributes = std::move(attributes);
  out.count = count;
  out.expect_every_ms = 5'000;
  out.since_ms = 1'000;
  return out;
}

using agents = std::vector<agent_view>;

} // namespace

TEST_CASE("a silence names its attributes, where values should come from, and a remedy") {
  auto found = problems_of(
      std::vector{silence("press-9", {"oil_temp"}, 1)},
      agents{agent(connection_status::connected)});
  REQUIRE(found.size() == 1);
  CHECK(found[0].realm == "hall");
  CHECK(found[0].kind == "silence");
  CHECK(found[0].subject == "press-9");
  CHECK(found[0].since_ms == 1'000);
  CHECK(
      found[0].text
      == "attribute oil_temp of asset press-9 got no value for three intervals: one was expected "
         "every 5s on topic hall/press/9/telemetry of agent floor");
  CHECK_THAT(
      found[0].what_to_do, Catch::StartsWith("see that the device runs and publishes to "
                                             "hall/press/9/telemetry"));
}

TEST_CASE("silent attributes of one asset are one problem") {
  auto x = silence("press-9", {"a", "b", "c"}, 120);
  x.never = true;
  auto found = problems_of(std::vector{x}, agents{agent(connection_status::connected)});
  REQUIRE(found.size() == 1);
  CHECK_THAT(
      found[0].text,
      Catch::StartsWith("attributes a, b, c and 117 more of asset press-9 never got a value"));
}

TEST_CASE("the assets that a dead agent silences are one problem, which leads to the agent") {
  std::vector<silence_view> all;
  for (int i = 0; i < 1'000; ++i)
    all.push_back(silence("press-" + std::to_string(i), {"a"}, 2));
  all[500].since_ms = 10;
  auto found = problems_of(all, agents{agent(connection_status::waiting)});
  REQUIRE(found.size() == 1);
  CHECK(found[0].subject == "floor");
  CHECK(found[0].since_ms == 10);
  CHECK_THAT(
      found[0].text, Catch::StartsWith("2000 attributes of 1000 assets get no values from agent "
                                       "floor, among them attributes a and 1 more of asset "
                                       "press-0: one was expected every 5s"));
  CHECK(found[0].what_to_do == "agent floor is not connected: run `troupe probe hall/floor`");
}

TEST_CASE("an agent that was disabled may be silent") {
  CHECK(problems_of(
            std::vector{silence("press-9", {"a"}, 1)}, agents{agent(connection_status::disabled)})
            .empty());
}

TEST_CASE("a silence without an agent says so") {
  auto x = silence("press-9", {"order"}, 1);
  x.agent = x.topic = "";
  auto found = problems_of(std::vector{x}, agents{});
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].text, Catch::EndsWith(": one was expected every 5s"));
  CHECK(found[0].what_to_do == "see that what sets the value runs, or correct expect_every");
}

TEST_CASE("an error is what does not work, a warning what still does") {
  CHECK(problems_of(agent(connection_status::waiting))[0].severity == severity::error);
  CHECK(problems_of(agent(connection_status::connecting, "refused"))[0].cut_off);
  auto well = problems_of(agent(connection_status::connected, "the inbox is full"));
  CHECK(well[0].severity == severity::warning);
  CHECK_FALSE(well[0].cut_off);
  certificate_view key;
  key.alias = "hall.edge";
  key.not_after_ms = 1'000;
  vault_view vault;
  vault.certificates = {key};
  CHECK(problems_of(vault, int64_t{999})[0].severity == severity::warning);
  CHECK(problems_of(vault, int64_t{1'000})[0].severity == severity::error);
}

TEST_CASE("many refused subscriptions of one agent are one problem") {
  auto x = agent(connection_status::connected);
  for (int i = 0; i < 100; ++i)
    x.subscriptions.push_back({"hall/" + std::to_string(i), 1, 128, 2, 0, 0});
  auto found = problems_of(x);
  REQUIRE(found.size() == 1);
  CHECK(found[0].subject == "floor");
  CHECK(found[0].text == "the broker refused agent \"floor\" 100 subscriptions, among them hall/0");
  CHECK(consequence(found[0].burden) == "200 attributes get no values");
}

TEST_CASE("a key that agents want and no keystore has is one problem for all of them") {
  auto x = agent(connection_status::error, "there is no key");
  x.certificate_alias = "hall.Edge";
  auto other = x;
  other.id = "cloud";
  vault_view vault;
  std::vector<problem> found;
  add_missing_keys(found, {x, other, agent(connection_status::error)}, vault);
  REQUIRE(found.size() == 1);
  CHECK(found[0].subject == "hall.edge");
  CHECK(found[0].text == "the keystore has no key hall.edge, which agents are to present");
  CHECK_THAT(found[0].what_to_do, Catch::Contains("troupe vault import --realm hall"));
  certificate_view key;
  key.alias = "hall.edge";
  key.is_key = true;
  vault.certificates = {key};
  found.clear();
  add_missing_keys(found, {x}, vault); // it is there: the agent knows better
  CHECK(found.empty());
  vault.certificates.clear();
  vault.problems = {"the keystore does not open"};
  x.problem = "agent floor of realm hall: the keystore does not open";
  add_missing_keys(found, {x}, vault);
  CHECK(found.empty());
}

TEST_CASE("a certificate's problem names the agents that present it") {
  std::vector<problem> found{{"hall", "certificate", "hall.edge", 0, "expires", ""}};
  auto x = agent(connection_status::connected);
  x.certificate_alias = "hall.Edge";
  name_bearers(found, {x, agent(connection_status::connected)});
  CHECK(consequence(found[0].burden) == "presented by hall/floor");
}
