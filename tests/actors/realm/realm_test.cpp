#include "tests/actors/realm/realm_fixture.hpp"

#include "actors/inspector/ledger.hpp"

#include <map>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(realm_fixture, "a realm brings a message from its agent into an attribute") {
  CHECK(network->subscribed == std::vector<std::string>{"press/speed"});
  CHECK(value_of("floor", "agentStatus") == "\"CONNECTED\"");
  CHECK(receive("20.5"));
  CHECK(value_of("press", "speed") == "20.5");
  pass(1s);
  CHECK(counters()[inbound::received] == 1);
  CHECK(counters()[inbound::stored] == 1);
  CHECK(counters()[inbound::at_store] == 0);
}

TEST_CASE_METHOD(realm_fixture, "a write goes through the link to the agent") {
  auto result = ask<write_result>(hall, write_request{"press", "speed", "7", noon(), true});
  REQUIRE(result);
  CHECK(result->state == write_state::acknowledged);
  REQUIRE(network->published.size() == 1);
  CHECK(network->published[0].topic == "press/set");
  CHECK(network->published[0].payload == "7.0");
  CHECK_FALSE(network->published[0].retain);
  CHECK(counters()[outbound::requested] == 1);
  CHECK(counters()[outbound::acknowledged] == 1);
  CHECK(counters()[outbound::in_flight] == 0);
}

TEST_CASE("update on write changes the attribute only when the agent took the write") {
  realm_fixture x{[](agent_link_settings& link) { link.update_on_write = true; }};
  REQUIRE(x.receive("1"));
  REQUIRE(x.ask<write_result>(x.hall, write_request{"press", "speed", "7", noon(), false}));
  CHECK(x.value_of("press", "speed") == "7.0");
  x.tell(x.network->opened[0].agent, mqtt_closed{x.network->attempt, true, "gone"});
  CHECK_FALSE(x.ask<write_result>(x.hall, write_request{"press", "speed", "8", noon(), false}));
  CHECK(x.value_of("press", "speed") == "7.0");
}

TEST_CASE_METHOD(realm_fixture, "an actor that crashes is restarted and takes its place again") {
  auto [kind, name] = GENERATE(table<std::string, std::string>({
      {"store", "hall"},
      {"asset", "press"},
      {"asset", "floor"},
      {"link", "press ↔ floor"},
      {"agent", "floor"},
  }));
  CAPTURE(kind, name);
  REQUIRE(receive("1"));
  pass(1s);
  std::map<actor_card_ptr, caf::actor_addr> before;
  for (auto& x : who->actors())
    before.emplace(x, x->address());
  crash(kind, name);
  for (auto& [x, address] : before)
    CHECK((x->address() == address) == (x != card(kind, name) || x->kind == "realm"));
  CHECK(card(kind, name)->meter->restarts == 1);
  CHECK(card(kind, name)->last_error().find("injected") != std::string::npos);
  CHECK(value_of("press", "speed") == "1.0");
  CHECK(value_of("floor", "agentStatus") == "\"CONNECTED\"");
  REQUIRE(receive("2"));
  CHECK(value_of("press", "speed") == "2.0");
  CHECK(ask<write_result>(hall, write_request{"press", "speed", "7", noon(), true}));
  CHECK(ask<uint64_t>(hall, flush_atom::value));
  CHECK(counters()[inbound::received] == 2);
  CHECK(counters()[inbound::stored] == 2);
}

TEST_CASE_METHOD(
    realm_fixture, "what a link remembers outlives it, and is the newest of each kind") {
  REQUIRE(receive("1"));
  REQUIRE(receive("warm"));
  crash("link", "press ↔ floor");
  auto payload = [&](memory_kind kind) {
    counters();
    auto found = groups.at(0).memory->of(0)[static_cast<size_t>(kind)];
    return found.message ? found.message->payload : "none";
  };
  CHECK(payload(memory_kind::good) == "1");
  CHECK(payload(memory_kind::failed) == "warm");
  CHECK(payload(memory_kind::filtered) == "none");
  REQUIRE(receive("2"));
  CHECK(payload(memory_kind::good) == "2");
  CHECK(payload(memory_kind::failed) == "warm");
}

TEST_CASE_METHOD(realm_fixture, "an agent's status is heard of after its asset was restarted") {
  crash("asset", "floor");
  CHECK(value_of("floor", "host") == "\"broker\"");
  tell(network->opened[0].agent, mqtt_closed{network->attempt, true, "gone"});
  CHECK(value_of("floor", "agentStatus") == "\"WAITING\"");
}

TEST_CASE_METHOD(
    realm_fixture, "a new mqtt actor is connected to, whatever the old one still says") {
  auto old = network->opened[0].agent;
  auto mqtt = caf::actor_cast<mqtt_actor>(spawn(accept_all, network));
  auto before = network->attempt;
  tell(hall, attach_atom::value, mqtt_handle{mqtt});
  REQUIRE(network->opened.size() == 2);
  CHECK(network->attempt > before);
  tell(old, mqtt_closed{before, true, "late news"});
  CHECK(value_of("floor", "agentStatus") == "\"CONNECTED\"");
}

