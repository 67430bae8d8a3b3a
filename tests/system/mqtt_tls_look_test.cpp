#include "tests/support/catch.hpp"
#include "tests/system/mqtt_tls_fixture.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/ports.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

/// A client whose attempt has failed and is being looked into.
client_options looked_into(uint16_t port) {
  auto result = tls_fixture::tls_options(port);
  result.connect_timeout = milliseconds{300};
  return result;
}

constexpr milliseconds within_the_look{700};

} // namespace

TEST_CASE_METHOD(tls_fixture, "who disconnects while a failure is looked into is told at once") {
  mute_server server;
  auto client = open(looked_into(server.port()), trusting());
  client.begin_connect();
  pause(within_the_look);
  REQUIRE(client.log->closed.empty());
  auto start = std::chrono::steady_clock::now();
  client.disconnect();
  CHECK(client.why_closed() == "disconnected");
  CHECK(std::chrono::steady_clock::now() - start < milliseconds{300});
  CHECK_FALSE(client.connect()); // and can be tried again
  CHECK(client.why_closed() == peer(server.port()) + " does not answer in TLS");
}

TEST_CASE("a failure that is looked into does not hold up the end") {
  mute_server server;
  std::chrono::steady_clock::time_point start;
  {
    tls_fixture fixture;
    auto client = fixture.open(looked_into(server.port()), fixture.trusting());
    client.begin_connect();
    pause(within_the_look);
    start = std::chrono::steady_clock::now();
  }
  CHECK(std::chrono::steady_clock::now() - start < milliseconds{800});
}

TEST_CASE_METHOD(tls_fixture, "of many failures at once each is told in time") {
  mute_server server;
  std::vector<mqtt_fixture::client> clients;
  for (int i = 0; i < 20; ++i) {
    auto options = looked_into(server.port());
    options.client_id += std::to_string(i);
    clients.push_back(open(options, trusting()));
  }
  auto start = std::chrono::steady_clock::now();
  for (auto& x : clients)
    x.begin_connect();
  int explained = 0;
  for (auto& x : clients) {
    REQUIRE(x.log->wait(x.log->closed));
    explained += x.why_closed() == peer(server.port()) + " does not answer in TLS" ? 1 : 0;
  }
  CHECK(std::chrono::steady_clock::now() - start < milliseconds{4000});
  CHECK(explained >= 8);
}
