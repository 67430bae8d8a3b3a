#include "tests/support/catch.hpp"

#include "schemas/topic.hpp"
#include "schemas/topic_trie.hpp"
#include "tests/support/fuzzer.hpp"

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

TEST_CASE("a shared subscription receives what its filter matches") {
  topic_trie trie;
  trie.add("$share/group/a/+", 1);
  trie.add("$share/group/b", 2);
  trie.add("$share/group", 3);
  CHECK(found(trie, "a/x") == numbers{1});
  CHECK(found(trie, "b") == numbers{2});
  CHECK(found(trie, "$share/group") == numbers{3});
  CHECK(trie.remove("$share/group/a/+", 1));
  CHECK(trie.remove("$share/group/b", 2));
  CHECK(found(trie, "a/x").empty());
  CHECK(found(trie, "b").empty());
}

TEST_CASE("the trie agrees with the matching of single filters", "[fuzz]") {
  test::fuzzer fuzz{500};
  constexpr std::string_view levels[] = {"a", "b", "", "+", "#", "$s", "Zürich", "a b"};
  auto topic = [&](size_t kinds) {
    std::string out{levels[fuzz.pick(kinds)]};
    for (auto more = fuzz.pick(5); more > 0; --more)
      out += "/" + std::string{levels[fuzz.pick(kinds)]};
    return out;
  };
  auto reached = 0;
  while (fuzz.next()) {
    topic_trie trie;
    std::vector<std::string> filters;
    for (auto i = fuzz.pick(40); i > 0; --i)
      if (auto x = topic(8); valid_filter(x))
        filters.push_back(x);
    for (uint32_t i = 0; i < filters.size(); ++i)
      trie.add(filters[i], i);
    for (uint32_t i = 0; i < filters.size(); i += 3) {
      fuzz.check(trie.remove(filters[i], i), filters[i]);
      filters[i].clear();
    }
    for (auto topics = 0; topics < 20; ++topics) {
      auto name = topic(8);
      if (!valid_topic_name(name))
        continue;
      numbers wanted;
      for (uint32_t i = 0; i < filters.size(); ++i)
        if (!filters[i].empty() && matches(filters[i], name))
          wanted.push_back(i);
      fuzz.check(found(trie, name) == wanted, name);
      reached += !wanted.empty();
    }
  }
  CHECK(reached > fuzz.rounds());
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
