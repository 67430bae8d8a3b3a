#include "tests/support/catch.hpp"

#include "actors/inspector/ledger.hpp"

#include <atomic>
#include <thread>

using namespace troupe;

TEST_CASE("a ledger closes when every delivery has one place") {
  link_counters x;
  CHECK(read_ledger(x).closes());
  x.add(inbound::received, 10);
  auto place = static_cast<inbound>(
      GENERATE(range(static_cast<int>(inbound::stored), static_cast<int>(inbound::superseded))));
  INFO(to_string(place));
  x.add(place, 9);
  CHECK_FALSE(read_ledger(x).closes());
  x.add(place, 1);
  CHECK(read_ledger(x).closes());
  x.add(place, 1);
  CHECK_FALSE(read_ledger(x).closes());
}

TEST_CASE("superseded, late and untimed values have an outcome besides") {
  link_counters x;
  x.add(inbound::received, 10);
  x.add(inbound::stored, 10);
  x.add(GENERATE(inbound::superseded, inbound::late, inbound::untimed), 7);
  CHECK(read_ledger(x).closes());
}

TEST_CASE("writes close like deliveries") {
  link_counters x;
  x.add(outbound::requested, 3);
  x.add(outbound::acknowledged);
  x.add(outbound::in_flight);
  CHECK_FALSE(read_ledger(x).closes());
  x.add(outbound::dropped);
  CHECK(read_ledger(x).closes());
}

TEST_CASE("sums of ledgers close as their parts do") {
  link_counters good;
  good.add(inbound::received);
  good.add(inbound::stored);
  link_counters bad;
  bad.add(outbound::requested);
  auto sum = read_ledger(good);
  sum += read_ledger(good);
  CHECK(sum.in[0] == 2);
  CHECK(sum.closes());
  sum += read_ledger(bad);
  CHECK_FALSE(sum.closes());
}

TEST_CASE("a ledger that is read while it is written closes nevertheless") {
  link_counters x;
  std::atomic<bool> stop{false};
  std::thread writer{[&] {
    while (!stop) {
      x.add(inbound::received);
      x.add(inbound::at_link);
      x.move(inbound::at_link, inbound::stored);
    }
  }};
  bool all_closed = true;
  for (int i = 0; i < 2'000; ++i)
    all_closed = all_closed && read_ledger(x).closes();
  stop = true;
  writer.join();
  CHECK(all_closed);
}
