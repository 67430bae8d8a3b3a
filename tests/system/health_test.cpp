#include "tests/support/catch.hpp"

#include "tests/system/support/broker.hpp"
#include "tests/system/support/eventually.hpp"
#include "tests/system/support/odd_server.hpp"
#include "tests/system/support/runtime.hpp"

#include <boost/json.hpp>

#include <mutex>

#include <sys/socket.h>

using namespace troupe::test;
using Catch::Contains;

namespace {

constexpr int presses = 7;
constexpr auto patience = milliseconds{30'000};

/// Answers every request with 204, and keeps them.
class receiver {
public:
  uint16_t port() const { return server_.port(); }

  bool got(const std::string& text) const {
    std::lock_guard guard{mutex_};
    for (auto& x : requests_)
      if (x.find(text) != std::string::npos)
        return true;
    return false;
  }

private:
  /// One request; a webhook's is complete with the end of its JSON.
  void serve(int fd) {
    std::string request;
    char bytes[4096];
    while (request.size() < 1'000'000) {
      auto size = ::recv(fd, bytes, sizeof bytes, 0);
      if (size <= 0)
        return;
      request.append(bytes, static_cast<size_t>(size));
      auto body = request.find("\r\n\r\n");
      if (body != std::string::npos && complete(request.substr(body + 4)))
        break;
    }
    {
      std::lock_guard guard{mutex_};
      requests_.push_back(request);
    }
    std::string answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
  }

  static bool complete(const std::string& json) {
    boost::json::error_code error;
    boost::json::parse(json, error);
    return !error;
  }

  mutable std::mutex mutex_;
  std::vector<std::string> requests_;                ///< Guarded.
  odd_server server_{[this](int fd) { serve(fd); }}; ///< Last: its threads use the rest.
};

std::string agent(const std::string& id, const broker& x) {
  return "[realm.hall.agent." + id + "]\nhost = \"127.0.0.1\"\nport = " + std::to_string(x.port())
         + "\nclient_id = \"edge-" + id
         + "\"\nreconnect_min = \"100ms\"\nreconnect_max = \"300ms\"\n";
}

std::string hall(const broker& floor, const broker& ops, const std::string& health) {
  auto out = "[health]\n" + health + agent("floor", floor) + agent("ops", ops);
  for (int i = 1; i <= presses; ++i)
    out += "[realm.hall.asset.press-" + std::to_string(i) + R"(]
agent_link   = { agent = "floor", subscription_topic = "hall/{asset}/telemetry" }
expect_every = "3s"
[realm.hall.asset.press-)"
           + std::to_string(i) + R"(.attribute]
oil_temp = { type = "number", agent_link.json_path = "$.t" }
target   = { type = "number", expect_every = "never", agent_link.publish_topic = "hall/{asset}/set" }
)";
  return out;
}

void speak(const broker& floor) {
  for (int i = 1; i <= presses; ++i)
    floor.publish({"hall/press-" + std::to_string(i) + "/telemetry", R"({"t":61.5})", 0, false});
}

/// The errors: that the password of a fresh keystore lies beside it is a warning.
std::vector<boost::json::value> problems(const runtime& box) {
  std::vector<boost::json::value> out;
  auto all = boost::json::parse(box.command({"problems", "--json"}).output);
  for (auto& x : all.as_array())
    if (x.at("severity") == "error")
      out.push_back(x);
  return out;
}

} // namespace

TEST_CASE("a dead broker is one problem, wakes people, and is over once it is back") {
  broker floor;
  broker ops;
  receiver hook;
  runtime box{hall(
      floor, ops,
      "agent = \"hall/ops\"\ntopic = \"troupe/box/health\"\nwebhook = \"http://127.0.0.1:"
          + std::to_string(hook.port())
          + "/hook\"\nwebhook_token = { env = \"TROUPE_TEST_TOKEN\" }\n")};
  box.environment = {"TROUPE_TEST_TOKEN=open-sesame"};
  auto listener = ops.subscribe("troupe/box/health", 1);
  box.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  REQUIRE(box.agent_is("hall", "ops", "CONNECTED"));
  speak(floor);

  floor.kill();
  REQUIRE(eventually(
      [&] {
        auto all = problems(box);
        return all.size() == 1 && all[0].at("folded_count") == 1;
      },
      patience)); // the silence of all seven presses is one sentence below the agent
  auto problem = problems(box)[0];
  CHECK(problem.at("kind") == "agent");
  CHECK(problem.at("subject") == "floor");
  CHECK(
      problem.at("consequence")
      == "agent hall/floor is not connected; 7 attributes of 7 assets get no values, 7 of them "
         "stale; 7 attributes cannot be written");
  auto health = box.command({"health"});
  CHECK(health.code == 1);
  CHECK_THAT(
      health.output, Contains("ERROR since") && Contains("1 error, 1 warning: hall/floor: "));
  CHECK(listener->wait_for(R"(troupe/box/health {"status":"error","problems":2,)", patience));
  CHECK(eventually([&] { return hook.got(R"("began":[{"id":)"); }, patience));
  CHECK(hook.got("POST /hook"));
  CHECK(hook.got("Authorization: Bearer open-sesame"));

  std::string id{problem.at("id").as_string()};
  CHECK(box.command({"problems", "ack", id, "--note", "on the way"}).code == 0);
  CHECK(box.command({"problems", "mute", id.substr(0, 4), "--for", "2h"}).code == 0);
  CHECK(box.command({"health"}).code == 0);
  CHECK(box.command({"health", "--warn"}).code == 1);
  CHECK_THAT(box.command({"problems"}).output, Contains("0 errors, 1 warning. 1 problem is muted"));
  CHECK_THAT(box.command({"problems", "--all"}).output, Contains(id) && Contains("on the way"));
  CHECK(box.command({"problems", "unmute", id}).code == 0);
  CHECK(box.command({"problems", "ack", "zz"}).code == 1);

  floor.start();
  REQUIRE(box.agent_is("hall", "floor", "CONNECTED"));
  CHECK(eventually(
      [&] {
        speak(floor);
        return box.command({"health"}).code == 0;
      },
      patience));
  CHECK(eventually(
      [&] {
        speak(floor);
        return hook.got(R"("ended":[{"id":")" + id);
      },
      patience));
  CHECK(box.stop() == 0);
  CHECK(listener->wait_for(R"({"status":"offline","problems":0,"since":1)", patience));
  CHECK(box.command({"health"}).code == 69);
}

TEST_CASE("a runtime that dies leaves its last will, and one that is back takes it back") {
  broker floor;
  broker ops;
  runtime box{hall(floor, ops, "agent = \"hall/ops\"\ntopic = \"troupe/box/health\"\n")};
  auto listener = ops.subscribe("troupe/box/health", 1);
  box.start();
  REQUIRE(listener->wait_for(R"({"status":")", patience));
  box.kill();
  REQUIRE(
      listener->wait_for(R"({"status":"offline","problems":0,"since":null,"worst":""})", patience));
  auto late = ops.subscribe("troupe/box/health", 1); // it is retained
  CHECK(late->wait_for("offline", patience));
  box.start();
  CHECK(late->wait_for(R"(","problems":)", patience));
  CHECK(eventually(
      [&] {
        return late->output().find("\"status\":\"offline\"") < late->output().rfind("\"status\":");
      },
      patience));
}
