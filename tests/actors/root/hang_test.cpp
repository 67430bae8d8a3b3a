#include "tests/actors/root/plant_fixture.hpp"

#include "actors/inspector/ledger.hpp"
#include "actors/inspector/problems.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

std::vector<problem> problems_in_12_s(const actor_card& x) {
  auto later = std::chrono::steady_clock::now() + 12s;
  std::vector<problem> out;
  add_problems(out, x, later.time_since_epoch().count());
  return out;
}

} // namespace

TEST_CASE_METHOD(plant_fixture, "an actor that hangs is named, and leaves the others alone") {
  auto [realm, kind, name, title] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"hall", "store", "hall", "store of hall"},
          {"hall", "asset", "press", "asset press of hall"},
          {"hall", "link", "press ↔ floor", "link press ↔ floor of hall"},
          {"hall", "agent", "floor", "agent floor of hall"},
          {"hall", "realm", "hall", "realm hall"},
          {"", "vault", "vault", "vault"},
          {"", "mqtt", "mqtt", "mqtt"},
          {"", "inspector", "inspector", "inspector"},
      }));
  CAPTURE(title);
  REQUIRE(network.receive("hall", "1"));
  eventually([&] { return value_of("hall") == "1.0"; });
  auto hung = card(realm, kind, name);
  std::vector<std::pair<actor_card_ptr, caf::actor_addr>> all;
  for (auto& x : env->who->actors())
    all.emplace_back(x, x->address());
  {
    one_hang hang{*hung->meter, word_of(*hung)};
    poke(*hung);
    hang.wait();
    auto found = problems_in_12_s(*hung);
    REQUIRE(found.size() == 1);
    CHECK(found[0].text == title + " has been handling `" + word_of(*hung) + "` for 12 s");
    REQUIRE(network.receive("east", "5"));
    eventually([&] { return value_of("east") == "5.0"; });
    if (kind == "store" || realm.empty())
      CHECK(value_of("hall") == "1.0");
  }
  for (auto& [x, address] : all) {
    CAPTURE(x->title(), x->last_error());
    CHECK(x->meter->alive);
    CHECK(x->address() == address);
  }
  REQUIRE(network.receive("hall", "2"));
  eventually([&] { return value_of("hall") == "2.0"; });
  eventually([&] { return problems_in_12_s(*hung).empty(); });
}

TEST_CASE_METHOD(plant_fixture, "what waited for an actor that hung and crashed is counted") {
  auto [kind, name] = GENERATE(table<std::string, std::string>(
      {{"store", "hall"}, {"asset", "press"}, {"link", "press ↔ floor"}}));
  CAPTURE(kind);
  auto hung = card("hall", kind, name);
  auto groups = env->who->links();
  auto of_hall = [](auto& x) { return x.realm == "hall"; };
  auto& counters = (*std::find_if(groups.begin(), groups.end(), of_hall)->counters)[0];
  auto before = hung->meter->in.load();
  {
    one_hang hang{*hung->meter, word_of(*hung)};
    poke(*hung);
    hang.wait();
    for (auto i = 0; i < 1'200; ++i) // three batches
      REQUIRE(network.receive("hall", "7"));
    eventually([&] { return hung->meter->in > before + 1; });
    hang.crash();
  }
  eventually([&] { return hung->meter->restarts == 1 && hung->meter->alive; });
  eventually([&] {
    return counters[inbound::stored] + counters[inbound::dropped] == 1'200
           && counters[inbound::received] == 1'200;
  });
  CHECK(counters[inbound::dropped] > 0);
  CHECK(read_ledger(counters).closes());
  eventually([&] { // what comes before the others know of the new one is lost, too
    REQUIRE(network.receive("hall", "8"));
    return value_of("hall") == "8.0";
  });
}

TEST_CASE_METHOD(plant_fixture, "agents connect anew through the successor of an mqtt actor") {
  auto crashed = card("", "mqtt", "mqtt");
  one_crash boom{*crashed->meter};
  poke(*crashed);
  eventually([&] { return crashed->meter->restarts == 1; });
  for (auto realm : {"east", "hall"}) {
    eventually([&] { return value_of(realm, "floor", "agentStatus") == "\"CONNECTED\""; });
    eventually([&] {
      REQUIRE(network.receive(realm, "3"));
      return value_of(realm) == "3.0";
    });
  }
}
