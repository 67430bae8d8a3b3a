#include "tests/actors/inspector/inspector_support.hpp"

#include "actors/inspector/problem_watch.hpp"

#include <fstream>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

struct problems_fixture : inspector_fixture {
  problems_fixture() {
    auto& agent = hall->agents.emplace_back();
    agent.realm = "hall";
    agent.id = "floor";
    break_agent();
  }

  void break_agent() {
    hall->agents[0].status = connection_status::waiting;
    hall->agents[0].problem = "connection refused";
  }

  void mend_agent() {
    hall->agents[0].status = connection_status::connected;
    hall->agents[0].problem = "";
  }

  boost::json::value only() {
    auto found = fetch("/api/inspect/problems")->json();
    REQUIRE(found.as_array().size() == 1);
    return found.as_array()[0];
  }

  std::string id() { return std::string{only().at("id").as_string()}; }

  std::string kept() {
    std::ifstream in{folder.path() / "problems.json"};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
};

} // namespace

TEST_CASE_METHOD(problems_fixture, "a problem has an id, a severity, a count and a consequence") {
  auto found = only();
  CHECK(found.at("severity") == "error");
  CHECK(found.at("count") == 1);
  CHECK(found.at("consequence") == "agent hall/floor is not connected");
  CHECK(found.at("id").as_string().size() == 8);
  CHECK(found.at("acknowledged").is_null());
  CHECK(found.at("muted").is_null());
}

TEST_CASE_METHOD(problems_fixture, "the inspector looks by itself, so that nothing is missed") {
  pass(look_interval);
  mend_agent();
  pass(look_interval);
  break_agent();
  pass(look_interval);
  CHECK(only().at("count") == 2);
}

TEST_CASE_METHOD(problems_fixture, "a problem is acknowledged until it ends") {
  auto path = "/api/inspect/problems/" + id() + "/ack";
  auto answer = call("POST", path + "?note=on its way");
  REQUIRE(answer->status() == 200);
  CHECK(answer->json().at("acknowledged").at("note") == "on its way");
  CHECK(only().at("acknowledged").at("by") == "uid 1000");
  CHECK_THAT(kept(), Contains("on its way"));
  CHECK(fetch("/api/inspect/health")->json().at("status") == "error");
  CHECK(call("DELETE", path)->json().at("acknowledged").is_null());
  CHECK(call("POST", path)->status() == 200);
  mend_agent();
  fetch("/api/inspect/problems");
  break_agent();
  CHECK(only().at("acknowledged").is_null());
  CHECK_THAT(kept(), !Contains("uid 1000"));
}

TEST_CASE_METHOD(problems_fixture, "a muted problem does not count until its time has come") {
  CHECK(fetch("/api/inspect/health")->json().at("errors") == 1);
  CHECK(fetch("/api/inspect/status")->json().at("problems") == 1);
  auto path = "/api/inspect/problems/" + id().substr(0, 4) + "/mute"; // its beginning will do
  REQUIRE(call("POST", path + "?for=2h&note=maintenance")->status() == 200);
  auto found = fetch("/api/inspect/health")->json();
  CHECK(found.at("status") == "ok");
  CHECK(found.at("muted") == 1);
  CHECK(fetch("/api/inspect/status")->json().at("problems") == 0);
  CHECK(only().at("muted").at("until") == now_ms() + 7'200'000);
  pass(2h);
  CHECK(only().at("muted").is_null());
  CHECK(fetch("/api/inspect/health")->json().at("status") == "error");
  auto until = std::to_string(now_ms() + 60'000);
  REQUIRE(call("POST", path + "?until=" + until)->status() == 200);
  CHECK(call("DELETE", path)->json().at("muted").is_null());
}

TEST_CASE_METHOD(problems_fixture, "what makes no sense of a problem is refused") {
  auto mute = "/api/inspect/problems/" + id() + "/mute";
  for (auto* query :
       {"", "?for=", "?for=2", "?for=-2h", "?for=400d", "?until=1", "?until=x",
        "?until=9223372036854775807", "?for=0s"}) {
    INFO(query);
    CHECK(call("POST", mute + query)->status() == 400);
  }
  CHECK(call("POST", mute + "?for=1h&note=" + std::string(1'001, 'x'))->status() == 400);
  CHECK(call("POST", "/api/inspect/problems/zz/ack")->error() == "there is no problem zz now");
  CHECK(call("POST", "/api/inspect/problems/zz/ack")->status() == 404);
  CHECK(call("GET", mute)->error() == "GET is not possible here, only POST, DELETE");
  CHECK(call("POST", mute + "?for=1h", {}, access::read)->status() == 403);
  CHECK(call("DELETE", mute, {}, access::read)->status() == 403);
}

TEST_CASE_METHOD(problems_fixture, "what was said of a problem is there after a restart") {
  REQUIRE(call("POST", "/api/inspect/problems/" + id() + "/mute?for=2h")->status() == 200);
  kill(handle);
  inspector_options options;
  options.root = spawn(stub_root, realms, vault);
  options.who = who;
  who->config(config);
  options.now_ms = clock();
  options.problems_file = folder.path() / "problems.json";
  handle = spawn(inspector, own_meter, std::move(options));
  CHECK(only().at("muted").at("by") == "uid 1000");
  CHECK(fetch("/api/inspect/health")->json().at("status") == "ok");
}

TEST_CASE_METHOD(problems_fixture, "what cannot be written down is said so, and counts meanwhile") {
  auto target = "/api/inspect/problems/" + id() + "/ack";
  std::filesystem::remove_all(folder.path());
  auto answer = call("POST", target);
  CHECK(answer->status() == 500);
  CHECK_THAT(answer->error(), Contains("until the runtime is restarted only"));
  CHECK(only().at("acknowledged").is_object());
}

TEST_CASE_METHOD(problems_fixture, "who asks while the inspector looks is told by the same look") {
  east->mute = true;
  auto first = fetch("/api/inspect/problems");
  pass(1s);
  auto second = fetch("/api/inspect/problems");
  CHECK_FALSE(second->response);
  pass(1s);
  CHECK(first->status() == 200);
  CHECK(second->status() == 200);
}
