#include "tests/actors/asset/asset_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(asset_fixture, "a value that is too old when it comes is stale at once") {
  expire_after = 10s;
  start();
  auto [age_ms, expected] = GENERATE(table<int64_t, quality>({
      {0, quality::good},
      {9'999, quality::good},
      {10'000, quality::stale},
      {INT64_MAX, quality::stale},
      {-3'600'000, quality::good}, // its clock is ahead
  }));
  CAPTURE(age_ms);
  receive(1, age_ms == INT64_MAX ? INT64_MIN : now_ms() - age_ms);
  CHECK(speed().quality == expected);
  REQUIRE(disk->rows.size() == 1);
  CHECK(disk->rows[0].state.quality == expected);
}

TEST_CASE_METHOD(asset_fixture, "a kept value that the broker repeats does not become fresh") {
  expire_after = 10s;
  start();
  receive(1, now_ms());
  auto then = now_ms();
  pass(11s);
  tell(press, caf::tick_atom::value);
  REQUIRE(speed().quality == quality::stale);
  receive_retained(1, now_ms());
  CHECK(speed().quality == quality::stale);
  CHECK(speed().timestamp_ms == then);
  CHECK((*counters)[0][inbound::at_asset] == 0); // it has its outcome like any other
  CHECK((*counters)[0][inbound::at_store] == 2);
  CHECK(disk->rows.back().state.timestamp_ms == then);
  SECTION("unlike one that is new") {
    receive_retained(2, now_ms());
    CHECK(speed().quality == quality::good);
  }
  SECTION("unlike one that the device sends again") {
    receive(1, now_ms());
    CHECK(speed().quality == quality::good);
  }
}

TEST_CASE_METHOD(asset_fixture, "by the device's clock an older value is late, whenever it comes") {
  start();
  receive(1, 2'000, time_source::device);
  receive(2, 1'000, time_source::device);
  CHECK(std::get<double>(speed().content) == 1);
  CHECK(speed().timestamp_ms == 2'000);
  REQUIRE(disk->rows.size() == 2);
  CHECK(disk->rows[1].late);
  CHECK(disk->rows[1].state.timestamp_ms == 1'000);
  CHECK((*counters)[0][inbound::at_store] == 2);
  receive(3, 2'000, time_source::device); // as old is not older
  CHECK(std::get<double>(speed().content) == 3);
  receive(4, 2'001, time_source::device);
  CHECK(std::get<double>(speed().content) == 4);
  CHECK(speed().quality == quality::good);
}

TEST_CASE_METHOD(asset_fixture, "values of one batch are late one by one") {
  start();
  auto note = [](const char* text, int64_t ms) {
    return attribute_update{1, 0, ms, std::string{text}, time_source::device};
  };
  receive({note("b", 200), note("a", 100), note("d", 400), note("c", 300), note("e", 500)});
  std::vector<std::tuple<int64_t, bool, bool>> found;
  for (auto& x : disk->rows)
    found.emplace_back(x.state.timestamp_ms, x.late, x.data_point);
  CHECK(
      found
      == std::vector<std::tuple<int64_t, bool, bool>>{
          {200, false, true},
          {100, true, true},
          {400, false, true},
          {300, true, true},
          {500, false, true}});
}

TEST_CASE_METHOD(asset_fixture, "what has the time of receipt follows arrival") {
  start();
  receive(1, 2'000, time_source::device);
  receive(2, 1'000);
  CHECK(std::get<double>(speed().content) == 2);
  CHECK(speed().quality == quality::good); // the device's clock says nothing about ours
  receive(3, 900, time_source::device);
  CHECK(std::get<double>(speed().content) == 3);
  CHECK(speed().quality == quality::good);
  receive(4, 950);
  CHECK(speed().quality == quality::clock_suspect); // ours has been at 1'000
  CHECK(disk->rows.size() == 4);
}

TEST_CASE_METHOD(asset_fixture, "a time that stands in for the device's is marked") {
  start();
  receive(1, 1'000, time_source::device);
  receive(2, 5'000, time_source::stand_in);
  CHECK(std::get<double>(speed().content) == 2);
  CHECK(speed().timestamp_ms == 5'000);
  CHECK(speed().quality == quality::clock_suspect);
  receive(3, 2'000, time_source::device);
  CHECK(std::get<double>(speed().content) == 3);
  CHECK(speed().quality == quality::good);
}

TEST_CASE_METHOD(asset_fixture, "a value is late for the state that the store knew") {
  disk->known[0].state = {7.5, 900, quality::good, true};
  start();
  receive(1, 800, time_source::device);
  CHECK(std::get<double>(speed().content) == 7.5);
  receive(2, 901, time_source::device);
  CHECK(std::get<double>(speed().content) == 2);
}

TEST_CASE_METHOD(
    asset_fixture, "what comes before the store answers may be late for what it knew") {
  struct row {
    std::vector<attribute_update> early;
    double expected;
    std::vector<bool> late;
  };
  auto speed_at = [](double x, int64_t ms, time_source source) {
    return attribute_update{0, 0, ms, x, source};
  };
  using enum time_source;
  auto x = GENERATE_COPY(
      row{{speed_at(1, 800, device)}, 7.5, {true}},
      row{{speed_at(1, 850, device), speed_at(2, 800, device)}, 7.5, {true, true}},
      row{{speed_at(1, 800, device), speed_at(2, 1'000, device)}, 2, {true, false}},
      row{{speed_at(1, 800, receipt), speed_at(2, 700, device)}, 2, {false, false}},
      row{{speed_at(1, 1'000, device), speed_at(2, 950, device)}, 1, {false, true}});
  disk->failing = true;
  disk->known[0].state = {7.5, 900, quality::good, true};
  start();
  receive(x.early);
  disk->failing = false;
  pass(5s);
  CHECK(std::get<double>(speed().content) == x.expected);
  std::vector<bool> late;
  for (auto& row : disk->rows)
    late.push_back(row.late);
  if (late.size() > x.late.size()) // the state itself, which an earlier store may have lost
    late.erase(late.begin());
  CHECK(late == x.late);
}

TEST_CASE_METHOD(asset_fixture, "listeners do not hear of late values") {
  start();
  auto heard = std::make_shared<size_t>(0);
  auto listener = caf::actor_cast<listener_actor>(spawn([heard](caf::event_based_actor*) {
    return caf::behavior{[heard](const attribute_event& x) { *heard += x.changes.size(); }};
  }));
  tell(press, watch_atom::value, listener_handle{listener});
  receive(1, 2'000, time_source::device);
  receive(2, 1'000, time_source::device);
  CHECK(*heard == 1);
}
