#include "tests/support/catch.hpp"

#include "schemas/topic.hpp"
#include "schemas/topic_trie.hpp"

#include <random>

using namespace troupe;

namespace {

std::vector<uint32_t> found(topic_trie& trie, std::string_view topic) {
  std::vector<uint32_t> out;
  trie.match(topic, [&](uint32_t x) { out.push_back(x); });
  return out;
}

using numbers = std::vector<uint32_t>;

} // namespace

TEST_CASE("a topic finds every number that wants it once") {
  topic_trie trie;
  trie.add("a/b", 3);
  trie.add("a/b", 3);
  trie.add("a/b", 1);
  trie.add("a/+", 1);
  trie.add("a/#", 2);
  trie.add("#", 1);
  CHECK(found(trie, "a/b") == numbers{1, 2, 3});
  CHECK(found(trie, "a") == numbers{1, 2});
  CHECK(found(trie, "a/b/c") == numbers{1, 2});
  CHECK(found(trie, "$SYS/a").empty());
  CHECK(found(trie, "").empty() == false); // `#`: the broker never sends it
}

TEST_CASE("what is removed is found no more, the rest stays") {
  topic_trie trie;
  for (auto filter : {"a/b", "a/+/c", "a/#", "+"})
    for (uint32_t i : {1, 2})
      trie.add(filter, i);
  CHECK(trie.remove("a/b", 1));
  CHECK_FALSE(trie.remove("a/b", 1));
  CHECK(trie.remove("a/#", 1));
  CHECK(trie.remove("a/#", 2));
  CHECK(trie.remove("+", 2));
  CHECK_FALSE(trie.remove("x/+", 1));
  CHECK_FALSE(trie.remove("x", 1));
  CHECK(found(trie, "a/b") == numbers{2});
  CHECK(found(trie, "a/x/c") == numbers{1, 2});
  CHECK(found(trie, "a") == numbers{1});
  CHECK(trie.remove("a/+/c", 1));
  CHECK(trie.remove("a/+/c", 2));
  CHECK(found(trie, "a/x/c").empty());
}

TEST_CASE("the trie agrees with the matching of single filters") {
  std::mt19937 random{20261123};
  auto pick = [&](std::initializer_list<const char*> from) {
    return std::string{from.begin()[random() % from.size()]};
  };
  std::vector<std::string> filters;
  while (filters.size() < 400) {
    auto x = pick({"a", "b", "", "+", "#", "$s"});
    for (auto levels = random() % 4; levels > 0; --levels)
      x += "/" + pick({"a", "b", "", "+", "#"});
    if (valid_filter(x))
      filters.push_back(x);
  }
  topic_trie trie;
  for (uint32_t i = 0; i < filters.size(); ++i)
    trie.add(filters[i], i);
  for (uint32_t i = 0; i < filters.size(); i += 3) {
    CHECK(trie.remove(filters[i], i));
    filters[i].clear();
  }
  for (auto round = 0; round < 500; ++round) {
    auto topic = pick({"a", "b", "c", "", "$s"});
    for (auto levels = random() % 5; levels > 0; --levels)
      topic += "/" + pick({"a", "b", "c", ""});
    numbers wanted;
    for (uint32_t i = 0; i < filters.size(); ++i)
      if (!filters[i].empty() && matches(filters[i], topic))
        wanted.push_back(i);
    INFO(topic);
    CHECK(found(trie, topic) == wanted);
  }
}

TEST_CASE("a hundred thousand exact topics are each found") {
  topic_trie trie;
  auto name = [](uint32_t i) { return "plant/line/" + std::to_string(i) + "/telemetry"; };
  for (uint32_t i = 0; i < 100'000; ++i)
    trie.add(name(i), i);
  auto wrong = 0;
  for (uint32_t i = 0; i < 100'000; ++i)
    wrong += found(trie, name(i)) != numbers{i};
  CHECK(wrong == 0);
  CHECK(found(trie, "plant/line/100000/telemetry").empty());
}
