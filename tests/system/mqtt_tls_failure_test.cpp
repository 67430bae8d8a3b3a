#include "tests/support/catch.hpp"
#include "tests/support/odd_server.hpp"
#include "tests/support/ports.hpp"
#include "tests/support/tls_server.hpp"
#include "tests/system/mqtt_tls_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::StartsWith;

namespace {

/// What fails TLS, for the agent, for `troupe probe` and for a proof of the key alike.
struct failure_fixture : tls_fixture {
  authority other{"Other CA"};
  client_options options = tls_options(0);
  material_wish wish{.authorities = ca.pem()};

  /// The sentence that all three tell.
  std::string sentence() {
    auto make = [this] { return make_material(wish); };
    auto client = open(options, make);
    auto start = std::chrono::steady_clock::now();
    auto connected = client.connect();
    CHECK_FALSE(connected);
    CHECK(std::chrono::steady_clock::now() - start < options.connect_timeout + milliseconds{2500});
    CHECK_FALSE(client.log->last(client.log->closed).was_connected);
    auto report = probe(options, make());
    REQUIRE_FALSE(report.steps.empty());
    auto& last = report.steps.back();
    CHECK(last.name == "tls");
    CHECK_FALSE(last.ok);
    auto proof = handshake(options, make());
    CHECK_FALSE(proof.ok);
    auto told = client.why_closed();
    // A clock in a sentence may have moved on.
    CHECK_THAT(last.detail, StartsWith(told.substr(0, told.find("; the clock here"))));
    CHECK_THAT(proof.reason, StartsWith(told.substr(0, told.find("; the clock here"))));
    return told;
  }

  std::string peer() const { return tls_fixture::peer(options.port); }
  std::string shown(const std::string& name) const {
    return "the certificate \"CN=" + name + "\" that " + peer() + " shows ";
  }
};

} // namespace

TEST_CASE_METHOD(failure_fixture, "an unknown authority is named, and who does not know it") {
  SECTION("not the vault's") {
    broker mosquitto{tls_broker(other.issue({}))};
    options.port = mosquitto.port();
    CHECK(
        sentence()
        == "the certificate of " + peer()
               + " is signed by \"CN=Other CA\", which the vault does not trust (trust is"
                 " \"own\")");
  }
  SECTION("not the system's either") {
    broker mosquitto{tls_broker(other.issue({}))};
    options.port = mosquitto.port();
    wish.system = true;
    CHECK(
        sentence()
        == "the certificate of " + peer()
               + " is signed by \"CN=Other CA\", which neither the vault nor the system trusts");
  }
  SECTION("sent along") {
    auto server = other.issue({});
    server.certificate += other.pem();
    broker mosquitto{tls_broker(server)};
    options.port = mosquitto.port();
    CHECK(
        sentence()
        == "the certificate of " + peer()
               + " is signed by \"CN=Other CA\", which the vault does not trust (trust is"
                 " \"own\")");
  }
  SECTION("the server itself") {
    broker mosquitto{tls_broker(self_signed({.name = "own"}))};
    options.port = mosquitto.port();
    CHECK(
        sentence()
        == "the certificate of " + peer()
               + " is signed by itself (\"CN=own\"), which the vault does not trust (trust is"
                 " \"own\")");
  }
}

TEST_CASE_METHOD(failure_fixture, "another host's certificate is told with its names") {
  broker mosquitto{
      tls_broker(ca.issue({.names = {"DNS:a.example", "DNS:*.b.example", "IP:10.0.0.7"}}))};
  options.port = mosquitto.port();
  CHECK(
      sentence()
      == "the certificate of " + peer()
             + " is for \"a.example\", \"*.b.example\", \"10.0.0.7\", not for \"127.0.0.1\"");
}

TEST_CASE_METHOD(failure_fixture, "a certificate without names is told by its common name") {
  broker mosquitto{tls_broker(ca.issue({.name = "c.example", .names = {}}))};
  options.port = mosquitto.port();
  options.host = "localhost";
  CHECK(
      sentence()
      == "the certificate of localhost (" + peer()
             + ") is for \"c.example\", not for \"localhost\"");
}

TEST_CASE_METHOD(failure_fixture, "a server's certificate out of time is told with the date") {
  SECTION("expired") {
    broker mosquitto{tls_broker(ca.issue({.not_after = "20210203040506Z"}))};
    options.port = mosquitto.port();
    CHECK(sentence() == shown("broker") + "expired on 2021-02-03 04:05 UTC");
  }
  SECTION("not yet valid") {
    broker mosquitto{tls_broker(ca.issue({.not_before = "20900203040506Z"}))};
    options.port = mosquitto.port();
    CHECK_THAT(
        sentence(),
        StartsWith(
            shown("broker") + "is not valid before 2090-02-03 04:05 UTC; the clock here says 20"));
  }
}

TEST_CASE_METHOD(failure_fixture, "a certificate that is demanded and missing is told") {
  auto version = GENERATE(as<std::string>{}, "tlsv1.2", "tlsv1.3");
  broker mosquitto{tls_broker(ca.issue({}), ca.pem(), {"tls_version " + version})};
  options.port = mosquitto.port();
  CHECK(
      sentence()
      == peer()
             + " demands a client certificate, and there is none for this agent: set its"
               " certificate_alias");
}

