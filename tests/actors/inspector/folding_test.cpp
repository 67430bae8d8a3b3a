#include "tests/support/catch.hpp"

#include "actors/inspector/folding.hpp"

#include <algorithm>

using namespace troupe;

namespace {

problem about(std::string kind, std::string subject, std::string agent = {}) {
  problem out{"hall", std::move(kind), std::move(subject), 0, {}, {}};
  out.text = out.kind + ' ' + out.subject;
  out.agent = std::move(agent);
  return out;
}

problem dead(std::string agent) {
  auto out = about("agent", agent, agent);
  out.cut_off = true;
  return out;
}

problem in(std::string realm, problem x) {
  x.realm = std::move(realm);
  return x;
}

problem with_key(problem x, std::string alias) {
  x.alias = std::move(alias);
  return x;
}

problem on(problem x, std::string topic) {
  x.topic = std::move(topic);
  return x;
}

problem mere(problem x) {
  x.severity = severity::warning;
  return x;
}

problem saying(problem x, std::string text) {
  x.text = std::move(text);
  return x;
}

} // namespace

TEST_CASE("what follows from a problem stands under it, and nothing else does") {
  struct row {
    problem cause;
    problem x;
    bool folded;
  };
  auto row = GENERATE(values<struct row>({
      // A connection that is away explains what hangs on it.
      {dead("floor"), about("silence", "press-9", "floor"), true},
      {dead("floor"), about("subscription", "floor a/b", "floor"), true},
      {dead("floor"), about("silence", "press-9", "cloud"), false},
      {dead("floor"), about("silence", "press-9"), false},
      {dead("floor"), in("east", about("silence", "press-9", "floor")), false},
      {about("agent", "floor", "floor"), about("silence", "press-9", "floor"), false},
      {dead("floor"), dead("cloud"), false},
      // A realm that does not answer explains all of it.
      {about("realm", "hall"), about("store", "state.db"), true},
      {about("realm", "hall"), about("actor", "store state.db"), true},
      {about("realm", "hall"), dead("floor"), true},
      {about("realm", "hall"), in("east", dead("floor")), false},
      {about("realm", "hall"), about("certificate", "hall.edge"), false},
      // The vault, and the keys in it.
      {in("", about("vault", "vault")), with_key(dead("floor"), "hall.edge"), false},
      {in("", saying(about("vault", "vault"), "t.p12 is no store")),
       saying(dead("floor"), "agent floor of realm hall: t.p12 is no store"), true},
      {in("", about("vault", "vault")), dead("floor"), false},
      {about("certificate", "hall.edge"), with_key(dead("floor"), "hall.Edge"), true},
      {mere(about("certificate", "hall.edge")), with_key(dead("floor"), "hall.edge"), false},
      {about("certificate", "hall.edge"), with_key(dead("floor"), "hall.other"), false},
      // Actors that ended.
      {about("store", "state.db"), about("actor", "store state.db"), true},
      {about("actor", "asset press-9"), about("silence", "press-9", "floor"), true},
      {mere(about("actor", "asset press-9")), about("silence", "press-9", "floor"), false},
      {about("actor", "agent floor", "floor"), about("silence", "press-9", "floor"), true},
      {in("", about("actor", "mqtt mqtt")), dead("floor"), true},
      // A refused subscription explains the silence on its topics alone.
      {on(about("subscription", "floor a", "floor"), "hall/+/t"),
       on(about("silence", "press-9", "floor"), "hall/9/t"), true},
      {on(about("subscription", "floor a", "floor"), "hall/9/t"),
       on(about("silence", "press-9", "floor"), "hall/8/t"), false},
  }));
  INFO(row.cause.text << ", " << row.x.text);
  for (auto turned : {false, true}) {
    auto found = turned ? fold({row.x, row.cause}) : fold({row.cause, row.x});
    REQUIRE(found.size() == (row.folded ? 1 : 2));
    if (row.folded) {
      CHECK(found[0].text == row.cause.text);
      CHECK(found[0].folded == std::vector{row.x.text});
    }
  }
}

TEST_CASE("a chain of causes ends at the first of them, which carries all of its burden") {
  auto certificate = about("certificate", "hall.edge");
  auto agent = with_key(dead("floor"), "hall.edge");
  agent.burden.agents = {"hall/floor"};
  agent.burden.attributes = 12;
  agent.burden.assets = {"hall/a", "hall/b", "hall/c"};
  agent.burden.queued = 312;
  auto silence = about("silence", "a", "floor");
  silence.burden.stale = 6;
  silence.burden.assets = {"hall/a"};
  auto refused = on(about("subscription", "floor t", "floor"), "t");
  refused.burden.attributes = 12; // the same links
  auto found = fold({silence, refused, agent, certificate});
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == "certificate");
  CHECK(found[0].folded_count == 3);
  CHECK(
      consequence(found[0].burden)
      == "agent hall/floor is not connected; 12 attributes of 3 assets get no values, 6 of them "
         "stale; 312 values wait to be sent");
}

