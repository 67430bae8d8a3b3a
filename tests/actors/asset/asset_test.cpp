#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"

#include "actors/asset/asset.hpp"

using namespace troupe;
using namespace std::chrono_literals;

namespace {

/// A store that remembers what it was sent and answers what it is told to.
struct fake_store {
  std::vector<stored_attribute> known{{11, {}}, {12, {}}};
  std::vector<state_row> rows;
  bool failing = false;
};

struct asset_fixture : test::actor_fixture {
  std::shared_ptr<fake_store> disk = std::make_shared<fake_store>();
  std::shared_ptr<link_counter_block> counters = std::make_shared<link_counter_block>(1);
  asset_actor press;
  std::optional<milliseconds> expire_after; ///< Of `speed`.

  store_actor spawn_store() {
    return caf::actor_cast<store_actor>(spawn([disk = disk](caf::event_based_actor*) {
      return caf::behavior{
          [disk](const open_asset&) -> caf::result<std::vector<stored_attribute>> {
            if (disk->failing)
              return failure(errc::store_failed, "no disk");
            return disk->known;
          },
          [disk](state_batch& x) {
            for (auto& row : x.items)
              disk->rows.push_back(row);
            x.finished = x.items.size();
          }};
    }));
  }

  void start(bool attach = true) {
    auto settings = std::make_shared<asset_settings>();
    settings->id = "press";
    attribute_settings speed;
    speed.name = "speed";
    speed.type = value_type::number;
    speed.constraints.max = 100;
    attribute_settings note;
    note.name = "note";
    note.type = value_type::text;
    note.store_data_points = 1h;
    if (expire_after)
      speed.expire_after = expire_after;
    settings->attributes = {speed, note};
    press =
        spawn(asset, std::make_shared<meter>(), asset_options{"hall", settings, false, clock()});
    if (attach)
      tell(press, attach_atom::value, asset_wiring{spawn_store(), {}});
  }

  /// What a link would send for `speed`.
  void receive(double value, int64_t timestamp_ms, time_source source = time_source::receipt) {
    receive({{0, 0, timestamp_ms, value, source, false}});
  }

  /// What the broker had kept.
  void receive_retained(double value, int64_t timestamp_ms) {
    receive({{0, 0, timestamp_ms, value, time_source::receipt, true}});
  }

  void receive(std::vector<attribute_update> items) {
    (*counters)[0].add(inbound::received, items.size());
    (*counters)[0].add(inbound::at_asset, items.size());
    update_batch batch{nullptr, counters};
    batch.items = std::move(items);
    tell(press, std::move(batch));
  }

  attribute_state speed() {
    auto views = ask<std::vector<attribute_view>>(press, view_atom::value, std::string{"speed"});
    REQUIRE(views);
    REQUIRE(views->size() == 1);
    return views->front().state;
  }

