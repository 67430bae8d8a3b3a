#include "actors/store/pending_rows.hpp"
#include "tests/support/catch.hpp"

namespace troupe {
namespace {

struct input {
  int64_t id;
  double content;
  bool point = false;
  uint32_t link = 0;
};

void take(
    pending_rows& rows, const std::vector<input>& xs,
    const link_counter_block_ptr& counters = nullptr) {
  state_batch batch{nullptr, counters};
  for (auto& x : xs) {
    state_row row;
    row.attribute_id = x.id;
    row.data_point = x.point;
    row.link = x.link;
    row.state.content = x.content;
    batch.items.push_back(row);
    if (counters)
      (*counters)[x.link].add(inbound::at_store);
  }
  rows.take(batch);
}

std::vector<std::pair<int64_t, double>> states(const pending_rows& rows) {
  std::vector<std::pair<int64_t, double>> out;
  for (auto& x : rows.states())
    out.emplace_back(x.attribute_id, std::get<double>(x.content.content));
  return out;
}

} // namespace

TEST_CASE("of each attribute the state that came last is pending, in order of attributes") {
  struct {
    std::vector<std::vector<input>> batches;
    std::vector<std::pair<int64_t, double>> expected;
    size_t points;
  } cases[] = {
      {{}, {}, 0},
      {{{{1, 1.0}}}, {{1, 1.0}}, 0},
      {{{{1, 1.0}, {1, 2.0}}}, {{1, 2.0}}, 0},
      {{{{3, 1.0}}, {{1, 2.0}}, {{3, 3.0}}}, {{1, 2.0}, {3, 3.0}}, 0},
      {{{{1, 1.0, true}, {1, 2.0, true}}, {{1, 3.0}}}, {{1, 3.0}}, 2},
      {{{{-1, 1.0}, {1, 2.0}, {-2, 3.0}, {-1, 4.0}}}, {{-2, 3.0}, {-1, 4.0}, {1, 2.0}}, 0},
  };
  for (auto& [batches, expected, points] : cases) {
    pending_rows rows;
    for (auto& x : batches)
      take(rows, x);
    rows.sort();
    CHECK(states(rows) == expected);
    CHECK(rows.points().size() == points);
    CHECK(rows.size() == expected.size() + points);
  }
}

TEST_CASE("states sorted while they wait are still overtaken") {
  pending_rows rows;
  take(rows, {{5, 1.0}, {2, 2.0}});
  rows.sort();
  take(rows, {{5, 3.0}, {1, 4.0}});
  rows.sort();
  CHECK(states(rows) == std::vector<std::pair<int64_t, double>>{{1, 4.0}, {2, 2.0}, {5, 3.0}});
  rows.committed();
  CHECK(rows.size() == 0);
  CHECK(rows.bytes() == 0);
  take(rows, {{5, 5.0}});
  CHECK(states(rows) == std::vector<std::pair<int64_t, double>>{{5, 5.0}});
}

TEST_CASE("each delivery behind pending rows ends once") {
  auto counters = std::make_shared<link_counter_block>(2);
  auto& first = (*counters)[0];
  auto& second = (*counters)[1];
  {
    pending_rows rows;
    take(rows, {{1, 1.0}, {1, 2.0, false, 1}}, counters);
    take(rows, {{1, 3.0}}); // no delivery brought it
    rows.committed();
    CHECK(first[inbound::stored] == 1);
    CHECK(first[inbound::superseded] == 1);
    CHECK(second[inbound::stored] == 1);
    CHECK(second[inbound::superseded] == 1);
    take(rows, {{1, 4.0}, {1, 5.0}}, counters);
  }
  CHECK(first[inbound::dropped] == 2);
  CHECK(first[inbound::superseded] == 1);
  CHECK(first[inbound::at_store] == 0);
  CHECK(second[inbound::at_store] == 0);
}

TEST_CASE("a late value overtakes nothing, and waits only where it is a data point") {
  auto counters = std::make_shared<link_counter_block>(1);
  auto& sums = (*counters)[0];
  sums.add(inbound::at_store, 3);
  state_batch batch{nullptr, counters};
  batch.items.push_back({1, 0, true, {2.0, 200, quality::good, true}, false});
  batch.items.push_back({1, 0, true, {1.0, 100, quality::good, true}, true});
  batch.items.push_back({1, 0, false, {0.5, 50, quality::good, true}, true});
  pending_rows rows;
  rows.take(batch);
  CHECK(states(rows) == std::vector<std::pair<int64_t, double>>{{1, 2.0}});
  REQUIRE(rows.points().size() == 2);
  CHECK(rows.points()[1].content.timestamp_ms == 100);
  CHECK(sums[inbound::stored] == 1);
  CHECK(sums[inbound::late] == 1);
  CHECK(sums[inbound::at_store] == 2);
  rows.committed();
  CHECK(sums[inbound::stored] == 3);
  CHECK(sums[inbound::late] == 2);
  CHECK(sums[inbound::at_store] == 0);
  CHECK(rows.bytes() == 0);
}

TEST_CASE("a late value alone leaves nothing to commit, and its delivery has ended") {
  auto counters = std::make_shared<link_counter_block>(1);
  (*counters)[0].add(inbound::at_store);
  state_batch batch{nullptr, counters};
  batch.items.push_back({1, 0, false, {1.0, 100, quality::good, true}, true});
  pending_rows rows;
  rows.take(batch);
  CHECK(rows.size() == 0);
  CHECK((*counters)[0][inbound::stored] == 1);
  CHECK((*counters)[0][inbound::at_store] == 0);
}

TEST_CASE("of too many data points the oldest are dropped") {
  pending_rows rows;
  take(rows, {{1, 1.0, true}, {1, 2.0, true}, {1, 3.0, true}});
  auto bytes = rows.bytes();
  CHECK(rows.drop_points(3) == 0);
  CHECK(rows.drop_points(1) == 2);
  CHECK(rows.bytes() == bytes - 2 * sizeof(value));
  CHECK(std::get<double>(rows.points()[0].content.content) == 3.0);
}

} // namespace troupe
