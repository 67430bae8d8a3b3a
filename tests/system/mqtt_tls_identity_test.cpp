#include "tests/support/catch.hpp"
#include "tests/system/mqtt_tls_failure_fixture.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE_METHOD(failure_fixture, "a certificate that is demanded and missing is told") {
  auto version = GENERATE(as<std::string>{}, "tlsv1.2", "tlsv1.3");
  broker mosquitto{tls_broker(ca.issue({}), ca.pem(), {"tls_version " + version})};
  options.port = mosquitto.port();
  CHECK(
      sentence()
      == peer()
             + " demands a client certificate, and there is none for this agent: set its"
               " certificate_alias");
  CHECK(refused == refusal::by_broker);
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
  CHECK(refused == refusal::by_broker);
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
  CHECK(refused == refusal::none);
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
  CHECK(client.log->last(client.log->closed).refused == refusal::by_broker);
}
