#include "tests/actors/realm/realm_fixture.hpp"

#include "actors/inspector/ledger.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

attribute_settings
linked(const std::string& name, const std::string& topic, const std::string& agent = "floor") {
  attribute_settings out;
  out.name = name;
  out.type = value_type::number;
  out.agent_link = agent_link_settings{};
  out.agent_link->agent = agent;
  out.agent_link->subscription_topic = topic;
  out.agent_link->publish_topic = topic + "/set";
  return out;
}

forward_settings to_cloud() {
  forward_settings out;
  out.agent = "floor";
  out.publish_topic = "cloud/speed";
  out.qos = 1;
  return out;
}

/// A realm whose configuration changes: asset "press" with "speed" at "press/speed", asset "saw"
/// with the same at "saw/speed".
struct reloading_realm : realm_fixture {
  explicit reloading_realm(std::vector<forward_settings> forwards = {})
      : realm_fixture{[](agent_link_settings&) {}, std::move(forwards)} {
    CHECK(change([](realm_settings& x) {
      auto& saw = x.assets.emplace_back();
      saw.id = "saw";
      saw.attributes = {linked("speed", "saw/speed")};
    }));
    network->subscribed.clear();
  }

  using edit = std::function<void(realm_settings&)>;

  std::shared_ptr<const realm_settings> edited(const edit& x) {
    auto wanted = std::make_shared<settings>(*config);
    x(wanted->realms[0]);
    share_equals(*wanted, *config);
    config = wanted;
    return wanted->realms.share(0);
  }

  /// Whether all who had to end have ended.
  bool change(const edit& x) {
    auto done = ask<bool>(hall, realm_reload{edited(x)});
    REQUIRE(done);
    return *done;
  }

  /// As if the broker had sent it just now: nobody has looked yet.
  void leave(const std::string& topic, const std::string& payload) {
    incoming_message x;
    x.topic = topic;
    x.payload = payload;
    REQUIRE(network->opened.front().sink->take(x));
  }

  std::vector<uint64_t> actor_ids() {
    std::vector<uint64_t> out;
    for (auto& x : who->actors()) {
      CHECK(x->meter->alive);
      out.push_back(x->id);
    }
    return out;
  }

  uint64_t id(const std::string& kind, const std::string& name) { return card(kind, name)->id; }

  const link_counters& row_of(const std::string& asset, size_t row = 0) {
    groups = who->links();
    for (auto& x : groups)
      if (x.asset->id == asset)
        return (*x.counters)[row];
    throw std::runtime_error{"no such links"};
  }
};

using texts = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(reloading_realm, "the same settings change nothing at all") {
  auto before = actor_ids();
  CHECK(change([](realm_settings&) {}));
  CHECK(actor_ids() == before);
  CHECK(network->opened.size() == 1);
  CHECK(network->subscribed.empty());
  CHECK(network->unsubscribed.empty());
}

TEST_CASE_METHOD(reloading_realm, "a link that changes leaves the connection and others alone") {
  REQUIRE(receive("5"));
  auto saw = id("asset", "saw");
  auto press = id("asset", "press");
  CHECK(change([](realm_settings& x) {
    x.assets[0].attributes[0].agent_link->subscription_topic = "press/rpm";
  }));
  CHECK(network->opened.size() == 1);
  CHECK(network->subscribed == texts{"press/rpm"});
  CHECK(network->unsubscribed == texts{"press/speed"});
  CHECK(id("asset", "saw") == saw);
  CHECK(id("asset", "press") != press);
  CHECK(value_of("press", "speed") == "5.0"); // taken up again
  REQUIRE(receive("6", "press/rpm"));
  REQUIRE(receive("7", "press/speed"));
  pass(10ms); // a busy agent looks a moment later
  CHECK(value_of("press", "speed") == "6.0");
  CHECK(row_of("press")[inbound::received] == 2); // what was counted before still counts
  CHECK(actor_ids().size() == 8);
}

TEST_CASE_METHOD(reloading_realm, "messages that come meanwhile are neither lost nor doubled") {
  for (int round = 0; round < 20; ++round) {
    leave("press/speed", std::to_string(round));
    auto wanted = edited([&](realm_settings& x) {
      x.assets[0].name = "Press " + std::to_string(round);
      x.assets[0].attributes.resize(1);
      if (round % 2 == 0)
        x.assets[0].attributes.push_back(linked("load", "press/load"));
    });
    caf::anon_send(hall, realm_reload{wanted});
    leave("press/speed", std::to_string(100 + round));
    run();
    pass(10ms); // a busy agent looks a moment later
    CHECK(value_of("press", "speed") == std::to_string(100 + round) + ".0");
  }
  pass(2s); // the commit
  auto& row = row_of("press");
  CHECK(row[inbound::received] == 40);
  CHECK(row[inbound::stored] == 40);
  CHECK(read_ledger(row).closes());
}

