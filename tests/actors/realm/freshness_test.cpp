#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include "actors/realm/realm.hpp"
#include "actors/store/database.hpp"
#include "actors/topology.hpp"

using namespace troupe;
using namespace std::chrono_literals;

namespace {

int64_t wall = 0;
int64_t wall_ms() { return wall; }

attribute_settings attribute(const std::string& name) {
  attribute_settings out;
  out.name = name;
  out.type = value_type::number;
  return out;
}

/// A realm with the real store and one asset, whose values are set: `speed` every 5 s, `offer`
/// good for 60 s, `size` without limits.
struct freshness_fixture : test::actor_fixture {
  test::temp_folder folder;
  std::shared_ptr<settings> config = std::make_shared<settings>();
  roster_ptr who;
  realm_actor hall;
  std::shared_ptr<std::vector<attribute_view>> heard =
      std::make_shared<std::vector<attribute_view>>();

  freshness_fixture() {
    wall = 1'750'000'000'000;
    config->runtime.storage_dir = folder.path();
    asset_settings press;
    press.id = "press";
    press.attributes = {attribute("speed"), attribute("offer"), attribute("size")};
    press.attributes[0].expect_every = 5s;
    press.attributes[0].store_data_points = 1h;
    press.attributes[1].expire_after = 60s;
    realm_settings realm;
    realm.name = "hall";
    realm.assets = {press};
    config->realms = {realm};
    start();
  }

  asset_settings& press() { return config->realms[0].assets[0]; }

  void start() {
    auto env = std::make_shared<environment_of_actors>();
    env->config = config;
    env->who = who = std::make_shared<roster>();
    env->now_ms = wall_ms;
    env->own_threads = false;
    hall = spawn(
        realm, who->enrol(0, "hall", "realm", "hall"), actors_environment{env},
        std::shared_ptr<const realm_settings>{config, &config->realms[0]});
    auto nobody = spawn([](caf::event_based_actor*) { return caf::behavior{[](int) {}}; });
    tell(hall, attach_atom::value, mqtt_handle{caf::actor_cast<mqtt_actor>(nobody)});
  }

  void stop() { REQUIRE(ask<bool>(hall, stop_atom::value)); }

  /// Both clocks.
  void wait(milliseconds x) {
    wall += x.count();
    pass(x);
  }

  void set(const std::string& name, const std::string& json) {
    REQUIRE(ask<write_result>(hall, write_request{"press", name, json, wall, false}));
  }

  attribute_state state(const std::string& name) {
    auto views = ask<std::vector<attribute_view>>(hall, attribute_query{"press", name});
    REQUIRE(views);
    REQUIRE(views->size() == 1);
    return views->front().state;
  }
  enum quality quality_of(const std::string& name) { return state(name).quality; }

  std::vector<silence_view> silent() {
    auto views = ask<std::vector<silence_view>>(hall, silence_atom::value);
    REQUIRE(views);
    return *views;
  }

  void listen() {
    auto listener = spawn([heard = heard](caf::event_based_actor*) {
      return caf::behavior{[heard](const attribute_event& x) {
        heard->insert(heard->end(), x.changes.begin(), x.changes.end());
      }};
    });
    tell(
        hall, watch_atom::value, std::string{},
        listener_handle{caf::actor_cast<listener_actor>(listener)});
  }

  meter& asset_meter() {
    for (auto& x : who->actors())
      if (x->kind == "asset")
        return *x->meter;
    throw std::runtime_error{"no such actor"};
  }

  /// The one number that `sql` gives.
  int64_t stored(const std::string& sql) {
    auto db = database::open(folder.path() / "realms/hall/state.db", database::access::read);
    REQUIRE(db);
    auto prepared = db->prepare(sql);
    REQUIRE(prepared);
    int64_t out = -1;
    REQUIRE_FALSE(prepared->each([&](const statement& row) { out = row.integer(0); }));
    return out;
  }

  int64_t stored_quality(const std::string& name) {
    REQUIRE(ask<uint64_t>(hall, flush_atom::value));
    return stored(
        "SELECT s.quality FROM state s JOIN attribute a ON a.id = s.attribute_id WHERE a.name = '"
        + name + "'");
  }
};

} // namespace

TEST_CASE_METHOD(freshness_fixture, "an expected value that does not come is a silence") {
  set("speed", "3");
  auto last = wall;
  wait(14s);
  CHECK(quality_of("speed") == quality::good);
  CHECK(silent().empty());
  wait(2s);
  CHECK(quality_of("speed") == quality::stale);
  CHECK(std::get<double>(state("speed").content) == 3);
  CHECK(state("speed").timestamp_ms == last);
  REQUIRE(silent().size() == 1);
  CHECK(silent()[0].realm == "hall");
  CHECK(silent()[0].asset == "press");
  CHECK(silent()[0].attributes == std::vector<std::string>{"speed"});
  CHECK(silent()[0].since_ms == last);
  CHECK_FALSE(silent()[0].never);
  set("speed", "4");
  CHECK(quality_of("speed") == quality::good);
  wait(1s);
  CHECK(silent().empty());
}

