#include "actors/store/history.hpp"
#include "tests/actors/store/store_fixture.hpp"

namespace troupe {
namespace {

using Catch::Matchers::Contains;
using fixture = test::store_fixture;

std::vector<int64_t> times(const caf::expected<std::vector<data_point>>& xs) {
  REQUIRE(xs);
  std::vector<int64_t> out;
  for (auto& x : *xs)
    out.push_back(x.timestamp_ms);
  return out;
}

} // namespace

TEST_CASE_METHOD(fixture, "history answers the newest points of a span, oldest first") {
  auto actor = start();
  auto ids = open(actor, press(3'600'000));
  for (int64_t i : {3, 1, 2, 5, 4})
    send(actor, {point(ids[0].attribute_id, static_cast<double>(i), i)});
  send(actor, {point(ids[1].attribute_id, std::string{"other"}, 3)});
  flush(actor);
  auto file = options().file;
  struct {
    history_query query;
    std::vector<int64_t> expected;
  } cases[] = {
      {{"press", "temp", 0, INT64_MAX, 1000}, {1, 2, 3, 4, 5}},
      {{"press", "temp", 2, 4, 1000}, {2, 3, 4}},
      {{"press", "temp", 0, INT64_MAX, 2}, {4, 5}},
      {{"press", "temp", 0, INT64_MAX, 0}, {}},
      {{"press", "temp", 6, INT64_MAX, 10}, {}},
      {{"press", "label", 0, INT64_MAX, 10}, {3}},
  };
  for (auto& [query, expected] : cases)
    CHECK(times(read_history(file, query)) == expected);
}

TEST_CASE_METHOD(fixture, "history reaches across points that have settled and recent ones") {
  auto small = options();
  small.disk_bytes = 16 << 20; // 16,384 points settle
  auto actor = start(small);
  auto id = open(actor, press(3'600'000))[0].attribute_id;
  for (int64_t i = 0; i < 16'500; i += 100) {
    std::vector<state_row> rows;
    for (int64_t j = 0; j < 100; ++j)
      rows.push_back(point(id, 0.0, (i + j) / 2)); // two in each millisecond
    send(actor, std::move(rows));
    flush(actor);
  }
  CHECK(query("SELECT count(*) > 0 FROM data_point_settled", 1)[0] == "1");
  CHECK(query("SELECT count(*) > 0 FROM data_point_recent", 1)[0] == "1");
  auto all = times(read_history(small.file, {"press", "temp", 8'100, 8'249, 1000}));
  CHECK(all.size() == 300);
  CHECK(all.front() == 8'100);
  CHECK(all.back() == 8'249);
}

TEST_CASE_METHOD(fixture, "history serves points of an earlier type as they are") {
  auto actor = start();
  auto id = open(actor, press(3'600'000))[0].attribute_id;
  send(actor, {point(id, 1.5, 1)});
  flush(actor);
  open(actor, {"press", {{"temp", value_type::boolean, 3'600'000}}});
  auto points = read_history(options().file, {"press", "temp"});
  REQUIRE(points);
  REQUIRE(points->size() == 1);
  CHECK(std::get<double>(points->front().content) == 1.5);
}

TEST_CASE_METHOD(fixture, "history says what it does not know") {
  auto missing = read_history(options().file, {"press", "temp"});
  CHECK(is(missing.error(), errc::unavailable));
  open(start());
  auto unknown = read_history(options().file, {"press", "tmep"});
  CHECK(is(unknown.error(), errc::not_found));
  CHECK_THAT(sentence(unknown.error()), Contains("press/tmep"));
}

TEST_CASE_METHOD(fixture, "the history actor ends after its answer") {
  open(start());
  auto reader = spawn(history, options().file);
  auto answer = ask<std::vector<data_point>>(reader, history_query{"press", "temp"});
  REQUIRE(answer);
  CHECK(answer->empty());
  CHECK(
      ask<std::vector<data_point>>(reader, history_query{"press", "temp"}).error()
      == caf::sec::request_receiver_down);
  auto other = spawn(history, options().file);
  CHECK(is(
      ask<std::vector<data_point>>(other, history_query{"press", "x"}).error(), errc::not_found));
}

} // namespace troupe
