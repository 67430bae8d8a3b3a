#include "tests/support/catch.hpp"

#include "actors/agent/subscription_plan.hpp"
#include "actors/agent/topic_trie.hpp"
#include "schemas/errors.hpp"
#include "schemas/topic.hpp"
#include "tests/support/vectors.hpp"

#include <map>

using namespace troupe;
using namespace troupe::vectors;

namespace {

bool flag(const json_node& from, std::string_view name) {
  auto member = from.member(name);
  REQUIRE(member);
  return member->is_true();
}

void check_match(const json_node& test) {
  auto filter = text(test, "filter");
  auto topic = text(test, "topic");
  auto wanted = flag(*passing(test)[0], "matches");
  CHECK(matches(filter, topic) == wanted);
  topic_trie trie;
  trie.add(filter, 7);
  auto found = 0;
  trie.match(topic, [&](uint32_t) { ++found; });
  CHECK(found == wanted);
}

void check_group(const json_node& test) {
  std::vector<std::string> entries;
  std::vector<wanted_topic> wanted;
  auto given = test.member("wildcardSubscriptionTopics");
  for (auto x = given->begin(); x != given->end(); x = x->next())
    entries.emplace_back(x->text());
  auto topics = test.member("linkTopics");
  for (auto x = topics->begin(); x != topics->end(); x = x->next())
    wanted.push_back({std::string{x->text()}, 0});
  auto& outcome = *passing(test)[0];
  auto plan = plan_subscriptions(entries, wanted);
  REQUIRE(static_cast<bool>(plan) == flag(outcome, "agentStarts"));
  if (!plan)
    return;
  REQUIRE(plan->services.size() == wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    auto& service = plan->services[i];
    auto& link = *outcome.member("links")->element(static_cast<int64_t>(i));
    INFO(wanted[i].topic);
    if (link.member("linkError")) {
      CHECK_FALSE(service.problem.empty());
      continue;
    }
    CHECK(service.problem.empty());
    CHECK(plan->subscriptions[service.subscription].topic == text(link, "subscribes"));
    CHECK(service.by_equality == flag(link, "viaWildcard"));
  }
}

void check_qos(const json_node& test) {
  agent_link_settings link;
  agent_settings agent;
  if (auto x = test.member("linkQos"); x->kind == json_kind::integer)
    link.qos = std::stoi(std::string{x->text()});
  if (auto x = test.member("agentQos"); x->kind == json_kind::integer)
    agent.publish_qos = agent.subscribe_qos = std::stoi(std::string{x->text()});
  auto subscribes = text(test, "direction") == "subscribe";
  auto got = subscribes ? subscribe_qos(link, agent) : publish_qos(link, agent);
  CHECK(std::to_string(got) == text(*passing(test)[0], "qos"));
}

} // namespace

TEST_CASE("topic cases end as brokers and OpenRemote end them") {
  case_file file{"topics.json"};
  std::map<std::string, int> run;
  for (auto test : cases(file)) {
    auto kind = text(*test, "kind");
    ++run[kind];
    INFO(text(*test, "id") << ": " << text(*test, "why"));
    if (kind == "match")
      check_match(*test);
    else if (kind == "filter")
      CHECK(valid_filter(*long_text(*test, "filter")) == flag(*passing(*test)[0], "valid"));
    else if (kind == "topicName")
      CHECK(valid_topic_name(*long_text(*test, "topic")) == flag(*passing(*test)[0], "valid"));
    else if (kind == "group")
      check_group(*test);
    else if (kind == "qos")
      check_qos(*test);
    else
      FAIL("a kind this test does not know: " << kind);
  }
  CHECK(run["match"] == 25);
  CHECK(run["filter"] == 11);
  CHECK(run["topicName"] == 4);
  CHECK(run["group"] == 10);
  CHECK(run["qos"] == 6);
}

TEST_CASE("a filter or topic with NUL or malformed UTF-8 is not valid") {
  CHECK_FALSE(valid_filter(std::string_view{"a\0b", 3}));
  CHECK_FALSE(valid_filter("a/\xC0\xAF"));
  CHECK_FALSE(valid_topic_name("\xED\xA0\x80"));
  CHECK_FALSE(valid_topic_name(""));
}

TEST_CASE("a subscription that several links share has the highest QoS they want") {
  auto plan = plan_subscriptions(
      {" dev/# ", "", "dev/+", "dev/#"}, {{"dev/1", 0}, {"dev/2", 2}, {"x", 1}, {"x", 0}});
  REQUIRE(plan);
  REQUIRE(plan->subscriptions.size() == 2);
  CHECK(plan->subscriptions[0].topic == "dev/#"); // the first entry that covers
  CHECK(plan->subscriptions[0].qos == 2);
  CHECK(plan->subscriptions[1].topic == "x");
  CHECK(plan->subscriptions[1].qos == 1);
  CHECK(plan->services[1].subscription == 0);
  CHECK(plan->services[3].subscription == 1);
  CHECK_FALSE(plan->services[3].by_equality);
}

TEST_CASE("an entry that covers no link is not subscribed") {
  auto plan = plan_subscriptions({"a/#"}, {{"b", 0}});
  REQUIRE(plan);
  REQUIRE(plan->subscriptions.size() == 1);
  CHECK(plan->subscriptions[0].topic == "b");
}

TEST_CASE("a link's bad topic is its own problem, an entry's is the agent's") {
  auto plan = plan_subscriptions({"a/#"}, {{"b/#/c", 0}, {"a/1", 1}});
  REQUIRE(plan);
  CHECK(plan->services[0].problem == "\"b/#/c\" is no valid topic filter");
  CHECK(plan->services[1].problem.empty());
  CHECK(plan->subscriptions.size() == 1);
  for (auto entry : {"a/b", "a/#/b", "a+/b", "+#"}) {
    INFO(entry);
    auto broken = plan_subscriptions({"ok/#", entry}, {});
    REQUIRE_FALSE(broken);
    CHECK(is(broken.error(), errc::config_invalid));
    CHECK(sentence(broken.error()).find(entry) != std::string::npos);
  }
}
