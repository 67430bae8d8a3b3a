#include "tests/actors/store/store_fixture.hpp"

namespace troupe {
namespace {

using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using fixture = test::store_fixture;
using lines = std::vector<std::string>;
namespace fs = std::filesystem;

uint64_t bytes_of(const fs::path& file) {
  std::error_code ec;
  auto wal = fs::file_size(file.string() + "-wal", ec);
  return fs::file_size(file) + (ec ? 0 : wal);
}

} // namespace

TEST_CASE_METHOD(fixture, "data points go when their attribute's time is over") {
  auto actor = start();
  auto ids = open(
      actor,
      {"press", {{"short", value_type::number, 60'000}, {"long", value_type::number, 86'400'000}}});
  auto begin = now_ms();
  send(actor, {point(ids[0].attribute_id, 1.0, begin), point(ids[1].attribute_id, 1.0, begin)});
  pass(90s);
  send(actor, {point(ids[0].attribute_id, 2.0, now_ms())});
  pass(60s);
  CHECK(
      query("SELECT attribute, value FROM data_points ORDER BY 1, 2", 2)
      == lines{"long|1.0", "short|2.0"});
  CHECK(view(actor).data_points == 2);
  pass(25h);
  CHECK(view(actor).data_points == 0);
}

TEST_CASE_METHOD(fixture, "points of an attribute that keeps no more of them still go in time") {
  auto actor = start();
  send(actor, {point(open(actor, press(60'000))[0].attribute_id, 1.0, now_ms())});
  flush(actor);
  open(actor, press(0));
  CHECK(view(actor).data_points == 1);
  pass(5min);
  CHECK(view(actor).data_points == 0);
}

TEST_CASE_METHOD(fixture, "many points that are too old go in slices, settled ones too") {
  auto small = options();
  small.disk_bytes = 64 << 20; // 65,536 points settle
  auto actor = start(small);
  auto ids = open(actor, press(600'000));
  auto begin = now_ms();
  for (int64_t i = 0; i < 70; ++i) {
    std::vector<state_row> rows;
    for (int64_t j = 0; j < 1000; ++j)
      rows.push_back(point(ids[static_cast<size_t>(j % 2)].attribute_id, 1.0, begin + i));
    send(actor, std::move(rows));
  }
  flush(actor);
  CHECK(query("SELECT count(*) > 60000 FROM data_point_settled", 1) == lines{"1"});
  CHECK(view(actor).data_points == 70'000);
  open(
      actor,
      {"press", {{"temp", value_type::number, 60'000}, {"label", value_type::text, 60'000}}});
  auto before = view(actor).data_points;
  pass(3min);
  CHECK(view(actor).data_points == 0);
  CHECK(before == 70'000);
  kill(actor);
  auto again = start(small);
  CHECK(view(again).data_points == 0);
}

TEST_CASE_METHOD(fixture, "the disk budget holds while points come in, and the newest stay") {
  auto small = options();
  small.disk_bytes = 4 << 20;
  auto actor = start(small);
  open_asset wide{"wide", {}};
  for (int i = 0; i < 50; ++i)
    wide.attributes.push_back({"a" + std::to_string(i), value_type::number, 86'400'000});
  auto ids = open(actor, wide);
  uint64_t highest = 0;
  for (int64_t second = 0; second < 250; ++second) {
    std::vector<state_row> rows;
    for (int64_t i = 0; i < 1000; ++i)
      rows.push_back(point(ids[static_cast<size_t>(i % 50)].attribute_id, 20.125, now_ms() + i));
    send(actor, std::move(rows));
    pass(1s);
    highest = std::max(highest, bytes_of(small.file));
  }
  CHECK(highest <= small.disk_bytes);
  auto points = view(actor).data_points;
  CHECK(points > 40'000);
  CHECK(points < 250'000);
  CHECK(query("SELECT count(*) FROM data_points", 1) == lines{std::to_string(points)});
  CHECK(view(actor).problem.empty());
  // The oldest went, whatever their attribute: what is left of each begins at about the same time.
  CHECK(
      query(
          "SELECT max(first) - min(first) < 60000 FROM (SELECT min(timestamp) AS first "
          "FROM data_points GROUP BY attribute)",
          1)
      == lines{"1"});
  CHECK(
      query("SELECT max(timestamp) FROM data_points", 1)
      == lines{std::to_string(now_ms() - 1000 + 999)});
}

TEST_CASE_METHOD(fixture, "a smaller budget gives space back to the file system") {
  auto actor = start();
  auto id = open(actor, press(86'400'000))[0].attribute_id;
  for (int64_t i = 0; i < 20; ++i) {
    std::vector<state_row> rows;
    for (int64_t j = 0; j < 10'000; ++j)
      rows.push_back(point(id, 20.125, now_ms() + i * 10'000 + j));
    send(actor, std::move(rows));
  }
  kill(actor);
  auto small = options();
  small.disk_bytes = 2 << 20;
  CHECK(fs::file_size(small.file) > small.disk_bytes);
  auto again = start(small);
  pass(5min);
  kill(again);
  CHECK(fs::file_size(small.file) <= small.disk_bytes);
}

TEST_CASE_METHOD(fixture, "a budget that states alone fill takes no data points and says so") {
  auto small = options();
  small.disk_bytes = 1 << 20;
  auto actor = start(small);
  auto ids = open(actor, press(86'400'000));
  send(actor, {row(ids[1].attribute_id, std::string(1 << 20, 'x'))});
  flush(actor);
  send(actor, {point(ids[0].attribute_id, 1.0, 1)});
  flush(actor);
  CHECK(view(actor).data_points == 0);
  CHECK(view(actor).data_points_dropped == 1);
  CHECK_THAT(view(actor).problem, Contains("limits.disk of 1048576 bytes"));
  CHECK(query("SELECT value FROM attribute_values WHERE attribute = 'temp'", 1) == lines{"1.0"});
}

} // namespace troupe
