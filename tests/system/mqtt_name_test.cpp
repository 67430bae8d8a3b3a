#include "tests/support/catch.hpp"
#include "tests/system/mqtt_fixture.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/ports.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace troupe;
using namespace troupe::test;

namespace {

/// A name server that never answers for "dead", until it is let go.
struct name_server {
  std::mutex mutex;
  std::condition_variable changed;
  bool let_go = false;
  std::atomic<int> lookups{0};

  addresses look_up(const std::string& name) {
    ++lookups;
    if (name != "dead")
      return std::vector<std::string>{"127.0.0.1"};
    std::unique_lock guard{mutex};
    changed.wait(guard, [this] { return let_go; });
    return failure(errc::unavailable, "name dead is unknown");
  }

  void end() {
    std::lock_guard guard{mutex};
    let_go = true;
    changed.notify_all();
  }
};

mqtt_ports ports_with(const std::shared_ptr<name_server>& names) {
  auto result = system_mqtt_ports();
  result.network =
      std::make_shared<dialler>([names](const std::string& name) { return names->look_up(name); });
  return result;
}

client_options options_for(const std::string& host, uint16_t port) {
  client_options result;
  result.host = host;
  result.port = port;
  result.client_id = "to-" + host;
  result.connect_timeout = milliseconds{500};
  return result;
}

} // namespace

TEST_CASE("a dead name server delays nobody else") {
  auto names = std::make_shared<name_server>();
  mqtt_fixture fixture{ports_with(names)};
  broker mosquitto;
  auto first = fixture.open(options_for("dead", 1883));
  auto second = fixture.open(options_for("dead", 1884));
  first.begin_connect();
  second.begin_connect();
  for (auto& host : {"alive", "127.0.0.1"}) {
    auto start = std::chrono::steady_clock::now();
    CHECK(fixture.open(options_for(host, mosquitto.port())).connect());
    CHECK(std::chrono::steady_clock::now() - start < milliseconds{400});
  }
  REQUIRE(first.log->wait(first.log->closed));
  REQUIRE(second.log->wait(second.log->closed));
  CHECK(first.why_closed() == "name dead could not be looked up within 0.5 s");
  CHECK(second.why_closed() == first.why_closed());
  CHECK(names->lookups == 2); // "alive", and "dead" once for both
  first.connect();            // while the look-up still hangs: joins it
  CHECK(names->lookups == 2);
  names->end();
}

TEST_CASE("a look-up that hangs does not hold up the end") {
  auto names = std::make_shared<name_server>();
  auto start = std::chrono::steady_clock::now();
  {
    mqtt_fixture fixture{ports_with(names)};
    auto client = fixture.open(options_for("dead", 1883));
    client.begin_connect();
    REQUIRE(eventually([&] { return names->lookups == 1; }));
  }
  CHECK(std::chrono::steady_clock::now() - start < milliseconds{1000});
  names->end();
}

TEST_CASE("the next address is tried where the first refuses") {
  broker mosquitto;
  mqtt_ports ports = system_mqtt_ports();
  ports.network = std::make_shared<dialler>([](const std::string&) -> addresses {
    return std::vector<std::string>{"127.0.0.2", "::1", "127.0.0.1"};
  });
  mqtt_fixture fixture{ports};
  CHECK(fixture.open(options_for("broker.example", mosquitto.port())).connect());
  auto refused = fixture.open(options_for("broker.example", free_port()));
  REQUIRE_FALSE(refused.connect());
  CHECK_THAT(
      refused.why_closed(),
      Catch::Matchers::StartsWith("connection refused by broker.example (127.0.0.1:"));
}

TEST_CASE("beyond 64 names that hang a look-up fails at once") {
  auto names = std::make_shared<name_server>();
  std::atomic<int> failed{0};
  {
    resolver resolve{[names](const std::string&) { return names->look_up("dead"); }};
    for (int i = 0; i < 65; ++i)
      resolve.resolve(
          "name-" + std::to_string(i), [&](const addresses& found) { failed += found ? 0 : 1; });
    CHECK(failed == 1);
  }
  names->end();
}