TEST_CASE_METHOD(reloading_realm, "what is gone ends, and its topics are unsubscribed") {
  auto before = actor_ids().size();
  CHECK(change([](realm_settings& x) { x.assets = {x.assets[0]}; }));
  CHECK(network->unsubscribed == texts{"saw/speed"});
  CHECK(actor_ids().size() == before - 2);
  auto found = ask<std::vector<attribute_view>>(hall, attribute_query{"saw", "speed"});
  REQUIRE_FALSE(found);
  CHECK(is(found.error(), errc::not_found));
  CHECK(who->links().size() == 1);
}

TEST_CASE_METHOD(reloading_realm, "what was gone for a while has its last state again") {
  REQUIRE(receive("5"));
  CHECK(change([](realm_settings& x) { x.assets[0].attributes = {linked("load", "press/load")}; }));
  CHECK(change([](realm_settings& x) {
    x.assets[0].attributes = {linked("load", "press/load"), linked("speed", "press/speed")};
  }));
  CHECK(value_of("press", "speed") == "5.0");
}

TEST_CASE_METHOD(reloading_realm, "an agent that is to connect in another way does so, alone") {
  auto press = id("asset", "press");
  CHECK(change([](realm_settings& x) { x.agents[0].host = "other"; }));
  REQUIRE(network->opened.size() == 2);
  CHECK(network->opened[1].options.host == "other");
  CHECK(network->subscribed == texts{"press/speed", "saw/speed"});
  CHECK(id("asset", "press") == press);
  REQUIRE(receive("6"));
  CHECK(value_of("press", "speed") == "6.0");
  CHECK(value_of("floor", "host") == "\"other\"");
  REQUIRE(ask<write_result>(hall, write_request{"press", "speed", "7", noon()}));
  CHECK(network->published.back().payload == "7.0");
}

TEST_CASE_METHOD(reloading_realm, "an agent takes what needs no other connection as it is") {
  CHECK(change([](realm_settings& x) {
    x.agents[0].wildcard_subscription_topics = {"press/#"};
    x.agents[0].reconnect_max = 10min;
  }));
  CHECK(network->opened.size() == 1);
  CHECK(network->subscribed == texts{"press/#"});
  CHECK(network->unsubscribed == texts{"press/speed"});
  REQUIRE(receive("6"));
  CHECK(value_of("press", "speed") == "6.0");
}

TEST_CASE_METHOD(reloading_realm, "agents come and go with the links that use them") {
  auto before = actor_ids().size();
  CHECK(change([](realm_settings& x) {
    auto& yard = x.agents.emplace_back();
    yard.id = "yard";
    yard.host = "yard";
    x.assets[1].attributes = {linked("speed", "saw/speed", "yard")};
  }));
  REQUIRE(network->opened.size() == 2);
  CHECK(network->unsubscribed == texts{"saw/speed"});
  CHECK(network->subscribed == texts{"saw/speed"});
  CHECK(actor_ids().size() == before + 2);
  CHECK(change([](realm_settings& x) {
    x.agents = {x.agents[0]};
    x.assets[1].attributes = {linked("speed", "saw/speed")};
  }));
  CHECK(actor_ids().size() == before);
  CHECK(network->subscribed == texts{"saw/speed", "saw/speed"});
  CHECK(ask<std::vector<agent_view>>(hall, view_atom::value)->size() == 1);
}

TEST_CASE_METHOD(reloading_realm, "an id may pass from an agent to an asset and back") {
  auto agent_saw = [](realm_settings& x) {
    x.assets = {x.assets[0]};
    auto& saw = x.agents.emplace_back();
    saw.id = "saw";
    saw.host = "yard";
  };
  CHECK(change(agent_saw));
  CHECK(value_of("saw", "host") == "\"yard\"");
  CHECK(change([](realm_settings& x) {
    x.agents = {x.agents[0]};
    auto& saw = x.assets.emplace_back();
    saw.id = "saw";
    saw.attributes = {linked("speed", "saw/speed")};
  }));
  leave("saw/speed", "6");
  pass(10ms);
  CHECK(value_of("saw", "speed") == "6.0");
  CHECK(actor_ids().size() == 8);
}

