#include "tests/support/catch.hpp"

#include "tests/system/support/broker.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/runtime.hpp"

#include <boost/json.hpp>

#include <csignal>

using namespace troupe::test;

namespace {

std::string agent(const broker& x, const std::string& more = {}) {
  return "[realm.hall.agent.floor]\nhost = \"127.0.0.1\"\nport = " + std::to_string(x.port())
         + "\nclient_id = \"edge-7\"\nresume_session = true\nsubscribe_qos = 1\n" + more;
}

std::string asset(const std::string& id, const std::string& topic, const std::string& more = {}) {
  return "[realm.hall.asset." + id
         + ".attribute]\nspeed = { type = \"number\", agent_link = { "
           "agent = \"floor\", subscription_topic = \""
         + topic + "\"" + more + " } }\n";
}

/// How often `text` is in the log.
size_t count(const std::string& log, const std::string& text) {
  size_t out = 0;
  for (auto at = log.find(text); at != std::string::npos; at = log.find(text, at + 1))
    ++out;
  return out;
}

int64_t total(const runtime& box, const char* what) {
  auto ledger = boost::json::parse(box.command({"ledger", "--json"}).output);
  return ledger.at("totals").at(0).at("in").at(what).to_number<int64_t>();
}

} // namespace

TEST_CASE("a changed link changes alone, on the connection that stands") {
  broker floor;
  runtime box{agent(floor) + asset("press", "press/speed") + asset("saw", "saw/speed")};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"press/speed", "5", 1, false});
  floor.publish({"saw/speed", "6", 1, false});
  REQUIRE(box.comes_to_be("hall/saw/speed", "6"));

  box.configure(agent(floor) + asset("press", "press/rpm") + asset("saw", "saw/speed"));
  auto planned = box.command({"reload", "--plan"});
  CHECK(planned.code == 0);
  CHECK(planned.output.find("hall/floor  resubscribes") != std::string::npos);
  CHECK(planned.output.find("hall/press  restarts") != std::string::npos);
  CHECK(planned.output.find("hall/saw") == std::string::npos);
  CHECK(count(floor.log(), "UNSUBSCRIBE from edge-7") == 0);

  CHECK(box.command({"reload"}).code == 0);
  REQUIRE(eventually([&] { return count(floor.log(), " SUBSCRIBE from edge-7") == 3; }));
  CHECK(count(floor.log(), "UNSUBSCRIBE from edge-7") == 1);
  CHECK(count(floor.log(), " as edge-7 ") == 1); // connections
  CHECK(box.get("hall/press/speed") == "5");
  floor.publish({"press/rpm", "7", 1, false});
  CHECK(box.comes_to_be("hall/press/speed", "7"));
  CHECK(box.get("hall/saw/speed") == "6");

  auto again = box.command({"reload"});
  CHECK(again.code == 0);
  CHECK(again.output == "Nothing differs.\n");
}

TEST_CASE("a bad file changes nothing and says where it is bad") {
  broker floor;
  runtime box{agent(floor) + asset("press", "press/speed")};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  box.configure(agent(floor) + asset("press", "press/+/#/x"));
  auto refused = box.command({"reload"});
  CHECK(refused.code == 78);
  CHECK(refused.output.find(box.config_file().string() + ":") != std::string::npos);
  CHECK(refused.output.find("subscription_topic") != std::string::npos);
  CHECK(refused.errors.find("nothing was changed") != std::string::npos);
  box.program().signal(SIGHUP);
  CHECK(eventually([&] { return count(box.log(), "config.refused") == 2; }));
  floor.publish({"press/speed", "5", 1, false});
  CHECK(box.comes_to_be("hall/press/speed", "5"));
}

TEST_CASE("SIGHUP reads the configuration anew, other realms and their agents come and go") {
  broker floor;
  auto hall = agent(floor) + asset("press", "press/speed");
  runtime box{hall};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  box.configure(
      hall + "[realm.yard.agent.gate]\nhost = \"127.0.0.1\"\nport = " + std::to_string(floor.port())
      + "\nclient_id = \"edge-8\"\n");
  box.program().signal(SIGHUP);
  REQUIRE(eventually([&] { return count(box.log(), "config.reloaded") == 1; }));
  CHECK(box.agent_is("yard", "gate", "CONNECTED"));
  box.configure(hall);
  CHECK(box.command({"reload"}).code == 0);
  CHECK(box.command({"agents", "--json"}).output.find("gate") == std::string::npos);
  CHECK(count(floor.log(), " as edge-7 ") == 1);
  CHECK(box.stop() == 0);
}

