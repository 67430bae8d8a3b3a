#include "tests/support/catch.hpp"

#include "actors/agent/router.hpp"

using namespace troupe;

namespace {

/// A link actor's entry with a route for each topic, one link behind each route.
link_route entry(uint32_t number, std::vector<std::string> topics) {
  link_route out;
  out.number = number;
  auto table = std::make_shared<link_table>();
  table->counters = std::make_shared<link_counter_block>(topics.size());
  for (uint32_t i = 0; i < topics.size(); ++i) {
    out.topics.push_back({topics[i], 0});
    table->routes.push_back({i});
  }
  out.table = table;
  return out;
}

message_batch_ptr messages(std::vector<std::string> topics) {
  auto out = std::make_shared<message_batch>();
  for (auto& topic : topics) {
    frame f;
    f.topic_begin = static_cast<uint32_t>(out->bytes.size());
    f.topic_size = static_cast<uint16_t>(topic.size());
    f.payload_begin = f.topic_begin + f.topic_size;
    out->bytes += topic;
    out->frames.push_back(f);
  }
  return out;
}

struct routed {
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> batches; ///< frame, route
  std::vector<uint32_t> seen;                                      ///< subscriptions
  uint64_t unrouted = 0;
};

routed route(router& x, const message_batch_ptr& batch) {
  routed out;
  out.unrouted = x.route(
      batch,
      [&](const link_actor&, delivery_batch&& deliveries) {
        auto& items = out.batches.emplace_back();
        for (auto& item : deliveries.items)
          items.emplace_back(item.frame, item.route);
        deliveries.finished = deliveries.items.size();
      },
      [&](uint32_t subscription, const frame&) { out.seen.push_back(subscription); });
  return out;
}

using pairs = std::vector<std::pair<uint32_t, uint32_t>>;

} // namespace

TEST_CASE("every link actor gets one batch of what it wants, in order") {
  router x;
  x.attach(entry(0, {"a", "b"}));
  x.attach(entry(1, {"b"}));
  x.served_by({0, 1, 1});
  auto result = route(x, messages({"b", "a", "c", "b"}));
  REQUIRE(result.batches.size() == 2);
  CHECK(result.batches[0] == pairs{{0, 1}, {1, 0}, {3, 1}});
  CHECK(result.batches[1] == pairs{{0, 0}, {3, 0}});
  CHECK(result.unrouted == 1);
  CHECK(result.seen == std::vector<uint32_t>{1, 0, 1});
}

TEST_CASE("overlapping topics of one link actor stand side by side") {
  router x;
  x.attach(entry(0, {"a/+", "a/1"}));
  x.served_by({0, 1});
  auto result = route(x, messages({"a/1", "a/2"}));
  CHECK(result.batches == std::vector<pairs>{{{0, 0}, {0, 1}, {1, 0}}});
}

TEST_CASE("a delivery counts as received, and as dropped if nobody finishes it") {
  router x;
  auto table = entry(0, {"a"});
  auto& counters = (*table.table->counters)[0];
  x.attach(table);
  x.served_by({0});
  x.route(
      messages({"a", "a"}),
      [&](const link_actor&, delivery_batch&& batch) {
        CHECK(counters[inbound::at_link] == 2);
        counters.move(inbound::at_link, inbound::stored);
        batch.finished = 1;
        delivery_batch gone{std::move(batch)};
      },
      [](uint32_t, const frame&) {});
  CHECK(counters[inbound::received] == 2);
  CHECK(counters[inbound::stored] == 1);
  CHECK(counters[inbound::dropped] == 1);
  CHECK(counters[inbound::at_link] == 0);
}

TEST_CASE("a restarted link actor takes its old place") {
  router x;
  x.attach(entry(0, {"a"}));
  x.attach(entry(1, {"a"}));
  x.served_by({0, 0});
  x.attach(entry(0, {"a"}));
  CHECK(x.topics().size() == 2);
  CHECK(route(x, messages({"a"})).batches.size() == 2);
}

TEST_CASE("a link actor that is let go gets nothing more, and its successor does") {
  router x;
  x.attach(entry(3, {"a", "b"}));
  x.attach(entry(5, {"a"}));
  x.change({3}, {entry(9, {"b", "c/#"})});
  auto topics = x.topics();
  REQUIRE(topics.size() == 3);
  x.served_by({0, 1, 2});
  auto found = route(x, messages({"a", "b", "c/d", "e"}));
  REQUIRE(found.batches.size() == 2);
  CHECK(found.batches[0] == pairs{{0, 0}});
  CHECK(found.batches[1] == pairs{{1, 0}, {2, 1}});
  CHECK(found.seen == std::vector<uint32_t>{0, 1, 2});
  CHECK(found.unrouted == 1);
}

TEST_CASE("a link actor that was restarted takes its old place after others were let go") {
  router x;
  x.attach(entry(1, {"a"}));
  x.attach(entry(2, {"b"}));
  x.change({1}, {});
  x.attach(entry(2, {"b"}));
  CHECK(x.topics().size() == 1);
  x.served_by({0});
  CHECK(route(x, messages({"a", "b"})).unrouted == 1);
}
