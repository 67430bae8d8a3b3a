#include "tests/support/catch.hpp"

#include "actors/agent/subscription_plan.hpp"
#include "schemas/errors.hpp"
#include "schemas/topic.hpp"

using namespace troupe;

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