TEST_CASE_METHOD(freshness_fixture, "an attribute that never had a value is a silence, too") {
  auto began = wall;
  wait(16s);
  REQUIRE(silent().size() == 1);
  CHECK(silent()[0].never);
  CHECK(silent()[0].since_ms == began);
  CHECK(quality_of("speed") == quality::stale);
  CHECK(state("speed").timestamp_ms == 0);
  REQUIRE(ask<uint64_t>(hall, flush_atom::value));
  CHECK(stored("SELECT count(*) FROM state") == 0); // there is nothing to keep
}

TEST_CASE_METHOD(freshness_fixture, "a value that is too old is stale and no silence") {
  set("offer", "3");
  set("speed", "1");
  for (int i = 0; i < 12; ++i) {
    wait(5s);
    set("speed", "1");
  }
  CHECK(quality_of("offer") == quality::good);
  wait(1s);
  CHECK(quality_of("offer") == quality::stale);
  CHECK(quality_of("speed") == quality::good);
  CHECK(silent().empty());
}

TEST_CASE_METHOD(freshness_fixture, "becoming stale is heard of and stored, but no data point") {
  set("speed", "3");
  listen();
  wait(16s);
  REQUIRE(heard->size() == 1);
  CHECK(heard->front().attribute == "speed");
  CHECK(heard->front().state.quality == quality::stale);
  CHECK(std::get<double>(heard->front().state.content) == 3);
  CHECK(stored_quality("speed") == 2);
  CHECK(stored("SELECT count(*) FROM data_points") == 1);
  CHECK(stored("SELECT value FROM attribute_values") == 3);
  set("speed", "3");
  CHECK(heard->back().state.quality == quality::good);
  CHECK(stored_quality("speed") == 0);
}

TEST_CASE_METHOD(freshness_fixture, "a value goes on ageing while the runtime is away") {
  set("speed", "3");
  set("offer", "3");
  wait(8s);
  stop();
  wait(2s);
  start();
  CHECK(quality_of("speed") == quality::good);
  wait(4s);
  CHECK(quality_of("speed") == quality::good);
  wait(2s); // 16 s old
  CHECK(quality_of("speed") == quality::stale);
  CHECK(silent().empty()); // 6 s after the start: it has time to connect
  wait(10s);
  CHECK(silent().size() == 1);
  CHECK_FALSE(silent()[0].never);
  CHECK(quality_of("offer") == quality::good);
  wait(35s); // 61 s old
  CHECK(quality_of("offer") == quality::stale);
}

TEST_CASE_METHOD(
    freshness_fixture, "a value that grew too old while the runtime was away is stale") {
  set("speed", "3");
  set("offer", "3");
  stop();
  wait(1h);
  start();
  CHECK(quality_of("speed") == quality::stale);
  CHECK(quality_of("offer") == quality::stale);
  CHECK(stored_quality("offer") == 2);
  CHECK(silent().empty());
  set("offer", "4");
  CHECK(quality_of("offer") == quality::good);
}

TEST_CASE_METHOD(freshness_fixture, "what was stored as stale is stale again after a restart") {
  set("speed", "3");
  wait(16s);
  stop();
  wall -= 10'000; // were it by its time, it would be good
  start();
  CHECK(quality_of("speed") == quality::stale);
  SECTION("unless nothing is expected any more") {
    stop();
    press().attributes[0].expect_every.reset();
    start();
    CHECK(quality_of("speed") == quality::good);
    CHECK(stored_quality("speed") == 0);
  }
}

TEST_CASE_METHOD(freshness_fixture, "a wall clock that is set makes nothing stale or fresh") {
  auto step = GENERATE(-86'400'000, 86'400'000);
  set("speed", "3");
  set("offer", "3");
  wall += step;
  wait(14s);
  CHECK(quality_of("speed") == quality::good);
  CHECK(quality_of("offer") == quality::good);
  wait(2s);
  CHECK(quality_of("speed") == quality::stale);
  wait(45s);
  CHECK(quality_of("offer") == quality::stale);
}

TEST_CASE_METHOD(freshness_fixture, "an asset is not disturbed before something can become stale") {
  set("speed", "3");
  auto before = asset_meter().in.load();
  wait(14s);
  CHECK(asset_meter().in.load() == before);
  wait(2s);
  CHECK(asset_meter().in.load() == before + 1);
  wait(24h);
  CHECK(asset_meter().in.load() == before + 1);
}

TEST_CASE_METHOD(freshness_fixture, "a silent asset that crashes is waited for anew") {
  wait(16s);
  REQUIRE(silent().size() == 1);
  for (auto& x : who->actors())
    if (x->kind == "asset") {
      auto address = x->address();
      tell(
          caf::actor_cast<caf::actor>(address),
          caf::exit_msg{address, caf::make_error(caf::sec::runtime_error, "injected")});
    }
  wait(1s);
  CHECK(silent().empty());
  wait(16s);
  CHECK(silent().size() == 1);
}

TEST_CASE_METHOD(freshness_fixture, "a realm in which nothing is expected has no clock") {
  stop();
  for (auto& x : press().attributes) {
    x.expect_every.reset();
    x.expire_after.reset();
  }
  start();
  auto& card = *who->actors().front();
  REQUIRE(card.kind == "realm");
  auto before = card.meter->in.load();
  wait(1h);
  CHECK(card.meter->in.load() == before);
}
