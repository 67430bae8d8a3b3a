#pragma once

#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/interference.hpp"
#include "tests/support/temp_folder.hpp"

#include "actors/realm/realm.hpp"
#include "actors/topology.hpp"

#include <caf/stateful_actor.hpp>

namespace troupe::test {

using namespace std::chrono_literals;

inline int64_t noon() { return 1'750'000'000'000; }

/// What the agents told the mqtt actor, and where to leave messages for them.
struct fake_mqtt {
  std::vector<open_client> opened;
  std::vector<std::string> subscribed;
  std::vector<std::string> unsubscribed;
  std::vector<mqtt_publish> published;
  uint32_t attempt = 0; ///< The last one.
  bool silent = false;  ///< Acknowledges nothing.
  bool away = false;    ///< Accepts no connection.
};

/// Accepts every connection and every subscription at once.
inline caf::behavior accept_all(caf::event_based_actor* self, std::shared_ptr<fake_mqtt> log) {
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
            to(x.client),
            mqtt_suback{log->attempt, x.request, std::vector<uint8_t>(x.topics.size(), 0), {}});
      },
      [=](const mqtt_unsubscribe& x) {
        log->unsubscribed.insert(log->unsubscribed.end(), x.topics.begin(), x.topics.end());
      },
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
struct realm_fixture : actor_fixture {
  temp_folder folder;
  std::shared_ptr<fake_mqtt> network = std::make_shared<fake_mqtt>();
  roster_ptr who = std::make_shared<roster>();
  std::shared_ptr<settings> config = std::make_shared<settings>(); ///< At first.
  realm_actor hall;

  realm_fixture() : realm_fixture{[](agent_link_settings&) {}} {}

  /// `change` makes the link what the test is about.
  explicit realm_fixture(
      const std::function<void(agent_link_settings&)>& change,
      std::vector<forward_settings> forwards = {}) {
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

  /// The handler of the next message throws; what waits in the mailbox goes with the actor.
  void crash(const std::string& kind, const std::string& name) {
    auto found = card(kind, name);
    one_crash boom{*found->meter};
    tell(caf::actor_cast<caf::actor>(found->address()), pulse_atom::value);
    pass(1s);
  }

  const link_counters& counters() {
    groups = who->links();
    return (*groups.at(0).counters)[0];
  }
  std::vector<link_group> groups;
};

} // namespace troupe::test
