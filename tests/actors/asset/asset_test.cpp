#include "tests/actors/asset/asset_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

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
