#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include "actors/realm/realm.hpp"
#include "actors/topology.hpp"

#include <caf/stateful_actor.hpp>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

int64_t noon() { return 1'750'000'000'000; }

/// What the agents told the mqtt actor, and where to leave messages for them.
struct fake_mqtt {
  std::vector<open_client> opened;
  std::vector<std::string> subscribed;
  std::vector<mqtt_publish> published;
  uint32_t attempt = 0; ///< The last one.
  bool silent = false;  ///< Acknowledges nothing.
  bool away = false;    ///< Accepts no connection.
};

/// Accepts every connection and every subscription at once.
caf::behavior accept_all(caf::event_based_actor* self, std::shared_ptr<fake_mqtt> log) {
  auto to = [log](uint32_t client) { return log->opened[client].agent; };
  return {
      [log](const open_client& x) {
        log->opened.push_back(x);
        return static_cast<uint32_t>(log->opened.size() - 1);
      },
      [=](const mqtt_connect& x) {
        log->attempt = x.attempt;
        if (log->away)
          self->send(to(x.client), mqtt_closed{x.attempt, false, "away"});
        else
          self->send(to(x.client), mqtt_connected{x.attempt, false});
      },
      [=](const mqtt_subscribe& x) {
        for (auto& topic : x.topics)
          log->subscribed.push_back(topic.topic);
        self->send(
            to(x.client), mqtt_suback{1, x.request, std::vector<uint8_t>(x.topics.size(), 0), {}});
      },
      [](const mqtt_unsubscribe&) {},
      [=](const mqtt_publish& x) {
        log->published.push_back(x);
        if (!log->silent)
          self->send(to(x.client), mqtt_published{x.token, true, {}});
      },
      [=](const mqtt_disconnect& x) {
        self->send(to(x.client), mqtt_closed{log->attempt, true, "told to"});
      },
  };
}

/// One realm with one agent, one asset and one link between them.
struct realm_fixture : test::actor_fixture {
  test::temp_folder folder;
  std::shared_ptr<fake_mqtt> network = std::make_shared<fake_mqtt>();
  roster_ptr who = std::make_shared<roster>();
  realm_actor hall;

  realm_fixture() : realm_fixture{[](agent_link_settings&) {}} {}

  /// `change` makes the link what the test is about.
  explicit realm_fixture(
      const std::function<void(agent_link_settings&)>& change,
      std::vector<forward_settings> forwards = {}) {
    auto config = std::make_shared<settings>();
    config->runtime.storage_dir = folder.path();
    agent_settings floor;
    floor.id = "floor";
    floor.host = "broker";
    attribute_settings speed;
    speed.name = "speed";
    speed.type = value_type::number;
    speed.agent_link = agent_link_settings{};
    speed.agent_link->agent = "floor";
    speed.agent_link->subscription_topic = "press/speed";
    speed.agent_link->publish_topic = "press/set";
    change(*speed.agent_link);
    speed.forwards = std::move(forwards);
    asset_settings press;
    press.id = "press";
    press.attributes = {speed};
    realm_settings settings;
    settings.name = "hall";
    settings.agents = {floor};
    settings.assets = {press};
    config->realms = {settings};
    auto env = std::make_shared<environment_of_actors>();
    env->config = config;
    env->who = who;
    env->now_ms = noon;
    env->own_threads = false;
    hall = spawn(
        realm, who->enrol(0, "hall", "realm", "hall"), actors_environment{env},
        std::shared_ptr<const realm_settings>{config, &config->realms[0]});
    auto mqtt = caf::actor_cast<mqtt_actor>(spawn(accept_all, network));
    tell(hall, attach_atom::value, mqtt_handle{mqtt});
  }

  /// As if the broker had sent it.
  bool receive(std::string_view payload, std::string_view topic = "press/speed") {
    incoming_message x;
    x.topic = topic;
    x.payload = payload;
    auto taken = network->opened.back().sink->take(x);
    run();
    return taken;
  }

  std::string value_of(const std::string& asset, const std::string& attribute) {
    auto views = ask<std::vector<attribute_view>>(hall, attribute_query{asset, attribute});
    REQUIRE(views);
    REQUIRE(views->size() == 1);
    return to_json(views->front().state.content);
  }

