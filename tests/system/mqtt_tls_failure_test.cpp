#include "tests/support/catch.hpp"
#include "tests/system/mqtt_tls_failure_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::StartsWith;

TEST_CASE_METHOD(failure_fixture, "an unknown authority is named, and who does not know it") {
  auto server = other.issue({});
  std::string who = "\"CN=Other CA\"";
  std::string told = ", which the vault does not trust (trust is \"own\")";
  SECTION("not the vault's") {}
  SECTION("not the system's either") {
    wish.system = true;
    told = ", which neither the vault nor the system trusts";
  }
  SECTION("sent along") { server.certificate += other.pem(); }
  SECTION("the server itself") {
    server = self_signed({.name = "own"});
    who = "itself (\"CN=own\")";
  }
  broker mosquitto{tls_broker(server)};
  options.port = mosquitto.port();
  CHECK(sentence() == "the certificate of " + peer() + " is signed by " + who + told);
  CHECK(refused == refusal::by_us);
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
    CHECK(sentence() == shown("broker") + "expired on 2021-02-03 04:05:06 UTC");
  }
  SECTION("not yet valid") {
    broker mosquitto{tls_broker(ca.issue({.not_before = "20900203040506Z"}))};
    options.port = mosquitto.port();
    CHECK_THAT(
        sentence(), StartsWith(
                        shown("broker")
                        + "is not valid before 2090-02-03 04:05:06 UTC; the clock here says 20"));
  }
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