  caf::expected<write_result> write(const std::string& attribute, const std::string& json) {
    return ask<write_result>(press, write_request{"press", attribute, json, 5'000, false});
  }
};

} // namespace

TEST_CASE_METHOD(asset_fixture, "a new value is served at once and sent to the store") {
  start();
  receive(20.5, 1'000);
  CHECK(std::get<double>(speed().content) == 20.5);
  CHECK(speed().timestamp_ms == 1'000);
  REQUIRE(disk->rows.size() == 1);
  CHECK(disk->rows[0].attribute_id == 11);
  CHECK_FALSE(disk->rows[0].data_point);
  CHECK((*counters)[0][inbound::at_store] == 1);
}

TEST_CASE_METHOD(asset_fixture, "a clock set back marks the value but does not block it") {
  start();
  receive(1, 2'000);
  receive(2, 1'000);
  CHECK(std::get<double>(speed().content) == 2);
  CHECK(speed().quality == quality::clock_suspect);
  receive(3, 1'999);
  CHECK(speed().quality == quality::clock_suspect);
  receive(4, 2'000);
  CHECK(speed().quality == quality::good);
}

TEST_CASE_METHOD(asset_fixture, "a value that breaks a constraint changes nothing and is counted") {
  start();
  receive(100, 1'000);
  receive(100.5, 2'000);
  CHECK(std::get<double>(speed().content) == 100);
  CHECK((*counters)[0][inbound::rejected_constraint] == 1);
  CHECK((*counters)[0][inbound::at_asset] == 0);
  CHECK(disk->rows.size() == 1);
}

TEST_CASE_METHOD(asset_fixture, "the last state is taken up from the store") {
  disk->known[0].state = {7.5, 900, quality::clock_suspect};
  start();
  CHECK(std::get<double>(speed().content) == 7.5);
  CHECK(speed().timestamp_ms == 900);
}

TEST_CASE_METHOD(asset_fixture, "values that come before the store answers are kept for it") {
  disk->failing = true;
  start();
  receive(1, 1'000);
  CHECK(disk->rows.empty());
  CHECK(std::get<double>(speed().content) == 1);
  disk->failing = false;
  disk->known[0].state = {7.5, 900, quality::good};
  pass(5s);
  CHECK(std::get<double>(speed().content) == 1);
  REQUIRE_FALSE(disk->rows.empty());
  CHECK(disk->rows.back().attribute_id == 11);
  CHECK(std::get<double>(disk->rows.back().state.content) == 1);
}

TEST_CASE_METHOD(asset_fixture, "a new store is given the state that the old one may have lost") {
  start();
  receive(1, 1'000);
  disk->rows.clear();
  tell(press, attach_atom::value, asset_wiring{spawn_store(), {}});
  REQUIRE(disk->rows.size() == 1);
  CHECK(disk->rows[0].attribute_id == 11);
}

TEST_CASE_METHOD(asset_fixture, "a write to an attribute without a link is its state") {
  start();
  auto result = write("note", "\"oil changed\"");
  REQUIRE(result);
  CHECK(result->state == write_state::stored);
  REQUIRE(disk->rows.size() == 1);
  CHECK(disk->rows[0].data_point);
  CHECK(disk->rows[0].state.timestamp_ms == 5'000);
}

TEST_CASE_METHOD(asset_fixture, "a write that does not fit is refused with the reason") {
  start();
  auto unknown = write("colour", "1");
  REQUIRE_FALSE(unknown);
  CHECK(is(unknown.error(), errc::not_found));
  CHECK(sentence(unknown.error()) == "there is no attribute colour of asset press in realm hall");
  auto misfit = write("speed", "\"fast\"");
  REQUIRE_FALSE(misfit);
  CHECK(is(misfit.error(), errc::value_invalid));
  auto too_fast = write("speed", "101");
  REQUIRE_FALSE(too_fast);
  CHECK(is(too_fast.error(), errc::value_invalid));
  CHECK(sentence(too_fast.error()).find("100") != std::string::npos);
  CHECK(disk->rows.empty());
}

TEST_CASE_METHOD(asset_fixture, "listeners hear of changes until they leave") {
  start();
  auto heard = std::make_shared<std::vector<attribute_view>>();
  auto listener = caf::actor_cast<listener_actor>(spawn([heard](caf::event_based_actor*) {
    return caf::behavior{[heard](const attribute_event& x) {
      heard->insert(heard->end(), x.changes.begin(), x.changes.end());
    }};
  }));
  tell(press, watch_atom::value, listener_handle{listener});
  receive(1, 1'000);
  receive(101, 1'001);
  REQUIRE(heard->size() == 1);
  CHECK(heard->front().attribute == "speed");
  CHECK(heard->front().realm == "hall");
  tell(press, unwatch_atom::value, listener_handle{listener});
  receive(2, 1'002);
  CHECK(heard->size() == 1);
}

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

namespace {

/// An asset whose `speed` and `note` are sent on.
struct forwarding_fixture : asset_fixture {
  std::shared_ptr<link_counter_block> rows = std::make_shared<link_counter_block>(3);
  std::vector<std::string> heard;

  asset_wiring wiring(bool wants_state = true) {
    asset_wiring out{spawn_store(), {}};
    auto link = spawn([this](caf::event_based_actor*) {
      return caf::behavior{[this](forward_batch& x) {
        for (auto& item : x.items) {
          heard.push_back(
              std::to_string(item.forward) + " " + to_json(item.content) + " "
              + std::to_string(item.timestamp_ms));
          item.ticket.end(outbound::acknowledged);
        }
      }};
    });
    out.forwards.push_back(
        {caf::actor_cast<link_actor>(link), {{0, wants_state}, {1, wants_state}}, rows, 1});
    return out;
  }
};

} // namespace

TEST_CASE_METHOD(
    forwarding_fixture, "new values go to whom they are forwarded by, with their time") {
  start(false);
  tell(press, attach_atom::value, wiring());
  receive(1, 1'000);
  receive(101, 1'001); // breaks the constraint
  REQUIRE(write("note", "\"oil\""));
  CHECK(heard == std::vector<std::string>{"0 1.0 1000", "1 \"oil\" 5000"});
  CHECK((*rows)[0][outbound::requested] == 0);
  CHECK((*rows)[1][outbound::acknowledged] == 1);
  CHECK((*rows)[2][outbound::requested] == 1);
}

TEST_CASE_METHOD(forwarding_fixture, "a new link is told the state once, with its old time") {
  disk->known[0].state = {7.5, 900, quality::good};
  start(false);
  auto first = wiring();
  tell(press, attach_atom::value, asset_wiring{first});
  CHECK(heard == std::vector<std::string>{"0 7.5 900"});
  tell(press, attach_atom::value, asset_wiring{first});
  CHECK(heard.size() == 1);
  tell(press, attach_atom::value, wiring());
  CHECK(heard == std::vector<std::string>{"0 7.5 900", "0 7.5 900"});
  tell(press, attach_atom::value, wiring(false));
  CHECK(heard.size() == 2);
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
