#include "tests/support/catch.hpp"

#include "tests/system/support/eventually.hpp"
#include "tests/system/vault_fixture.hpp"

#include <sstream>

using namespace troupe::test;
using Catch::Contains;

namespace {

/// A local broker, and one that wants a client certificate, as AWS does.
struct two_brokers {
  authority ca;
  broker floor;
  broker cloud{keeping(tls_broker(ca.issue({}), ca.pem()))};
  runtime box;
  certificate_files files{box};
  std::unique_ptr<process> watcher; ///< Subscribes to the cloud; its session outlives the broker.

  explicit two_brokers(const std::string& forward)
      : box{
          cloud_agent("hall", cloud, "edge", "publish_qos = 1") + local_agent() + asset(forward)} {
    REQUIRE(files.import("hall", "edge", ca.issue({.name = "edge-7"})).code == 0);
    REQUIRE(files.trust("ca", ca.pem()).code == 0);
    watch();
    box.start();
    REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
    REQUIRE(box.agent_is("hall", "cloud", "CONNECTED"));
  }

  static broker_options keeping(broker_options x) {
    x.persistence = true;
    return x;
  }

  void watch() {
    auto thing = ca.issue({.name = "watcher"});
    watcher = std::make_unique<process>(process_options{
        {"stdbuf",
         "-oL",
         "mosquitto_sub",
         "-h",
         "127.0.0.1",
         "-p",
         std::to_string(cloud.port()),
         "--cafile",
         files.write("ca.pem", ca.pem()),
         "--cert",
         files.write("watcher.pem", thing.certificate),
         "--key",
         files.write("watcher.key", thing.key),
         "-i",
         "watcher",
         "-c",
         "-R", // it subscribes again at each connect
         "-q",
         "1",
         "-d",
         "-v",
         "-t",
         "up/#"}});
    REQUIRE(watcher->wait_for("Subscribed (mid"));
  }

  std::string local_agent() const {
    return "[realm.hall.agent.floor]\nhost = \"127.0.0.1\"\nport = " + std::to_string(floor.port())
           + "\nsubscribe_qos = 1\n";
  }

  static std::string asset(const std::string& forward) {
    return "[realm.hall.asset.tank]\nforward = [{ agent = \"cloud\", publish_topic = "
           "\"up/{asset}/{attribute}\", "
           + forward
           + " }]\n[realm.hall.asset.tank.attribute]\nlevel = { type = \"number\", agent_link = { "
             "agent = \"floor\", subscription_topic = \"tank/level\" } }\n";
  }

  /// Whoever subscribes to the cloud has got exactly these payloads, in this order.
  bool cloud_has(const std::vector<std::string>& payloads) {
    return eventually([&] { return received() == payloads; }, milliseconds{10'000});
  }

  std::vector<std::string> received() const {
    constexpr std::string_view topic = "up/tank/level ";
    std::vector<std::string> out;
    std::istringstream lines{watcher->output()};
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with(topic))
        out.push_back(line.substr(topic.size()));
    return out;
  }

  std::string ledger() const { return box.command({"ledger", "--json"}).output; }

  void level(const std::string& x) {
    floor.publish({"tank/level", x, 1, false});
    REQUIRE(box.comes_to_be("hall/tank/level", x));
  }
};

} // namespace

TEST_CASE("local values reach a broker with mutual TLS; the newest after it was away") {
  two_brokers x{"retain = true"};
  x.level("1");
  REQUIRE(x.cloud_has({"1.0"}));
  x.cloud.stop();
  REQUIRE(eventually([&] { return x.box.get("hall/cloud/agentStatus") != "CONNECTED"; }));
  for (auto level : {"2", "3", "4"})
    x.level(level);
  CHECK_THAT(x.ledger(), Contains("\"queued\":1"));
  x.cloud.start();
  REQUIRE(x.cloud_has({"1.0", "4.0"}));
  x.level("5");
  REQUIRE(x.cloud_has({"1.0", "4.0", "5.0"}));
  REQUIRE(eventually([&] { return x.ledger().find("\"acknowledged\":3") != std::string::npos; }));
  auto ledger = x.ledger();
  CHECK_THAT(ledger, Contains("\"superseded\":2") && Contains("\"requested\":5"));
  CHECK_THAT(ledger, !Contains("\"closes\":false"));
  CHECK(x.box.stop() == 0);
  x.box.start(); // the state is sent once more: what was under way at the end may be lost
  CHECK(x.cloud_has({"1.0", "4.0", "5.0", "5.0"}));
}

TEST_CASE("a broker that was away gets all values in order where they are all kept") {
  two_brokers x{"on = \"always\", outbox = \"keep_all\", write_value = 'level %VALUE%'"};
  std::vector<std::string> all{"level 1.0"};
  x.level("1");
  REQUIRE(x.cloud_has(all));
  x.cloud.stop();
  REQUIRE(eventually([&] { return x.box.get("hall/cloud/agentStatus") != "CONNECTED"; }));
  for (int i = 2; i <= 20; ++i) {
    x.level(std::to_string(i));
    all.push_back("level " + std::to_string(i) + ".0");
  }
  x.cloud.start();
  CHECK(x.cloud_has(all));
  REQUIRE(eventually([&] { return x.ledger().find("\"acknowledged\":20") != std::string::npos; }));
  CHECK_THAT(x.ledger(), Contains("\"requested\":20") && !Contains("\"closes\":false"));
}
