#include "schemas/topic.hpp"
#include "tests/support/catch.hpp"

namespace troupe {
namespace {

TEST_CASE("topics follow the rules of MQTT 3.1.1") {
  struct row {
    std::string topic;
    bool filter, name, wildcard_entry; ///< What it may be used as.
  };
  for (auto& x : std::vector<row>{
           {"a", true, true, false},
           {"a/b", true, true, false},
           {"/", true, true, false},
           {"a//b/", true, true, false},
           {"$SYS/x", true, true, false},
           {"a b", true, true, false},
           {"#", true, false, true},
           {"+", true, false, true},
           {"a/#", true, false, true},
           {"a/+/b", true, false, true},
           {"+/+/#", true, false, true},
           {"/+", true, false, true},
           {"a#", false, false, false},
           {"a/#/b", false, false, false},
           {"##", false, false, false},
           {"a/b+", false, false, false},
           {"+a/b", false, false, false},
           {"#/", false, false, false},
           {"a+/b", false, false, false},
           {"", false, false, false},
           {std::string("a\0b", 3), false, false, false},
           {std::string(65535, 'a'), true, true, false},
           {std::string(65536, 'a'), false, false, false}}) {
    INFO(x.topic.substr(0, 20));
    CHECK(topic_filter_problem(x.topic).empty() == x.filter);
    CHECK(topic_name_problem(x.topic).empty() == x.name);
    CHECK(wildcard_topic_problem(x.topic).empty() == x.wildcard_entry);
  }
}

} // namespace
} // namespace troupe