TEST_CASE_METHOD(realm_fixture, "a write that dies with its agent counts as dropped") {
  network->silent = true;
  auto waiting = request<write_result>(hall, write_request{"press", "speed", "7", noon(), true});
  CHECK(counters()[outbound::in_flight] == 1);
  crash("agent", "floor");
  CHECK(counters()[outbound::in_flight] == 0);
  CHECK(counters()[outbound::dropped] == 1);
}

TEST_CASE_METHOD(realm_fixture, "what an actor had before it when it crashed counts as dropped") {
  auto [kind, name, message] = GENERATE(table<std::string, std::string, std::string>({
      {"store", "hall", "state_batch"},
      {"asset", "press", "update_batch"},
      {"link", "press ↔ floor", "delivery_batch"},
  }));
  CAPTURE(kind, name);
  one_crash boom{*card(kind, name)->meter, message};
  incoming_message x;
  x.topic = "press/speed";
  x.payload = "3";
  for (auto i = 0; i < 1'200; ++i) // three batches
    REQUIRE(network->opened.back().sink->take(x));
  pass(2s);
  CHECK(card(kind, name)->meter->restarts == 1);
  auto end = read_ledger(counters());
  CHECK(end.closes());
  CHECK(counters()[inbound::received] == 1'200);
  CHECK(counters()[inbound::dropped] >= 512); // the batch at hand, if no other
  CHECK(counters()[inbound::stored] + counters()[inbound::dropped] == 1'200);
  REQUIRE(receive("4"));
  CHECK(value_of("press", "speed") == "4.0");
}

TEST_CASE_METHOD(realm_fixture, "what waits for an agent that crashes counts as dropped") {
  one_crash boom{*card("agent", "floor")->meter, "drain"};
  for (auto payload : {"1", "2", "3"})
    REQUIRE(receive(payload));
  pass(2s);
  CHECK(card("agent", "floor")->meter->restarts == 1);
  network->opened.erase(network->opened.begin()); // as the mqtt actor does with its client
  auto agent = who->agents().at(0).counters;
  CHECK(agent->messages == 3);
  CHECK(agent->dropped == 3);
  CHECK(agent->waiting == 0);
}

TEST_CASE_METHOD(realm_fixture, "the realm of an actor that keeps crashing ends, and says why") {
  std::string why;
  spawn([&](caf::event_based_actor* self) {
    self->monitor(hall);
    self->set_down_handler([&](const caf::down_msg& x) { why = sentence(x.reason); });
    return caf::behavior{[](pulse_atom) {}};
  });
  for (size_t i = 0; i < restart_schedule::budget; ++i)
    crash("asset", "press");
  CHECK(why.empty());
  CHECK_FALSE(card("asset", "press")->given_up);
  crash("asset", "press");
  CHECK(why == "its asset press failed more than 5 times within 60 s, at last: injected");
  CHECK(card("asset", "press")->given_up);
  for (auto& x : who->actors())
    CHECK_FALSE(x->meter->alive);
}

TEST_CASE_METHOD(realm_fixture, "stopping works off what is under way, sources first") {
  incoming_message x;
  x.topic = "press/speed";
  x.payload = "3";
  network->opened.back().sink->take(x);
  auto stopped = ask<bool>(hall, stop_atom::value);
  REQUIRE(stopped);
  CHECK(*stopped);
  CHECK(counters()[inbound::received] == 1);
  CHECK(counters()[inbound::stored] == 1);
}

TEST_CASE_METHOD(realm_fixture, "stopping loses nothing that a busy agent has yet to look at") {
  for (auto payload : {"1", "2", "3", "4"})
    REQUIRE(receive(payload));
  CHECK(counters()[inbound::received] < 4); // else this shows nothing
  auto stopped = ask<bool>(hall, stop_atom::value);
  REQUIRE(stopped);
  CHECK(*stopped);
  CHECK(counters()[inbound::received] == 4);
  CHECK(counters()[inbound::stored] == 4);
}

TEST_CASE_METHOD(realm_fixture, "who asks for what is not there is told its name") {
  auto asset = ask<std::vector<attribute_view>>(hall, attribute_query{"pres", ""});
  REQUIRE_FALSE(asset);
  CHECK(sentence(asset.error()) == "there is no asset pres in realm hall");
  auto agent = ask<probe_report>(hall, probe_atom::value, std::string{"flor"});
  REQUIRE_FALSE(agent);
  CHECK(sentence(agent.error()) == "there is no agent flor in realm hall");
  auto write = ask<write_result>(hall, write_request{"floor", "host", "\"x\"", noon(), false});
  REQUIRE_FALSE(write);
  CHECK(sentence(write.error()).find("configuration file") != std::string::npos);
}