  actor_card_ptr card(const std::string& kind, const std::string& name) {
    for (auto& x : who->actors())
      if (x->kind == kind && x->name == name)
        return x;
    throw std::runtime_error{"no such actor"};
  }

  /// The actor ends with all that is in its mailbox, as if a handler had thrown.
  void crash(const std::string& kind, const std::string& name) {
    auto address = card(kind, name)->address();
    tell(
        caf::actor_cast<caf::actor>(address),
        caf::exit_msg{address, caf::make_error(caf::sec::runtime_error, "injected")});
    pass(1s);
  }

  const link_counters& counters() {
    groups = who->links();
    return (*groups.at(0).counters)[0];
  }
  std::vector<link_group> groups;
};

struct timed_fixture : realm_fixture {
  timed_fixture()
      : realm_fixture{[](agent_link_settings& x) {
          x.value_filters = {json_path_filter{"$.v", false, false, {}}};
          x.timestamp = timestamp_settings{"$.ts", "epoch_s", {}};
        }} {}

  attribute_state speed() {
    auto views = ask<std::vector<attribute_view>>(hall, attribute_query{"press", "speed"});
    REQUIRE(views);
    return views->at(0).state;
  }
};

struct topic_fixture : realm_fixture {
  topic_fixture()
      : realm_fixture{[](agent_link_settings& x) {
          x.subscription_topic = "hall/+/rpm/+";
          x.value_filters = {topic_filter{-1, {}}};
          x.retain = true;
        }} {}
};

} // namespace

TEST_CASE_METHOD(timed_fixture, "a value has the time that its message tells") {
  const auto now = noon() / 1000;
  REQUIRE(receive(R"({"v": 1, "ts": )" + std::to_string(now - 60) + ".25}"));
  CHECK(speed().timestamp_ms == (now - 60) * 1000 + 250);
  CHECK(speed().quality == quality::good);
  REQUIRE(receive(R"({"v": 2, "ts": )" + std::to_string(now - 70) + "}"));
  CHECK(value_of("press", "speed") == "1.0");
  pass(1s); // the agent waits for the store
  REQUIRE(receive(R"({"v": 3})"));
  CHECK(value_of("press", "speed") == "3.0");
  CHECK(speed().timestamp_ms == noon());
  CHECK(speed().quality == quality::clock_suspect);
  REQUIRE(receive(R"({"v": 4, "ts": )" + std::to_string(now + 3600) + "}"));
  CHECK(value_of("press", "speed") == "4.0");
  CHECK(speed().timestamp_ms == noon());
  CHECK(speed().quality == quality::clock_suspect);
  pass(1s);
  REQUIRE(receive(R"({"ts": )" + std::to_string(now) + "}")); // nothing to give a time to
  pass(1s);
  CHECK(counters()[inbound::received] == 5);
  CHECK(counters()[inbound::stored] == 4);
  CHECK(counters()[inbound::late] == 1);
  CHECK(counters()[inbound::untimed] == 2);
  CHECK(counters()[inbound::filtered_missed] == 1);
}

TEST_CASE_METHOD(timed_fixture, "a late value is late after a restart of its asset, too") {
  const auto now = noon() / 1000;
  REQUIRE(receive(R"({"v": 1, "ts": )" + std::to_string(now - 60) + "}"));
  REQUIRE(ask<uint64_t>(hall, flush_atom::value));
  crash("asset", "press");
  REQUIRE(receive(R"({"v": 2, "ts": )" + std::to_string(now - 61) + "}"));
  CHECK(value_of("press", "speed") == "1.0");
  REQUIRE(receive(R"({"v": 3, "ts": )" + std::to_string(now - 59) + "}"));
  CHECK(value_of("press", "speed") == "3.0");
}

TEST_CASE_METHOD(topic_fixture, "a level of the topic becomes a value") {
  CHECK(network->subscribed == std::vector<std::string>{"hall/+/rpm/+"});
  REQUIRE(receive("", "hall/press/rpm/1450"));
  CHECK(value_of("press", "speed") == "1450.0");
  REQUIRE(receive("", "hall/press/rpm/fast"));
  CHECK(value_of("press", "speed") == "1450.0");
  pass(1s);
  CHECK(counters()[inbound::rejected_coercion] == 1);
}

