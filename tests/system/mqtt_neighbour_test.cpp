#include "tests/support/catch.hpp"
#include "tests/system/mqtt_fixture.hpp"
#include "tests/system/support/eventually.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include <dlfcn.h>
#include <netdb.h>
#include <sys/socket.h>

using namespace troupe;
using namespace troupe::test;

namespace {

size_t open_files() {
  auto entries = std::filesystem::directory_iterator{"/proc/self/fd"};
  return static_cast<size_t>(std::distance(begin(entries), end(entries)));
}

} // namespace

TEST_CASE("the library's look-ups and connects come to the executable") {
  // What libpaho finds under these names is what the global scope finds first.
  CHECK(::dlsym(RTLD_DEFAULT, "connect") == reinterpret_cast<void*>(&::connect));
  CHECK(::dlsym(RTLD_DEFAULT, "getaddrinfo") == reinterpret_cast<void*>(&::getaddrinfo));
  CHECK(::dlsym(RTLD_DEFAULT, "connect") != ::dlsym(RTLD_NEXT, "connect"));
  CHECK(::dlsym(RTLD_DEFAULT, "getaddrinfo") != ::dlsym(RTLD_NEXT, "getaddrinfo"));
}

TEST_CASE_METHOD(mqtt_fixture, "5,000 topics do not delay another client's echo") {
  broker mosquitto;
  auto busy = open(options(mosquitto, "busy"));
  auto quick = open(options(mosquitto, "quick"));
  REQUIRE(busy.connect());
  REQUIRE(quick.connect());
  quick.subscribe({{"echo", 0}});
  for (uint32_t i = 0; i < 50; ++i) {
    std::vector<topic_request> topics;
    for (uint32_t k = 0; k < 100; ++k)
      topics.push_back({"plant/" + std::to_string(100 * i + k), 1});
    caf::anon_send(mqtt, mqtt_subscribe{busy.id, i, std::move(topics)});
  }
  std::vector<double> echoes;
  while (!busy.log->wait(busy.log->subacks, 50, milliseconds{0}) && echoes.size() < 5000) {
    auto count = quick.log->messages.size();
    auto start = std::chrono::steady_clock::now();
    quick.publish("echo", "x", 0);
    REQUIRE(quick.log->wait(quick.log->messages, count + 1));
    echoes.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  REQUIRE(busy.log->wait(busy.log->subacks, 50));
  REQUIRE_FALSE(echoes.empty());
  std::sort(echoes.begin(), echoes.end());
  INFO(echoes.size() << " echoes, the slowest took " << echoes.back() << " ms");
  CHECK(echoes[echoes.size() * 99 / 100] < 50);
}

TEST_CASE_METHOD(mqtt_fixture, "a small publish does not wait for the one before") {
  broker mosquitto;
  auto client = open(options(mosquitto, "one"));
  REQUIRE(client.connect());
  client.subscribe({{"echo", 0}});
  std::vector<double> echoes;
  for (size_t i = 0; i < 200; ++i) {
    auto start = std::chrono::steady_clock::now();
    client.publish("echo", "x", 1);
    REQUIRE(client.log->wait(client.log->messages, i + 1));
    echoes.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  std::sort(echoes.begin(), echoes.end());
  CHECK(echoes[echoes.size() / 2] < 20); // 40 ms where Nagle meets a delayed acknowledgement
}

TEST_CASE_METHOD(mqtt_fixture, "many connects and disconnects leave no file open") {
  broker mosquitto;
  auto client = open(options(mosquitto, "one"));
  REQUIRE(client.connect());
  client.disconnect();
  auto before = open_files();
  for (int i = 0; i < 100; ++i) {
    REQUIRE(client.connect());
    client.disconnect();
  }
  CHECK(eventually([&] { return open_files() <= before; }));
}

TEST_CASE_METHOD(mqtt_fixture, "clients may be closed in the middle of their traffic") {
  broker mosquitto;
  auto sender = open(options(mosquitto, "sender"));
  REQUIRE(sender.connect());
  std::atomic<bool> stop{false};
  std::thread traffic{[&] {
    for (uint64_t i = 0; !stop; ++i) {
      sender.publish("a", std::string(200, 'x'), i % 2, i);
      std::this_thread::sleep_for(std::chrono::microseconds{50});
    }
  }};
  for (int i = 0; i < 20; ++i) {
    auto receiver = open(options(mosquitto, "receiver-" + std::to_string(i)));
    REQUIRE(receiver.connect());
    receiver.subscribe({{"a", 1}});
    CHECK(receiver.log->wait(receiver.log->messages, 5));
    caf::anon_send(mqtt, close_atom{}, receiver.id);
  }
  stop = true;
  traffic.join();
  CHECK(sender.log->closed.empty());
}
