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

namespace {

void now_wants(subscriptions& x, std::vector<topic_request> topics) {
  x.want(topics, std::vector<uint32_t>(topics.size(), 1));
}

void granted(subscriptions& x) {
  while (auto request = x.next())
    x.answered(request->number, std::vector<uint8_t>(request->topics.size(), 1));
}

} // namespace

TEST_CASE("other wishes on a standing connection send the difference only") {
  auto x = wanting({"kept", "gone", "other_qos"});
  x.connected(false);
  granted(x);
  x.count(0, 17);
  now_wants(x, {{"new", 1}, {"kept", 1}, {"other_qos", 0}});
  CHECK(x.changed() == texts{"gone"});
  CHECK(asked(x.next()) == texts{"new", "other_qos"});
  CHECK_FALSE(x.next());
  CHECK(x.view()[1].messages == 1);
  CHECK(x.view()[1].code == 1);
}

TEST_CASE("the same wishes on a standing connection send nothing") {
  auto x = wanting({"a", "b"});
  x.connected(false);
  auto request = x.next();
  now_wants(x, {{"b", 1}, {"a", 1}});
  CHECK(x.changed().empty());
  CHECK_FALSE(x.next());
  CHECK(x.answered(request->number, {1, 128}) == texts{"b"}); // under way as it was before
  now_wants(x, {{"b", 1}, {"a", 1}});
  CHECK(x.changed().empty());
  CHECK_FALSE(x.next()); // what was refused is not asked for again
  CHECK(x.granted().size() == 1);
}

TEST_CASE("what nobody wants any more is unsubscribed though its answer is under way") {
  auto x = wanting({"a", "b"});
  x.connected(false);
  auto request = x.next();
  now_wants(x, {{"b", 1}});
  CHECK(x.changed() == texts{"a"});
  CHECK(x.answered(request->number, {1, 1}).empty());
  REQUIRE(x.granted().size() == 1);
  CHECK(x.granted()[0].topic == "b");
  now_wants(x, {{"a", 1}, {"b", 1}});
  CHECK(x.changed().empty());
  CHECK(asked(x.next()) == texts{"a"});
}
