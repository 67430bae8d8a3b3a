#include "tests/support/catch.hpp"

#include "tests/support/certificates.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/vault_fixture.hpp"

using namespace troupe::test;
using Catch::Contains;

namespace {

/// A box whose agent "cloud" is connected with the key "first" to a broker that knows
/// clients of "root", too.
struct rotation_fixture {
  certificate_maker make;
  authority ca;
  broker cloud{tls_broker(ca.issue({}), ca.pem() + root())};
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

  std::string root() {
    make.root("root");
    return make.text("root.pem");
  }

  bool logs(const std::string& text) {
    return eventually(
        [&] { return box.log().find(text) != std::string::npos; }, milliseconds{20'000});
  }

  bool has_problem(const std::string& text) {
    return eventually(
        [&] { return box.command({"problems"}).output.find(text) != std::string::npos; },
        milliseconds{20'000});
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
  REQUIRE(has_problem("is connected with its earlier certificate"));
  CHECK(box.agent_is("hall", "cloud", "CONNECTED"));
  CHECK(box.log().find("agent.rotating") == std::string::npos);
  cloud.stop();
  cloud.start();
  REQUIRE(box.agent_is("hall", "cloud", "CONNECTED"));
  CHECK(has_problem("is connected with its earlier certificate"));
}

TEST_CASE_METHOD(rotation_fixture, "a broker whose authority is removed is left and not joined") {
  authority stranger{"Stranger CA"};
  auto kept = GENERATE("its key", "an earlier key");
  CAPTURE(kept);
  if (kept == std::string{"an earlier key"}) {
    REQUIRE(files.import("hall", "edge", stranger.issue({.name = "second"}), true).code == 0);
    REQUIRE(has_problem("is connected with its earlier certificate"));
  }
  REQUIRE(files.trust("stranger", stranger.pem()).code == 0);
  REQUIRE(files.vault({"remove", "--trusted", "--alias", "ca"}).code == 0);
  REQUIRE(has_problem("is signed by \"CN=Test CA\", which the vault does not trust"));
  CHECK_FALSE(box.agent_is("hall", "cloud", "CONNECTED", milliseconds{100}));
  cloud.stop();
  cloud.start();
  CHECK(cloud.wait_for_log("New connection"));
  CHECK(has_problem("which the vault does not trust"));
  CHECK(cloud.log().find("New client connected") == std::string::npos);
  REQUIRE(files.trust("ca", ca.pem()).code == 0);
  CHECK(box.agent_is("hall", "cloud", "CONNECTED", milliseconds{20'000}));
}

TEST_CASE_METHOD(rotation_fixture, "a key imported without its issuer is repaired by its chain") {
  make.authority("between", "root");
  make.client("second", "between");
  issued second{make.text("second.pem"), make.text("second.key")};
  REQUIRE(files.import("hall", "edge", second, true).code == 0);
  REQUIRE(has_problem("is connected with its earlier certificate"));
  second.certificate += make.text("between.pem");
  REQUIRE(files.import("hall", "edge", second, true).code == 0);
  CHECK(cloud.wait_for_log("u'second'", milliseconds{20'000}));
  REQUIRE(box.agent_is("hall", "cloud", "CONNECTED"));
  CHECK(box.command({"problems"}).output.find("earlier certificate") == std::string::npos);
}

TEST_CASE_METHOD(rotation_fixture, "a key that is refused at CONNECT gives way to the earlier") {
  make.run(
      "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout n.key -subj "
      "/O=Nameless -out n.csr 2>/dev/null && openssl x509 -req -in n.csr -CA root.pem -CAkey "
      "root.key -CAcreateserial -out n.pem 2>/dev/null");
  issued nameless{make.text("n.pem"), make.text("n.key")}; // mosquitto wants a CN for a user
  REQUIRE(files.import("hall", "edge", nameless, true).code == 0);
  REQUIRE(logs("agent.rotating"));
  REQUIRE(has_problem("cannot replace it: the broker refused: "));
  CHECK(box.agent_is("hall", "cloud", "CONNECTED"));
}