TEST_CASE_METHOD(topic_fixture, "a write of a link that retains is published retained") {
  REQUIRE(ask<write_result>(hall, write_request{"press", "speed", "7", noon(), false}));
  REQUIRE(network->published.size() == 1);
  CHECK(network->published[0].retain);
}

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
  crash(kind, name);
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

TEST_CASE_METHOD(realm_fixture, "a realm stops in order though one of its actors was given up") {
  auto [kind, name] = GENERATE(table<std::string, std::string>({
      {"asset", "press"},
      {"link", "press ↔ floor"},
      {"agent", "floor"},
      {"store", "hall"},
  }));
  CAPTURE(kind, name);
  for (size_t i = 0; i <= restart_schedule::budget; ++i)
    crash(kind, name);
  auto stopped = ask<bool>(hall, stop_atom::value);
  REQUIRE(stopped);
  CHECK(*stopped == (kind != "store"));
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

TEST_CASE_METHOD(realm_fixture, "an actor that keeps crashing is given up, the others go on") {
  for (size_t i = 0; i <= restart_schedule::budget; ++i)
    crash("asset", "press");
  CHECK(card("asset", "press")->meter->restarts == restart_schedule::budget);
  CHECK_FALSE(card("asset", "press")->meter->alive);
  CHECK(value_of("floor", "agentStatus") == "\"CONNECTED\"");
  REQUIRE(receive("1"));
  pass(1s);
  CHECK(counters()[inbound::received] == counters()[inbound::dropped]);
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

namespace {

forward_settings to_cloud() {
  forward_settings out;
  out.agent = "floor";
  out.publish_topic = "cloud/speed";
  out.qos = 1;
  out.retain = true;
  return out;
}

/// As above, and the attribute is forwarded through the same agent.
struct forwarding_realm : realm_fixture {
  forwarding_realm() : realm_fixture{[](agent_link_settings&) {}, {to_cloud()}} {}

  /// The connection goes; a new one is not accepted until `come_back`.
  void go_away() {
    network->away = true;
    tell(network->opened[0].agent, mqtt_closed{network->attempt, true, "gone"});
  }
  void come_back() {
    network->away = false;
    pass(10s);
  }

  std::vector<std::string> payloads() const {
    std::vector<std::string> out;
    for (auto& x : network->published) {
      CHECK(x.topic == "cloud/speed");
      CHECK(x.qos == 1);
      CHECK(x.retain);
      out.push_back(x.payload);
    }
    return out;
  }

  const link_counters& row() {
    groups = who->links();
    return (*groups.at(0).counters)[1];
  }
};

using texts = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(forwarding_realm, "a value goes on through an agent, and waits while it is away") {
  REQUIRE(receive("1"));
  CHECK(payloads() == texts{"1.0"});
  go_away();
  for (auto x : {"2", "3"})
    REQUIRE(receive(x));
  pass(10ms); // a busy agent looks a moment later
  CHECK(payloads() == texts{"1.0"});
  CHECK(row()[outbound::queued] == 1);
  come_back();
  CHECK(payloads() == texts{"1.0", "3.0"});
  CHECK(row()[outbound::requested] == 3);
  CHECK(row()[outbound::acknowledged] == 2);
  CHECK(row()[outbound::superseded] == 1);
}

TEST_CASE_METHOD(forwarding_realm, "a value that dies with its agent is sent by the next one") {
  network->silent = true;
  REQUIRE(receive("1"));
  CHECK(row()[outbound::in_flight] == 1);
  network->silent = false;
  crash("agent", "floor");
  CHECK(payloads() == texts{"1.0", "1.0"});
  CHECK(row()[outbound::acknowledged] == 1);
  CHECK(row()[outbound::requested] == 1);
}

TEST_CASE_METHOD(forwarding_realm, "a link that was restarted sends the state once more") {
  REQUIRE(receive("1"));
  crash("link", "press ↔ floor");
  CHECK(payloads() == texts{"1.0", "1.0"});
  crash("asset", "press");
  pass(1s);
  CHECK(payloads() == texts{"1.0", "1.0"});
  CHECK(row()[outbound::filtered] == 1);
}

TEST_CASE_METHOD(forwarding_realm, "forwards do not use up what writes may have in flight") {
  network->silent = true;
  REQUIRE(receive("1"));
  network->silent = false;
  CHECK(ask<write_result>(hall, write_request{"press", "speed", "7", noon(), true}));
}