TEST_CASE("of many consequences a few are told, and all are counted") {
  std::vector<problem> all{dead("floor")};
  for (int i = 0; i < 40; ++i)
    all.push_back(about("silence", "press-" + std::to_string(i), "floor"));
  auto found = fold(all);
  REQUIRE(found.size() == 1);
  CHECK(found[0].folded.size() == 10);
  CHECK(found[0].folded_count == 40);
}

TEST_CASE("the same problem said twice is one, and errors come before warnings") {
  auto found = fold(
      {mere(about("agent", "floor", "floor")), saying(about("ledger", "a at floor"), "first"),
       saying(about("ledger", "a at floor"), "second")});
  REQUIRE(found.size() == 2);
  CHECK(found[0].text == "first");
  CHECK(found[0].folded == std::vector<std::string>{"second"});
  CHECK(found[1].kind == "agent");
}

TEST_CASE("a warning that something fails for is an error") {
  auto vault = mere(saying(about("vault", "vault"), "t.p12 is no store"));
  CHECK(fold({vault})[0].severity == severity::warning);
  auto found = fold({vault, saying(dead("floor"), "agent floor: t.p12 is no store")});
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == severity::error);
  CHECK(fold({vault, saying(vault, "its password lies beside it")}).size() == 2);
}

TEST_CASE("the id of a problem is made of what it is about, not of what it says") {
  auto x = dead("floor");
  auto id = id_of(x);
  CHECK(id.size() == 8);
  CHECK(id.find_first_not_of("0123456789abcdef") == std::string::npos);
  x.text = "another cause";
  x.since_ms = 5;
  x.severity = severity::warning;
  CHECK(id_of(x) == id);
  CHECK(id_of(in("east", x)) != id);
  CHECK(id_of(dead("cloud")) != id);
  CHECK(id_of(about("silence", "a", "floor")) != id_of(about("silence", "a", "cloud")));
}

TEST_CASE("a consequence says in words what suffers") {
  auto [x, text] = GENERATE(table<burden, std::string>({
      {burden{}, ""},
      {{.attributes = 1}, "1 attribute gets no values"},
      {{.assets = {"hall/a"}, .attributes = 2}, "2 attributes of 1 asset get no values"},
      {{.assets = {"hall/a", "hall/b"}, .stale = 6}, "6 attributes of 2 assets are stale"},
      {{.stale = 1}, "1 attribute is stale"},
      {{.writable = 3, .queued = 1}, "3 attributes cannot be written; 1 value waits to be sent"},
      {{.agents = {"hall/a", "hall/b"}}, "2 agents are not connected"},
      {{.rows = 40}, "40 values wait for the disk"},
      {{.rows = 1, .more = "presented by hall/a"},
       "presented by hall/a; 1 value waits for the disk"},
  }));
  CHECK(consequence(x) == text);
}

TEST_CASE("an agent that is cut off weighs what its links bring and what waits for it") {
  auto press = std::make_shared<asset_settings>();
  auto& asset = *press;
  asset.id = "press-9";
  asset.attributes.resize(3);
  asset.attributes[0].agent_link.emplace().subscription_topic = "t";
  asset.attributes[1].agent_link.emplace().subscription_topic = "t";
  asset.attributes[1].agent_link->publish_topic = "set";
  forward_settings forward;
  auto links = [&](std::string agent) {
    link_group out{
        "hall",
        press,
        std::move(agent),
        {&asset.attributes[0], &asset.attributes[1], &asset.attributes[2]},
        std::make_shared<link_counter_block>(3)};
    out.forwards = {&forward};
    (*out.counters)[2].add(outbound::queued, 312);
    return out;
  };
  std::vector<problem> problems{dead("floor"), about("agent", "calm", "calm"), dead("floor")};
  weigh(problems, {links("floor"), links("calm"), links("other")});
  CHECK(
      consequence(problems[0].burden)
      == "2 attributes of 1 asset get no values; 1 attribute cannot be written; 312 values wait to "
         "be sent");
  CHECK(consequence(problems[1].burden).empty());
  CHECK(consequence(problems[2].burden).empty()); // it has been counted
}