TEST_CASE_METHOD(reloading_realm, "a write that is under way is answered by the one who took it") {
  network->silent = true;
  auto answer = request<write_result>(hall, write_request{"press", "speed", "7", noon(), true});
  auto done = request<bool>(
      hall, realm_reload{edited([](realm_settings& x) { x.assets[0].name = "another"; })});
  CHECK_FALSE(*answer);
  REQUIRE(ask<write_result>(hall, write_request{"press", "speed", "8", noon()})); // the successor
  tell(network->opened[0].agent, mqtt_published{network->published[0].token, true, {}});
  REQUIRE(*answer);
  REQUIRE(**answer);
  CHECK((**answer)->state == write_state::acknowledged);
  REQUIRE(*done);
  CHECK(***done);
}

TEST_CASE_METHOD(reloading_realm, "a write that is under way holds up nobody") {
  network->silent = true;
  auto answer = request<write_result>(hall, write_request{"press", "speed", "7", noon(), true});
  CHECK(change([](realm_settings& x) { x.assets[0].name = "another"; }));
  CHECK_FALSE(*answer);
  REQUIRE(receive("6"));
  CHECK(value_of("press", "speed") == "6.0");
  CHECK(change([](realm_settings& x) { x.assets[0].name = "a third one"; }));
  pass(11s);
  CHECK(*answer); // that it has not been acknowledged
  CHECK(actor_ids().size() == 8);
}

TEST_CASE_METHOD(reloading_realm, "a child that crashed before the change begins anew after it") {
  for (auto kind : {"asset", "link", "agent"}) {
    INFO(kind);
    auto name = kind == std::string{"link"}    ? "press ↔ floor"
                : kind == std::string{"agent"} ? "floor"
                                               : "press";
    for (int i = 0; i < 3; ++i) { // the third comes back after a while
      auto address = card(kind, name)->address();
      tell(
          caf::actor_cast<caf::actor>(address),
          caf::exit_msg{address, caf::make_error(caf::sec::runtime_error, "injected")});
    }
    CHECK(change([&](realm_settings& x) { x.assets[0].name = kind; }));
    pass(20s);
    REQUIRE(receive("6"));
    pass(10ms);
    CHECK(value_of("press", "speed") == "6.0");
    CHECK(actor_ids().size() == 8);
  }
}

TEST_CASE_METHOD(reloading_realm, "a stop during a change commits what the successors have") {
  network->silent = true;
  auto write = request<write_result>(hall, write_request{"press", "speed", "7", noon(), true});
  caf::anon_send(
      hall, realm_reload{edited([](realm_settings& x) { x.assets[0].name = "another"; })});
  run();
  REQUIRE(receive("6"));
  auto stopped = request<bool>(hall, stop_atom::value);
  pass(2s);
  REQUIRE(*stopped);
  CHECK(***stopped);
  auto& row = row_of("press");
  CHECK(row[inbound::stored] == row[inbound::received]);
}

namespace {

struct forwarding_reload : reloading_realm {
  forwarding_reload() : reloading_realm{{to_cloud()}} {}
};

} // namespace

TEST_CASE_METHOD(forwarding_reload, "values that wait to be sent on wait with the successor") {
  REQUIRE(receive("1"));
  pass(10ms);
  REQUIRE(network->published.size() == 1);
  network->away = true;
  tell(network->opened[0].agent, mqtt_closed{network->attempt, true, "gone"});
  REQUIRE(receive("2"));
  pass(10ms);
  CHECK(row_of("press", 1)[outbound::queued] == 1);
  CHECK(change(
      [](realm_settings& x) { x.assets[0].attributes.push_back(linked("load", "press/load")); }));
  CHECK(row_of("press", 2)[outbound::queued] == 1);
  network->away = false;
  pass(10s);
  REQUIRE(network->published.size() == 2);
  CHECK(network->published[1].payload == "2.0");
  CHECK(read_ledger(row_of("press", 2)).closes());
}

TEST_CASE_METHOD(forwarding_reload, "values that have nowhere to go any more end as dropped") {
  network->away = true;
  tell(network->opened[0].agent, mqtt_closed{network->attempt, true, "gone"});
  REQUIRE(receive("2"));
  pass(10ms);
  groups = who->links();
  auto counters = groups.at(0).counters;
  CHECK((*counters)[1][outbound::queued] == 1);
  CHECK(change([](realm_settings& x) { x.assets[0].attributes[0].forwards.clear(); }));
  CHECK((*counters)[1][outbound::queued] == 0);
  CHECK((*counters)[1][outbound::dropped] == 1);
}
