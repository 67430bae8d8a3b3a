#include "tests/support/catch.hpp"

#include "tests/system/vault_fixture.hpp"

using namespace troupe::test;
using Catch::Contains;

namespace {

/// A box whose agent "cloud" is connected with the key "first".
struct rotation_fixture {
  authority ca;
  broker cloud{tls_broker(ca.issue({}), ca.pem())};
  runtime box{
      cloud_agent("hall", cloud, "edge", "resume_session = true")
      + "[realm.hall.asset.tank.attribute]\nlevel = { type = \"number\", store_data_points = "
        "\"1d\", agent_link = { agent = \"cloud\", subscription_topic = \"hall/level\" } }\n"};
  certificate_files files{box};

  rotation_fixture() {
    REQUIRE(files.import("hall", "edge", ca.issue({.name = "first"})).code == 0);
    REQUIRE(files.trust("ca", ca.pem()).code == 0);
    box.start();
    REQUIRE(box.agent_is("hall", "cloud", "CONNECTED"));
  }

  bool logs(const std::string& text) {
    return eventually(
        [&] { return box.log().find(text) != std::string::npos; }, milliseconds{20'000});
  }
};

} // namespace

TEST_CASE_METHOD(rotation_fixture, "a key is replaced under load and no QoS 1 message is lost") {
  constexpr auto messages = 2000;
  auto publisher = ca.issue({.name = "publisher"});
  process load{
      {{"sh", "-c",
        "for n in $(seq 1 " + std::to_string(messages)
            + "); do echo $n; [ $((n % 10)) -ne 0 ] || sleep 0.03; done | mosquitto_pub -l -q 1 -h "
              "127.0.0.1 -p "
            + std::to_string(cloud.port()) + " -t hall/level --cafile "
            + files.write("ca.pem", ca.pem()) + " --cert "
            + files.write("p.pem", publisher.certificate) + " --key "
            + files.write("p.key", publisher.key)}}};
  REQUIRE(eventually([&] { return !box.get("hall/tank/level").empty(); })); // values flow
  REQUIRE(files.import("hall", "edge", ca.issue({.name = "second"}), true).code == 0);
  REQUIRE(logs("agent.rotated"));
  CHECK(cloud.wait_for_log("u'second'"));
  REQUIRE(load.wait(milliseconds{30'000}) == 0);
  CHECK(box.comes_to_be("hall/tank/level", std::to_string(messages), milliseconds{20'000}));
  REQUIRE(box.stop() == 0);
  CHECK(
      box.sql("hall", "SELECT count(DISTINCT value) FROM data_points WHERE asset_id = 'tank'")
      == std::to_string(messages));
}

TEST_CASE_METHOD(rotation_fixture, "a key that the broker does not know stays unused") {
  authority stranger{"Stranger CA"};
  REQUIRE(files.import("hall", "edge", stranger.issue({.name = "second"}), true).code == 0);
  REQUIRE(eventually(
      [&] {
        return box.command({"problems"}).output.find("stays connected with its earlier certificate")
               != std::string::npos;
      },
      milliseconds{20'000}));
  CHECK(box.agent_is("hall", "cloud", "CONNECTED"));
  CHECK(box.log().find("agent.rotating") == std::string::npos);
}
