#include "tests/support/catch.hpp"

#include "actors/agent/topic_distance.hpp"

using namespace troupe;

TEST_CASE("what parts a topic from a subscription is told in words") {
  auto [filter, topic, says] = GENERATE(table<std::string, std::string, std::string>({
      {"hall/press/9", "hall/Press/9",
       "level 2 is \"Press\", the subscription has \"press\": only upper and lower case differ"},
      {"hall/press/9", "hall/press /9",
       "level 2 is \"press \", the subscription has \"press\": only white space differs"},
      {"hall/press/9", "hall/prses/9",
       "level 2 is \"prses\", the subscription has \"press\": only spelling differs"},
      {"hall/press/9", "hall/dock/9", "level 2 is \"dock\", the subscription has \"press\""},
      {"hall/+/9", "hall/press/9/oil",
       "the topic has 4 levels, the subscription 3; + stands for exactly one level"},
      {"hall/press", "/hall/press",
       "the topic has 3 levels, the subscription 2, and level 1 is \"\", the subscription has "
       "\"hall\""},
      {"hall/#", "attic/press", "level 1 is \"attic\", the subscription has \"hall\""},
      {"+/broker", "$SYS/broker",
       "a wildcard in the first level stands for no topic that begins with $"},
  }));
  INFO(filter << " and " << topic);
  CHECK(distance_to(filter, topic).why == says);
}

TEST_CASE("a slip is nearer than another topic") {
  auto distance = [](auto* filter) { return distance_to(filter, "hall/press/9/temp").levels; };
  CHECK(distance("hall/press/9/Temp") < distance("hall/press/9/tmp"));
  CHECK(distance("hall/press/9/tmp") < distance("hall/press/9/speed"));
  CHECK(distance("hall/press/9/speed") < distance("attic/fan/9/speed"));
  CHECK(distance("hall/press/9") < distance("hall"));
}

TEST_CASE("topics of very many levels are compared quickly") {
  std::string levels(60'000, '/');
  CHECK(distance_to("a/b" + levels, "a/c" + levels).levels > 0);
  CHECK(distance_to("+" + levels, "a").levels == 60'000);
}