TEST_CASE_METHOD(failure_fixture, "a client certificate that is refused is told with the reason") {
  auto version = GENERATE(as<std::string>{}, "tlsv1.2", "tlsv1.3");
  broker mosquitto{tls_broker(ca.issue({}), ca.pem(), {"tls_version " + version})};
  options.port = mosquitto.port();
  SECTION("unknown authority") {
    wish.identity = other.issue({.names = {}});
    CHECK(
        sentence()
        == peer()
               + " does not know \"CN=Other CA\", which signed our certificate \"hall.press\""
                 " (alert unknown CA)");
  }
  SECTION("expired") {
    wish.identity = ca.issue({.names = {}, .not_after = "20210101000000Z"});
    CHECK(
        sentence()
        == peer()
               + " does not accept our certificate \"hall.press\": it has expired, by the clock"
                 " there (alert certificate expired)");
  }
}

TEST_CASE_METHOD(failure_fixture, "TLS 1.1 is refused") {
  auto server = openssl_server(ca.issue({}), {"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"});
  options.port = server->port();
  CHECK(sentence() == peer() + " speaks TLS 1.1 at best; TLS 1.2 is the least");
}

TEST_CASE_METHOD(failure_fixture, "a weak key or digest is refused") {
  SECTION("key") {
    auto server = openssl_server(
        ca.issue({.name = "weak", .key = "RSA 1024"}), {"-cipher", "ALL:@SECLEVEL=0"});
    options.port = server->port();
    CHECK(
        sentence()
        == shown("weak") + "has too weak a key: RSA 1024; RSA 2048 or EC 224 is the least");
  }
  SECTION("digest") {
    auto server =
        openssl_server(ca.issue({.name = "old", .sha1 = true}), {"-cipher", "ALL:@SECLEVEL=0"});
    options.port = server->port();
    CHECK(
        sentence()
        == shown("old") + "is signed with too weak a digest: SHA1; SHA-256 is the least");
  }
}

TEST_CASE_METHOD(failure_fixture, "a server without a safe cipher is told") {
  auto server = openssl_server(
      ca.issue({}), {"-tls1_2", "-cipher", "ADH-AES256-SHA:AECDH-AES256-SHA:@SECLEVEL=0"});
  options.port = server->port();
  CHECK(
      sentence() == peer() + " has no cipher or key that is safe enough (alert handshake failure)");
}

TEST_CASE_METHOD(failure_fixture, "an application protocol that does not fit is told") {
  broker mosquitto;
  auto server = alpn_terminator(ca.issue({}), "x-amzn-mqtt-ca", mosquitto.port());
  options.port = server->port();
  SECTION("another") {
    options.alpn = "mqtt";
    CHECK(
        sentence()
        == peer()
               + " does not know the application protocol \"mqtt\" that alpn names (alert no"
                 " application protocol)");
  }
  SECTION("none") {
    CHECK(
        sentence()
        == peer() + " closed the connection right after the TLS handshake, without a word");
  }
}

TEST_CASE_METHOD(failure_fixture, "a server that speaks no TLS is told") {
  SECTION("it answers") {
    odd_server server{odd_server::answering("HTTP/1.1 400 Bad Request\r\n\r\n")};
    options.port = server.port();
    CHECK(sentence() == peer() + " answers in plain text, not in TLS");
  }
  SECTION("it closes") {
    odd_server server{odd_server::answering("")};
    options.port = server.port();
    CHECK(
        sentence()
        == peer() + " closed the connection when TLS began: perhaps it speaks none on this port");
  }
  SECTION("it is a broker of plain MQTT") {
    broker mosquitto;
    options.port = mosquitto.port();
    CHECK(
        sentence() // mosquitto leaves something unread
        == peer() + " reset the connection when TLS began: perhaps it speaks none on this port");
  }
  SECTION("it resets") {
    odd_server server{odd_server::resetting()};
    options.port = server.port();
    CHECK(
        sentence()
        == peer() + " reset the connection when TLS began: perhaps it speaks none on this port");
  }
  SECTION("it is mute") {
    mute_server server;
    options.port = server.port();
    options.connect_timeout = milliseconds{400};
    CHECK(sentence() == peer() + " does not answer in TLS");
  }
  SECTION("it begins and stops") {
    odd_server server{odd_server::answering(std::string{"\x16\x03\x03\x40\x00\x02", 6})};
    options.port = server.port();
    CHECK(sentence() == peer() + " closed the connection in the TLS handshake");
  }
}

TEST_CASE_METHOD(failure_fixture, "our own key that does not work is told") {
  broker mosquitto{tls_broker(ca.issue({}), ca.pem())};
  options.port = mosquitto.port();
  wish.identity = ca.issue({.names = {}});
  SECTION("it belongs to another certificate") {
    wish.identity.key = ca.issue({.names = {}}).key;
    CHECK(sentence() == "the private key does not belong to our certificate \"hall.press\"");
  }
  SECTION("it cannot be decrypted") {
    wish.wrong_password = true;
    CHECK(
        sentence()
        == "the private key of our certificate \"hall.press\" cannot be read: bad decrypt");
  }
  SECTION("it is too weak") {
    wish.identity = ca.issue({.names = {}, .key = "RSA 1024"});
    CHECK(sentence() == "our certificate \"hall.press\" is too weak for TLS: ee key too small");
  }
}

TEST_CASE_METHOD(failure_fixture, "nothing is tried where nothing can be trusted") {
  broker mosquitto{tls_broker(ca.issue({}))};
  options.port = mosquitto.port();
  wish.authorities.clear();
  CHECK(
      sentence()
      == "no server can be trusted: trust is \"own\", and the truststore holds no certificate");
}

TEST_CASE_METHOD(failure_fixture, "a refusal by the broker stays its own word") {
  auto settings = tls_broker(ca.issue({}));
  settings.accounts = {{"ops", "right"}};
  broker mosquitto{settings};
  options.port = mosquitto.port();
  auto client = open(options, trusting());
  REQUIRE_FALSE(client.connect());
  CHECK(client.why_closed() == "the broker refused: not authorised (CONNACK 5)");
}

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
