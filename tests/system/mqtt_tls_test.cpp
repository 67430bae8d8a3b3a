#include "tests/support/catch.hpp"
#include "tests/system/mqtt_tls_fixture.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/ports.hpp"
#include "tests/system/support/tls_server.hpp"

#include <cstdlib>
#include <set>

#include <malloc.h>

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

namespace {

std::set<std::string> files_in_memory() {
  std::set<std::string> result;
  for (auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
    std::error_code gone;
    auto target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (!gone && target.starts_with("/memfd:"))
      result.insert(entry.path().string() + target);
  }
  return result;
}

/// Of all arenas; 0 under a sanitizer, which has an allocator of its own.
size_t bytes_in_use() { return ::mallinfo2().uordblks; }

size_t open_files() {
  auto entries = std::filesystem::directory_iterator{"/proc/self/fd"};
  return static_cast<size_t>(std::distance(begin(entries), end(entries)));
}

} // namespace

TEST_CASE_METHOD(tls_fixture, "a message goes round through TLS") {
  auto mqtt5 = GENERATE(false, true);
  auto version = GENERATE(as<std::string>{}, "tlsv1.2", "tlsv1.3");
  INFO("MQTT " << (mqtt5 ? "5" : "3.1.1") << " over " << version);
  broker mosquitto{tls_broker(ca.issue({}), {}, {"tls_version " + version})};
  auto options = tls_options(mosquitto.port());
  options.mqtt5 = mqtt5;
  auto client = open(options, trusting());
  CHECK(echoes(client));
  client.disconnect();
  CHECK(client.why_closed() == "disconnected");
}

TEST_CASE_METHOD(tls_fixture, "a host is known by its name or its address") {
  auto [host, name] = GENERATE(table<std::string, std::string>(
      {{"localhost", "DNS:localhost"},
       {"localhost", "DNS:LOCALHOST"},
       {"127.0.0.1", "IP:127.0.0.1"}}));
  INFO(host << " by " << name);
  broker mosquitto{tls_broker(ca.issue({.names = {name}}))};
  auto options = tls_options(mosquitto.port());
  options.host = host;
  CHECK(open(options, trusting()).connect());
  CHECK(handshake(options, trusting()()).ok);
}

TEST_CASE_METHOD(tls_fixture, "an IPv6 address is compared with the certificate") {
  auto server = ca.issue({.names = {"IP:::1"}});
  auto port = free_port();
  broker mosquitto{tls_broker(
      server, {},
      {"listener " + std::to_string(port) + " ::1", "certfile server.crt", "keyfile server.key"})};
  REQUIRE(mosquitto.wait_for_log(" running")); // with its second listener, too
  auto options = tls_options(port);
  options.host = "::1";
  auto client = open(options, trusting());
  client.connect();
  CHECK(client.why_closed().empty());
  CHECK(handshake(options, trusting()()).reason.empty());
}

TEST_CASE_METHOD(tls_fixture, "a client certificate lets in and names the user") {
  auto mqtt5 = GENERATE(false, true);
  auto version = GENERATE(as<std::string>{}, "tlsv1.2", "tlsv1.3");
  auto key = GENERATE(as<std::string>{}, "EC", "RSA 2048");
  authority clients{"Plant CA"};
  broker mosquitto{tls_broker(ca.issue({}), clients.pem(), {"tls_version " + version})};
  auto identity = clients.issue({.name = "press-9", .names = {}, .key = key});
  auto options = tls_options(mosquitto.port());
  options.mqtt5 = mqtt5;
  auto client = open(options, trusting(identity));
  CHECK(echoes(client));
  CHECK(mosquitto.wait_for_log("u'press-9'"));
}

TEST_CASE_METHOD(tls_fixture, "the vault's and the system's certificates are trusted as asked") {
  authority system_ca{"System CA"};
  temp_folder folder;
  write_text(folder.path() / "system.pem", system_ca.pem());
  REQUIRE(run({{"openssl", "rehash", folder.path().string()}}).code == 0);
  ::setenv("SSL_CERT_DIR", folder.path().c_str(), 1);
  auto own = GENERATE(false, true);   // the vault has a certificate
  auto known = GENERATE(false, true); // … of the server's CA
  auto system = GENERATE(false, true);
  auto by_system = GENERATE(false, true); // the server's CA is the system's
  INFO(
      "own " << own << ", of the server " << known << ", system " << system
             << ", server's CA is the system's " << by_system);
  authority other{"Other CA"};
  broker mosquitto{tls_broker((by_system ? system_ca : ca).issue({}))};
  auto options = tls_options(mosquitto.port());
  material_wish wish{.system = system};
  if (own)
    wish.authorities = known ? other.pem() + ca.pem() : other.pem();
  auto expected = (own && known && !by_system) || (system && by_system);
  auto client = open(options, [wish] { return make_material(wish); });
  CHECK(client.connect() == expected);
  CHECK(handshake(options, make_material(wish)).ok == expected);
  ::unsetenv("SSL_CERT_DIR");
}

TEST_CASE_METHOD(tls_fixture, "ALPN lets in where a terminator demands it") {
  broker mosquitto;
  auto server = alpn_terminator(ca.issue({}), "x-amzn-mqtt-ca", mosquitto.port());
  auto options = tls_options(server->port());
  options.alpn = "x-amzn-mqtt-ca";
  options.mqtt5 = GENERATE(false, true);
  auto client = open(options, trusting());
  CHECK(echoes(client));
  auto found = handshake(options, trusting()());
  CHECK(found.ok);
  CHECK(found.server.alpn == "x-amzn-mqtt-ca");
}