TEST_CASE("a reload that nobody confirms in time is undone, one that somebody confirms stays") {
  broker floor;
  auto first = agent(floor) + asset("press", "press/speed");
  auto second = agent(floor) + asset("press", "press/speed") + asset("saw", "saw/speed");
  runtime box{first};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  box.configure(second);
  auto tried = box.command({"reload", "--confirm-within", "1s"});
  CHECK(tried.code == 0);
  CHECK(tried.output.find("Undone at") != std::string::npos);
  CHECK(box.command({"reload"}).code == 1); // not before that is decided
  REQUIRE(eventually([&] { return count(box.log(), "config.rolled_back") == 1; }));
  CHECK(box.command({"get", "hall/saw"}).code == 1);
  CHECK(box.command({"reload", "--confirm"}).code == 1); // there is nothing any more

  CHECK(box.command({"reload", "--confirm-within", "1h"}).code == 0);
  CHECK(box.command({"reload", "--confirm"}).code == 0);
  CHECK(box.command({"get", "hall/saw"}).code == 0);
  box.configure(first);
  CHECK(box.command({"reload", "--confirm-within", "1h"}).code == 0);
  CHECK(box.command({"reload", "--roll-back"}).code == 0);
  CHECK(box.command({"get", "hall/saw"}).code == 0);
  CHECK(box.command({"reload", "--confirm-within", "soon"}).code == 1);
}

TEST_CASE("reloads under load lose and double nothing at QoS 1") {
  constexpr int machines = 40;
  constexpr int messages = 20'000;
  broker floor;
  auto plant = [&](int round) { // another asset changes in every round, and others come and go
    auto out = agent(floor, "reconnect_max = \"" + std::to_string(100 + round) + "s\"\n");
    for (int i = 1; i <= machines; ++i) {
      auto id = "press-" + std::to_string(i);
      out += asset(id, "plant/" + id + "/telemetry", ", json_path = \"$.oil.temp\"");
      if ((i + round) % 3 == 0)
        out += "note = { type = \"text\" }\n";
    }
    for (int i = 0; i < round % 4; ++i)
      out += asset("saw-" + std::to_string(i), "saw/" + std::to_string(i));
    return out;
  };
  runtime box{plant(0)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  process load{
      {{TROUPE_BINARY, "simulate", "--port", std::to_string(floor.port()), "--assets",
        std::to_string(machines), "--rate", "5000", "--qos", "1", "--count",
        std::to_string(messages), "--quiet"}}};
  int reloads = 0;
  while (load.running() && reloads < 1000) {
    box.configure(plant(++reloads));
    REQUIRE(box.command({"reload"}).code == 0);
  }
  CHECK(load.wait(milliseconds{10'000}) == 0);
  CHECK(reloads >= 5);
  CHECK(eventually([&] { return total(box, "stored") == messages; }));
  CHECK(total(box, "received") == messages);
  CHECK(total(box, "dropped") == 0);
  CHECK(count(floor.log(), " as edge-7 ") == 1);
}

TEST_CASE("what is removed keeps its history until it is purged") {
  broker floor;
  auto history = [](std::string asset) {
    auto at = asset.find("type = ");
    return asset.insert(at, "store_data_points = \"31d\", ");
  };
  auto first =
      agent(floor) + history(asset("press", "press/speed")) + history(asset("saw", "saw/speed"));
  auto second = agent(floor) + history(asset("press", "press/speed"));
  runtime box{first};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"saw/speed", "6", 1, false});
  REQUIRE(box.comes_to_be("hall/saw/speed", "6"));
  box.configure(second);
  CHECK(box.command({"reload"}).code == 0);
  CHECK(box.command({"get", "hall/saw"}).code == 1);
  auto listed = box.command({"purge", "hall"});
  CHECK(listed.code == 0);
  CHECK(listed.output.find("saw    speed") != std::string::npos);
  CHECK(listed.output.find("press") == std::string::npos);
  box.configure(first);
  CHECK(box.command({"reload"}).code == 0);
  CHECK(box.get("hall/saw/speed") == "6");
  CHECK(box.command({"purge", "hall"}).output.find("Nothing is left over") == 0);

  box.configure(second);
  CHECK(box.command({"reload"}).code == 0);
  CHECK(box.command({"purge", "hall/saw", "--yes"}).code == 0);
  CHECK(box.sql("hall", "SELECT count(*) FROM data_points WHERE asset_id = 'saw'") == "0");
  box.configure(first);
  CHECK(box.command({"reload"}).code == 0);
  CHECK(box.get("hall/saw/speed").empty());
}
