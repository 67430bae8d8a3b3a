#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"

#include "actors/agent/inbox.hpp"

#include <caf/typed_event_based_actor.hpp>

using namespace troupe;

namespace {

int64_t noon() { return 1'000; }

struct inbox_fixture : test::actor_fixture {
  std::shared_ptr<agent_counters> counters = std::make_shared<agent_counters>();
  std::shared_ptr<int> drains = std::make_shared<int>(0);

  std::shared_ptr<inbox> make(inbox_limits limits) {
    auto made = std::make_shared<inbox>(limits, counters, noon);
    auto owner = spawn([drains = drains](caf::event_based_actor*) {
      return caf::behavior{[drains](drain_atom) { ++*drains; }};
    });
    made->owner(caf::actor_cast<agent_actor>(owner));
    return made;
  }
};

incoming_message message(std::string_view payload, uint8_t qos = 0) {
  incoming_message out;
  out.topic = "t";
  out.payload = payload;
  out.qos = qos;
  out.packet_id = qos > 0 ? 7 : 0;
  return out;
}

} // namespace

TEST_CASE_METHOD(inbox_fixture, "messages leave in order, with what the journal will need") {
  auto box = make({});
  auto retained = message("a", 1);
  retained.retain = true;
  REQUIRE(box->take(retained));
  REQUIRE(box->take(message("bc")));
  auto batch = box->fetch();
  REQUIRE(batch);
  REQUIRE(batch->frames.size() == 2);
  auto& first = batch->frames[0];
  CHECK(batch->topic(first) == "t");
  CHECK(batch->payload(first) == "a");
  CHECK(first.sequence == 1);
  CHECK(first.packet_id == 7);
  CHECK(first.qos == 1);
  CHECK(first.retain);
  CHECK(first.received_ms == noon());
  CHECK(batch->payload(batch->frames[1]) == "bc");
  CHECK(batch->frames[1].sequence == 2);
  CHECK_FALSE(box->fetch());
}

TEST_CASE_METHOD(inbox_fixture, "the owner is woken once for all that waits") {
  auto box = make({});
  box->take(message("a"));
  box->take(message("b"));
  run();
  CHECK(*drains == 1);
  while (box->fetch()) {
  }
  CHECK(box->rest());
  box->take(message("c"));
  run();
  CHECK(*drains == 2);
}

TEST_CASE_METHOD(inbox_fixture, "at QoS 0 the oldest batch makes room for the newest message") {
  inbox_limits limits;
  limits.bytes = 200'000;
  auto box = make(limits);
  std::string payload(1'000, 'x');
  for (int i = 0; i < 1'000; ++i)
    REQUIRE(box->take(message(payload)));
  CHECK(box->waiting_bytes() <= limits.bytes);
  CHECK(counters->messages == 1'000);
  uint64_t last = 0;
  uint64_t fetched = 0;
  while (auto batch = box->fetch()) {
    last = batch->frames.back().sequence;
    fetched += batch->frames.size();
  }
  CHECK(last == 1'000);
  CHECK(counters->dropped == 1'000 - fetched);
  CHECK(counters->waiting == 0);
}

TEST_CASE_METHOD(inbox_fixture, "at QoS 1 a full inbox refuses, and what it holds stays") {
  inbox_limits limits;
  limits.bytes = 10'000;
  auto box = make(limits);
  std::string payload(1'000, 'x');
  int taken = 0;
  while (box->take(message(payload, 1)))
    ++taken;
  CHECK(taken == 9);
  CHECK_FALSE(box->take(message(payload, 1)));
  CHECK(counters->dropped == 0);
  CHECK(counters->messages == 9);
  CHECK(box->fetch()->frames.size() == 9);
  CHECK(box->take(message(payload, 1)));
}

TEST_CASE_METHOD(inbox_fixture, "a message that is too long is counted and goes no further") {
  inbox_limits limits;
  limits.payload_bytes = 10;
  auto box = make(limits);
  CHECK(box->take(message("12345678901", 1)));
  CHECK(counters->oversized == 1);
  CHECK_FALSE(box->fetch());
}

TEST_CASE_METHOD(inbox_fixture, "what is worked on bounds what is handed out") {
  inbox_limits limits;
  limits.outstanding_bytes = 300'000;
  auto box = make(limits);
  std::string payload(1'000, 'x');
  for (int i = 0; i < 1'000; ++i)
    box->take(message(payload));
  std::vector<message_batch_ptr> working;
  while (auto batch = box->fetch())
    working.push_back(std::move(batch));
  CHECK(working.size() == 3);
  CHECK(box->rest());
  run();
  CHECK(*drains == 1);
  working.clear();
  run();
  CHECK(*drains == 2);
  CHECK(box->fetch());
}

TEST_CASE_METHOD(inbox_fixture, "what waits when the agent dies counts as dropped") {
  auto box = make({});
  box->take(message("a", 1));
  box->take(message("b", 1));
  box.reset();
  CHECK(counters->dropped == 2);
  CHECK(counters->waiting == 0);
}

TEST_CASE_METHOD(inbox_fixture, "at QoS 0 a message that finds no room behind QoS 1 is counted") {
  inbox_limits limits;
  limits.bytes = 3'000;
  auto box = make(limits);
  std::string payload(1'000, 'x');
  REQUIRE(box->take(message(payload, 1)));
  REQUIRE(box->take(message(payload, 1)));
  CHECK(box->take(message(payload)));
  CHECK(counters->dropped == 1);
  CHECK(counters->messages == 3);
  CHECK(counters->waiting == 2);
}

TEST_CASE_METHOD(inbox_fixture, "an empty inbox takes any message that is not too long") {
  inbox_limits limits;
  limits.bytes = 100;
  auto box = make(limits);
  CHECK(box->take(message(std::string(1'000, 'x'), 1)));
  CHECK(box->fetch());
}

TEST_CASE_METHOD(inbox_fixture, "an owner does not rest while there is something to fetch") {
  auto box = make({});
  box->take(message("a"));
  CHECK_FALSE(box->rest());
  CHECK(box->fetch());
  CHECK(box->rest());
}
