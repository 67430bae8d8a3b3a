#include "tests/support/catch.hpp"

#include "tests/system/support/broker.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/runtime.hpp"

#include <csignal>

using namespace troupe::test;

namespace {

std::string press(const broker& x) {
  return "[realm.hall.agent.floor]\nhost = \"127.0.0.1\"\nport = " + std::to_string(x.port()) + R"(
client_id = "edge"
[realm.hall.asset.press]
agent_link = { agent = "floor", subscription_topic = "press" }
[realm.hall.asset.press.attribute]
speed = { type = "number", store_data_points = "1d", agent_link.json_path = "$.speed" }
on    = { type = "boolean", agent_link.json_path = "$.on" }
note.type = "text"
)";
}

finished_process command(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{TROUPE_BINARY};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return run({all, {}, {}});
}

} // namespace

TEST_CASE("a file with three mistakes is told all three, with their places") {
  temp_folder folder;
  auto file = folder.path() / "troupe.toml";
  write_text(file, R"([realm.hall.agent.floor]
host = "127.0.0.1"
keep_alive = 10
hosst = "x"
[realm.hall.asset.press.attribute]
speed = { type = "number", agent_link = { agent = "flor", subscription_topic = "a" } }
)");
  auto checked = command({"check", "-c", file.string()});
  CHECK(checked.code == 78);
  auto line = [&](const std::string& at) { return file.string() + ":" + at + ": error: "; };
  CHECK(checked.output.find(line("3:14")) != std::string::npos);
  CHECK(checked.output.find(line("4:1")) != std::string::npos);
  CHECK(checked.output.find(line("6:51")) != std::string::npos);
  CHECK(checked.output.find("3 errors") != std::string::npos);
  auto refused = command({"run", "-c", file.string()});
  CHECK(refused.code == 78);
  CHECK(refused.errors.find(line("3:14")) != std::string::npos);
}

TEST_CASE("the plant's configuration passes, and each press is shown with its lines") {
  auto file = std::string{TROUPE_SOURCE_DIR "/config/plant.toml"};
  auto checked = command({"check", "-c", file});
  CHECK(checked.code == 0);
  CHECK(checked.output == file + ": good: 1 realm, 1 agent, 40 assets, 240 links\n");
  auto shown = command({"config", "--effective", "hall/press-40", "-c", file});
  CHECK(shown.code == 0);
  CHECK(shown.output.starts_with("[realm.hall.asset.press-40]  # " + file + ":35:13\n"));
  CHECK(shown.output.find("\"plant/press-40/set\"") != std::string::npos);
  auto all = command({"config", "--effective", "--json", "-c", file});
  CHECK(all.code == 0);
  auto types = 0;
  for (auto at = all.output.find(".type\",\"value\":"); at != std::string::npos;
       at = all.output.find(".type\",\"value\":", at + 1))
    ++types;
  CHECK(types == 40 + 240); // of the assets and their attributes
  CHECK(command({"config", "--effective", "hall/press-41", "-c", file}).code == 1);
  CHECK(command({"config", "--effective", "hal", "-c", file}).code == 1);
  CHECK(command({"config"}).code == 64);
  CHECK(command({"config", "--json", "schema"}).code == 64);
  CHECK(command({"config", "reference"}).output.starts_with("# Every key"));
}

TEST_CASE("the exit code tells what went wrong") {
  CHECK(command({"version"}).code == 0);
  CHECK(command({"gett"}).code == 64);
  CHECK(command({"get"}).code == 64);
  CHECK(command({"test-links"}).code == 64);
  CHECK(command({"test-links", "/nonexistent"}).code == 1);
  auto cases = command({"test-links", TROUPE_SOURCE_DIR "/tests/vectors/topics.json"});
  CHECK(cases.code == 0);
  CHECK(cases.output == "56 passed, 0 failed\n");
  auto nobody = command({"status", "--socket", "/nonexistent/console.sock"});
  CHECK(nobody.code == 69);
  CHECK(nobody.errors.find("/nonexistent/console.sock") != std::string::npos);
}

TEST_CASE("what a link cannot use is counted and told, and the value stays") {
  broker floor;
  runtime box{press(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"press", R"({"speed":20.5,"on":true})", 0, false});
  REQUIRE(box.comes_to_be("hall/press/on", "true"));
  floor.publish({"press", R"({"speed":"fast"})", 0, false}); // a misfit, and nothing for `on`
  floor.publish({"press", "grease!", 0, false});
  auto ledger = [&] { return box.command({"ledger", "--json"}).output; };
  CHECK(eventually([&] { return ledger().find("\"rejected_error\":1") != std::string::npos; }));
  CHECK(box.get("hall/press/speed") == "20.5");
  CHECK(box.get("hall/press/on") == "true");
  auto told = ledger();
  CHECK(told.find("\"rejected_coercion\":1") != std::string::npos);
  CHECK(told.find("\"filtered_missed\":1") != std::string::npos);
  CHECK(told.find("\"closes\":false") == std::string::npos);
  CHECK(box.log().find("link.failing") != std::string::npos);
  CHECK(box.log().find("grease!") == std::string::npos); // never a payload in the log
}

