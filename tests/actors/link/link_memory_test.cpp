#include "tests/support/catch.hpp"

#include "actors/link/link_memory.hpp"

using namespace troupe;

namespace {

/// Messages on topics "t0", "t1", …, with these payloads.
message_batch_ptr batch_of(const std::vector<std::string>& payloads) {
  auto made = std::make_shared<message_batch>();
  auto& out = *made;
  for (auto& payload : payloads) {
    frame x;
    auto topic = "t" + std::to_string(out.frames.size());
    x.received_ms = 1'000 + static_cast<int64_t>(out.frames.size());
    x.topic_begin = static_cast<uint32_t>(out.bytes.size());
    x.topic_size = static_cast<uint16_t>(topic.size());
    out.bytes += topic;
    x.payload_begin = static_cast<uint32_t>(out.bytes.size());
    x.payload_size = static_cast<uint32_t>(payload.size());
    out.bytes += payload;
    out.frames.push_back(x);
  }
  return made;
}

struct memory_fixture {
  memory_budget_ptr budget = std::make_shared<memory_budget>(20'000);
  link_memory memory{3, budget};
  batch_memory seen;

  void see(size_t link, const std::string& payload, inbound outcome, std::string cause = {}) {
    auto batch = batch_of({payload});
    seen.see(link, 0, outcome, cause);
    seen.settle(memory, *batch);
  }
  std::string payload(size_t link, memory_kind kind) {
    auto found = memory.of(link)[static_cast<size_t>(kind)];
    return found.message ? found.message->payload : "none";
  }
};

} // namespace

TEST_CASE_METHOD(memory_fixture, "of a batch the last message of each kind is remembered") {
  auto batch = batch_of({"one", "two", "three", "four", "five"});
  seen.see(0, 0, inbound::stored, "");
  seen.see(0, 1, inbound::rejected_error, "no JSON");
  seen.see(0, 2, inbound::stored, "");
  seen.see(0, 3, inbound::filtered_missed, "");
  seen.see(1, 3, inbound::rejected_constraint, "too much");
  seen.see(0, 4, inbound::filtered_no_match, "");
  seen.settle(memory, *batch);
  auto [good, filtered, failed] = memory.of(0);
  REQUIRE((good.message && filtered.message && failed.message));
  CHECK(good.message->payload == "three");
  CHECK(good.message->topic == "t2");
  CHECK(good.message->received_ms == 1'002);
  CHECK(filtered.message->payload == "five");
  CHECK(filtered.outcome == inbound::filtered_no_match);
  CHECK(failed.message->payload == "two");
  CHECK(failed.cause == "no JSON");
  CHECK(payload(1, memory_kind::failed) == "four");
  CHECK(payload(1, memory_kind::good) == "none");
  CHECK(payload(2, memory_kind::good) == "none");
  CHECK(payload(99, memory_kind::good) == "none");
}

TEST_CASE_METHOD(memory_fixture, "a failure stays until the next, however many are good") {
  see(0, "bad", inbound::rejected_coercion, "the value does not fit");
  for (auto i = 0; i < 100; ++i)
    see(0, "good " + std::to_string(i), inbound::stored);
  CHECK(payload(0, memory_kind::failed) == "bad");
  CHECK(payload(0, memory_kind::good) == "good 99");
  see(0, "worse", inbound::rejected_error, "no JSON");
  CHECK(payload(0, memory_kind::failed) == "worse");
}

TEST_CASE_METHOD(memory_fixture, "links that share a message do not change it for each other") {
  auto batch = batch_of({"shared"});
  seen.see(0, 0, inbound::stored, "");
  seen.see(1, 0, inbound::stored, "");
  seen.settle(memory, *batch);
  see(0, "next", inbound::stored);
  see(0, "after that", inbound::stored);
  CHECK(payload(0, memory_kind::good) == "after that");
  CHECK(payload(1, memory_kind::good) == "shared");
}

TEST_CASE_METHOD(memory_fixture, "long payloads are cut, and their size is told") {
  see(0, std::string(5'000, 'x'), inbound::stored);
  auto found = memory.of(0)[0];
  CHECK(found.message->payload.size() == 4'096);
  CHECK(found.message->payload_bytes == 5'000);
  CHECK_FALSE(found.message->whole());
}

TEST_CASE_METHOD(memory_fixture, "where the budget is spent only the begin is remembered") {
  std::vector<std::unique_ptr<link_memory>> others;
  for (auto i = 0; i < 8; ++i) {
    auto& other = *others.emplace_back(std::make_unique<link_memory>(1, budget));
    auto batch = batch_of({std::string(4'000, 'x')});
    seen.see(0, 0, inbound::stored, "");
    seen.settle(other, *batch);
  }
  CHECK(budget->left() == 0);
  CHECK(others.back()->of(0)[0].message->payload.size() == 128);
  CHECK(others.back()->of(0)[0].message->payload_bytes == 4'000);
  others.clear();
  CHECK(budget->left() == 20'000);
  see(0, std::string(4'000, 'x'), inbound::stored);
  CHECK(memory.of(0)[0].message->whole());
}