TEST_CASE_METHOD(tls_fixture, "key and certificates are closed at CONNACK") {
  authority clients{"Plant CA"};
  broker mosquitto{tls_broker(ca.issue({}), clients.pem())};
  auto identity = clients.issue({.name = "press-9", .names = {}});
  auto client = open(tls_options(mosquitto.port()), trusting(identity));
  REQUIRE(client.connect());
  CHECK(files_in_memory().empty());
  CHECK(echoes(client, false)); // they are needed no more
}

TEST_CASE_METHOD(tls_fixture, "key and certificates are closed when the attempt has failed") {
  broker mosquitto{tls_broker(authority{"Other CA"}.issue({}))};
  auto client = open(tls_options(mosquitto.port()), trusting(ca.issue({})));
  REQUIRE_FALSE(client.connect());
  CHECK(eventually([] { return files_in_memory().empty(); }));
}

TEST_CASE_METHOD(tls_fixture, "key and certificates are closed with a client in mid-connect") {
  mute_server server;
  auto client = open(tls_options(server.port()), trusting(ca.issue({})));
  client.begin_connect();
  CHECK(eventually([] { return files_in_memory().size() == 2; }));
  caf::anon_send(mqtt, close_atom{}, client.id);
  CHECK(eventually([] { return files_in_memory().empty(); }));
}

namespace {

void reconnect(tls_fixture& x, int count) {
  authority clients{"Plant CA"};
  broker mosquitto{tls_broker(x.ca.issue({}), clients.pem())};
  auto client = x.open(
      x.tls_options(mosquitto.port()), x.trusting(clients.issue({.name = "one", .names = {}})));
  REQUIRE(client.connect());
  client.disconnect();
  // What fills up within some hundred connects and then stays: the allocator keeps it for threads.
  constexpr size_t caches = 512 << 10;
  auto again = [&](int times) {
    for (int i = 0; i < times; ++i) {
      REQUIRE(client.connect());
      client.disconnect();
    }
    client.log->connected = {};
    client.log->closed = {};
  };
  again(10);
  auto files = open_files();
  auto bytes = bytes_in_use();
  again(count);
  CHECK(eventually([&] { return open_files() <= files; }));
  CHECK(eventually([&] { return bytes_in_use() < bytes + caches; }));
}

} // namespace

TEST_CASE_METHOD(tls_fixture, "60 connects with a key leave no file and no memory behind") {
  reconnect(*this, 60);
}

TEST_CASE_METHOD(
    tls_fixture, "2,000 connects with a key leave no file and no memory behind", "[.long]") {
  reconnect(*this, 2000);
}

TEST_CASE_METHOD(tls_fixture, "a server mute in TLS delays nobody else") {
  mute_server mute;
  broker mosquitto{tls_broker(ca.issue({}))};
  std::vector<mqtt_fixture::client> waiting;
  for (int i = 0; i < 5; ++i) {
    auto options = tls_options(mute.port());
    options.client_id += std::to_string(i);
    options.connect_timeout = milliseconds{1500};
    waiting.push_back(open(options, trusting()));
    waiting.back().begin_connect();
  }
  auto client = open(tls_options(mosquitto.port()), trusting());
  auto start = std::chrono::steady_clock::now();
  auto echoed = echoes(client);
  INFO(client.why_closed());
  CHECK(echoed);
  CHECK(std::chrono::steady_clock::now() - start < milliseconds{1000});
  for (auto& x : waiting) {
    REQUIRE(x.log->wait(x.log->closed));
    CHECK(x.why_closed() == peer(mute.port()) + " does not answer in TLS");
  }
}

TEST_CASE_METHOD(tls_fixture, "a key is proven without the agent's session") {
  authority clients{"Plant CA"};
  broker mosquitto{tls_broker(ca.issue({.name = "the broker"}), clients.pem())};
  auto options = tls_options(mosquitto.port());
  auto agent = open(options, trusting(clients.issue({.name = "old", .names = {}})));
  REQUIRE(agent.connect());
  auto found = handshake(options, trusting(clients.issue({.name = "new", .names = {}}))());
  CHECK(found.ok);
  CHECK(found.reason.empty());
  CHECK(found.server.protocol == "TLSv1.3");
  CHECK(found.server.subject == "CN=the broker");
  CHECK(found.server.issuer == "CN=Test CA");
  CHECK(found.server.not_after_ms == 4'070'908'800'000); // 2099-01-01
  CHECK(found.server.certificate_requested);
  CHECK(found.server.certificate_sent);
  auto refused = handshake(options, trusting(ca.issue({.name = "new", .names = {}}))());
  CHECK_FALSE(refused.ok);
  CHECK_THAT(
      refused.reason, Contains("does not know \"CN=Test CA\", which signed our certificate"));
  CHECK(agent.log->closed.empty());
  CHECK(echoes(agent, false));
}

TEST_CASE_METHOD(tls_fixture, "a probe passes TLS and tells what it found") {
  authority clients{"Plant CA"};
  broker mosquitto{tls_broker(ca.issue({}), clients.pem())};
  auto report =
      probe(tls_options(mosquitto.port()), trusting(clients.issue({.name = "one", .names = {}}))());
  REQUIRE(names(report) == list{"dns", "tcp", "tls", "connect"});
  CHECK(
      report.steps[2].detail
      == "TLSv1.3, TLS_AES_256_GCM_SHA384, the certificate \"CN=broker\" by \"CN=Test CA\" until"
         " 2099-01-01 00:00:00 UTC; the client certificate was sent");
  CHECK(report.steps[2].ms > 0);
  CHECK(report.steps[2].ms < 1000); // without the wait for an alert
}
