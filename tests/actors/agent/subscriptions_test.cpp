#include "tests/support/catch.hpp"

#include "actors/agent/subscriptions.hpp"

using namespace troupe;

namespace {

subscriptions wanting(std::vector<std::string> topics, uint8_t qos = 1) {
  subscriptions out;
  std::vector<topic_request> requests;
  for (auto& x : topics)
    requests.push_back({x, qos});
  out.want(requests, std::vector<uint32_t>(requests.size(), 1));
  return out;
}

std::vector<std::string> asked(const std::optional<subscriptions::request>& x) {
  std::vector<std::string> out;
  if (x)
    for (auto& topic : x->topics)
      out.push_back(topic.topic);
  return out;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("a new session is asked for every topic, once") {
  auto x = wanting({"a", "b"});
  CHECK(x.connected(false).empty());
  CHECK(asked(x.next()) == texts{"a", "b"});
  CHECK_FALSE(x.next());
}

TEST_CASE("many topics travel in packets of a hundred, four at a time") {
  texts topics;
  for (int i = 0; i < 1000; ++i)
    topics.push_back("t/" + std::to_string(i));
  auto x = wanting(topics);
  x.connected(false);
  std::vector<subscriptions::request> sent;
  while (auto request = x.next())
    sent.push_back(*request);
  REQUIRE(sent.size() == 4);
  CHECK(sent[0].topics.size() == 100);
  CHECK(sent[0].topics[0].topic == "t/0");
  x.answered(sent[1].number, std::vector<uint8_t>(100, 1));
  CHECK(x.next());
  CHECK_FALSE(x.next());
  CHECK_FALSE(x.settled());
}

TEST_CASE("a resumed session is sent the difference only") {
  auto x = wanting({"kept", "new", "other_qos"});
  x.remember({{"kept", 1}, {"other_qos", 0}, {"gone", 1}});
  CHECK(x.connected(true) == texts{"gone"});
  auto request = x.next();
  CHECK(asked(request) == texts{"new", "other_qos"});
  x.answered(request->number, {1, 1});
  CHECK(x.settled());
  CHECK(x.granted().size() == 3);
  CHECK(x.view()[0].code == 1);
}

TEST_CASE("a lost session is asked for everything whatever is remembered") {
  auto x = wanting({"kept"});
  x.remember({{"kept", 1}, {"gone", 1}});
  CHECK(x.connected(false).empty());
  CHECK(asked(x.next()) == texts{"kept"});
}

TEST_CASE("a refused topic is named, and asked for again at the next connect only") {
  auto x = wanting({"good", "bad"});
  x.connected(false);
  auto request = x.next();
  CHECK(x.answered(request->number, {1, 128}) == texts{"bad"});
  CHECK(x.view()[1].code == 128);
  CHECK_FALSE(x.next());
  x.connected(true);
  CHECK(asked(x.next()) == texts{"bad"});
}

TEST_CASE("a packet that failed or was answered short grants nothing it does not name") {
  auto x = wanting({"a", "b"});
  x.connected(false);
  auto request = x.next();
  CHECK(x.answered(request->number, {0}) == texts{"b"});
  CHECK(x.granted().size() == 1);
  CHECK(x.answered(99, {0}).empty());
}

TEST_CASE("a packet without an answer refuses nothing, and is sent again at the next connect") {
  auto x = wanting({"a"});
  x.connected(false);
  x.unanswered(x.next()->number);
  CHECK(x.view()[0].code == -1);
  CHECK(x.granted().empty());
  x.connected(true);
  CHECK(asked(x.next()) == texts{"a"});
}
