#include "actors/mqtt/tls_rules.hpp"

#include "actors/mqtt/paho_options.hpp"
#include "actors/mqtt/websocket_path.hpp"
#include "schemas/errors.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/catch.hpp"

using namespace troupe;
using namespace troupe::test;

TEST_CASE("an application protocol goes out with its length before it") {
  CHECK(alpn_list("") == "");
  CHECK(alpn_list("x-amzn-mqtt-ca") == "\x0ex-amzn-mqtt-ca");
  CHECK(alpn_list(std::string(255, 'a')) == '\xff' + std::string(255, 'a'));
}

TEST_CASE("an application protocol has 1 to 255 printable characters") {
  auto system = make_material({.system = true});
  auto accepted = [&](const std::string& alpn) {
    client_options options;
    options.tls = true;
    options.alpn = alpn;
    return !check_broker(options, system.get());
  };
  CHECK(accepted(""));
  CHECK(accepted("mqtt"));
  CHECK(accepted(std::string(255, 'a')));
  CHECK_FALSE(accepted(std::string(256, 'a')));
  CHECK_FALSE(accepted(std::string{"mq\0tt", 5}));
  CHECK_FALSE(accepted("mq tt"));
  CHECK_FALSE(accepted("m\xc3\xbc"));
}

TEST_CASE("TLS is not tried without material or without trust") {
  client_options options;
  CHECK_FALSE(check_broker(options, nullptr)); // plain
  options.tls = true;
  CHECK(
      sentence(check_broker(options, nullptr))
      == "there are no certificates for the TLS connection");
  CHECK(
      sentence(check_broker(options, make_material({}).get()))
      == "no server can be trusted: trust is \"own\", and the truststore holds no certificate");
  CHECK_FALSE(check_broker(options, make_material({.system = true}).get()));
}

TEST_CASE("a WebSocket's path is kept, and can add nothing to the request") {
  struct {
    std::string path, expected;
  } const cases[] = {
      {"/mqtt", "/mqtt"},
      {"", "/"},
      {"mqtt", "/mqtt"},
      {"/mqtt?token=1&x=a/b+c%20d", "/mqtt?token=1&x=a/b+c%20d"},
      {"/a:9001", "/a%3A9001"},
      {"/a]", "/a%5D"},
      {"/a b", "/a%20b"},
      {"/a\r\nHost: evil", "/a%0D%0AHost%3A%20evil"},
      {"/a#b", "/a%23b"},
      {"/\xc3\xa9", "/%C3%A9"},
      {std::string{"/\0", 2}, "/%00"},
  };
  for (auto& x : cases)
    CHECK(websocket_path({x.path}) == x.expected);
}

TEST_CASE("a broker's address says how to connect") {
  client_options x;
  x.host = "broker.example";
  x.port = 1883;
  CHECK(broker_uri(x) == "tcp://broker.example:1883");
  x.tls = true;
  CHECK(broker_uri(x) == "ssl://broker.example:1883");
  x.websocket = websocket_options{"/mqtt?x=1"};
  CHECK(broker_uri(x) == "wss://broker.example:1883/mqtt?x=1");
  x.tls = false;
  CHECK(broker_uri(x) == "ws://broker.example:1883/mqtt?x=1");
  x.host = "::1";
  CHECK(broker_uri(x) == "ws://[::1]:1883/mqtt?x=1");
  x.websocket.reset();
  x.tls = true;
  CHECK(broker_uri(x) == "ssl://::1:1883");
}
