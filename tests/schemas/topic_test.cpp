#include "schemas/topic.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fuzzer.hpp"

#include <vector>

namespace troupe {
namespace {

std::vector<std::string> levels_of(std::string_view x) {
  std::vector<std::string> out{""};
  for (auto c : x)
    if (c == '/')
      out.emplace_back();
    else
      out.back() += c;
  return out;
}

/// MQTT 3.1.1, 4.7, word by word.
bool reaches(std::string_view filter, std::string_view name) {
  auto wanted = levels_of(filter);
  auto got = levels_of(name);
  if (name.starts_with('$') && (wanted[0] == "+" || wanted[0] == "#"))
    return false;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "#")
      return true; // the parent level, too
    if (i >= got.size() || (wanted[i] != "+" && wanted[i] != got[i]))
      return false;
    if (i + 1 == got.size() && i + 2 == wanted.size() && wanted[i + 1] == "#")
      return true;
  }
  return wanted.size() == got.size();
}

/// With something in each wildcard's place.
std::string a_name_for(std::string_view filter) {
  std::string out;
  for (auto c : filter)
    if (c == '+' || c == '#')
      out += c == '+' ? "a" : "bc/a";
    else
      out += c;
  return out;
}

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

TEST_CASE(
    "any two texts are a topic and a filter that match by MQTT's rules, or refused", "[fuzz]") {
  test::fuzzer fuzz{20'000, "topic"};
  constexpr std::string_view pieces[] = {"/", "/", "a", "bc", "$", "é", "+", "#"};
  auto matching = 0;
  while (fuzz.next()) {
    auto filter = fuzz.pick(4) == 0 ? fuzz.text() : fuzz.of(pieces, 6);
    auto name = fuzz.pick(2) == 0 ? fuzz.of(pieces, 6) : a_name_for(filter);
    auto good = valid_filter(filter) && valid_topic_name(name);
    auto agrees = valid_filter(filter) == topic_filter_problem(filter).empty()
                  && (!good || matches(filter, name) == reaches(filter, name));
    fuzz.check(agrees, filter + " and " + name);
    matching += good && matches(filter, name);
  }
  CHECK(matching > fuzz.rounds() / 10);
}

} // namespace
} // namespace troupe