TEST_CASE("history and watch tell what came") {
  broker floor;
  runtime box{press(floor)};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  process watcher{
      {{TROUPE_BINARY, "watch", "hall/press", "--json", "--count", "3", "--socket",
        (box.config_file().parent_path() / "console.sock").string()},
       {},
       {}}};
  // A watcher hears what changes from the moment it is there.
  REQUIRE(eventually([&] {
    floor.publish({"press", R"({"speed":1})", 0, false});
    return watcher.output().find("\"speed\"") != std::string::npos;
  }));
  floor.publish({"press", R"({"speed":2})", 0, false});
  floor.publish({"press", R"({"speed":3})", 0, false});
  CHECK(watcher.wait(milliseconds{5'000}) == 0);
  CHECK(box.command({"get", "hall/press/speed", "--stored"}).code == 0);
  auto history = box.command({"history", "hall/press/speed", "--json"}).output;
  CHECK(history.find("\"y\":3.0") != std::string::npos);
}

TEST_CASE("a watch of what is not there says so, and a simulation of what cannot be is refused") {
  broker floor;
  runtime box{press(floor)};
  box.start();
  auto attribute = box.command({"watch", "hall/press/spede"});
  CHECK(attribute.code == 1);
  CHECK(attribute.errors == "troupe: there is no attribute hall/press/spede\n");
  auto asset = box.command({"watch", "hall/pres"});
  CHECK(asset.code == 1);
  CHECK(asset.errors.find("there is no asset pres in realm hall") != std::string::npos);
  for (auto& words : std::vector<std::vector<std::string>>{
           {"--count", "-1"}, {"--duration", "-5s"}, {"--topic", "plant/#"}, {"--rate", "-1"}}) {
    auto refused = run({{TROUPE_BINARY, "simulate", words[0], words[1]}, {}, {}});
    CAPTURE(words);
    CHECK(refused.code == 64);
    CHECK(refused.errors.find(words[0]) != std::string::npos);
  }
}

TEST_CASE("a watch of all realms ends with the first that has enough, and tells a runtime's end") {
  broker floor;
  runtime box{press(floor) + "[realm.attic.asset.fan.attribute.note]\ntype = \"text\"\n"};
  box.start();
  auto socket = (box.config_file().parent_path() / "console.sock").string();
  auto watch = [&](std::vector<std::string> more) {
    std::vector<std::string> all{TROUPE_BINARY, "watch", "--json", "--socket", socket};
    all.insert(all.end(), more.begin(), more.end());
    return std::make_unique<process>(process_options{all, {}, {}});
  };
  auto once = watch({"--count", "1"});
  REQUIRE(eventually([&] {
    box.command({"set", "attic/fan/note", "on"});
    return !once->running();
  }));
  CHECK(once->wait(milliseconds{1'000}) == 0);
  auto endless = watch({});
  REQUIRE(eventually([&] {
    box.command({"set", "attic/fan/note", "off"});
    return endless->output().find("off") != std::string::npos;
  }));
  CHECK(box.stop() == 0);
  CHECK(endless->wait(milliseconds{5'000}) == 69);
}

TEST_CASE("a second runtime on the same folder is refused") {
  broker floor;
  runtime box{press(floor)};
  box.start();
  auto second = run({{TROUPE_BINARY, "run", "-c", box.config_file().string()}, {}, {}});
  CHECK(second.code == 1);
  CHECK(second.errors.find("another runtime uses the storage folder") != std::string::npos);
  CHECK(box.agent_is("hall", "floor", "CONNECTED"));
}

TEST_CASE("values written before a kill are there after it, once they were committed") {
  broker floor;
  runtime box{press(floor), "commit_interval = \"100ms\""};
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  floor.publish({"press", R"({"speed":42})", 0, false});
  REQUIRE(box.comes_to_be("hall/press/speed", "42"));
  REQUIRE(box.command({"set", "hall/press/note", "greased"}).code == 0);
  REQUIRE(box.command({"get", "hall/press/speed", "--stored"}).code == 0);
  box.kill();
  box.start();
  CHECK(box.comes_to_be("hall/press/speed", "42"));
  CHECK(box.get("hall/press/note") == "greased");
}
