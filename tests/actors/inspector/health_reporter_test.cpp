#include "tests/actors/inspector/inspector_support.hpp"

#include "actors/inspector/problem_watch.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

/// An agent that keeps what it is to publish; a mute one owes every answer.
caf::behavior stub_agent(
    caf::event_based_actor* self, std::vector<publish_request>* published, caf::error* failed,
    bool* mute) {
  return {[=](publish_request& x) -> caf::result<write_result> {
    published->push_back(std::move(x));
    if (*mute)
      return self->make_response_promise<write_result>();
    if (*failed)
      return *failed;
    return write_result{write_state::acknowledged, {}};
  }};
}

/// An inspector that publishes through hall/floor and has a webhook.
struct reporter_fixture : inspector_fixture {
  reporter_fixture() {
    kill(handle);
    config->health.agent = "hall/floor";
    auto& agent = hall->agents.emplace_back();
    agent.realm = "hall";
    agent.id = "floor";
    connect(1);
    auto card = who->enrol(0, "hall", "agent", "floor");
    card->address(spawn(stub_agent, &published, &publish_error, &mute).address());
    inspector_options options;
    options.root = spawn(stub_root, realms, vault);
    options.who = who;
    who->config(config);
    options.health = config->health;
    options.now_ms = clock();
    options.started_ms = 7;
    options.host = "edge-7";
    options.health_qos = 1;
    options.spawn_webhook = [this](inspector_inside::pointer) -> webhook_actor {
      auto made = system.spawn([this](webhook_actor::pointer) -> webhook_actor::behavior_type {
        return {[this](const std::string& json) -> caf::result<bool> {
          posts.push_back(json);
          if (refuses)
            return failure(errc::refused, "no");
          return true;
        }};
      });
      keep(made);
      return made;
    };
    options.webhook_ended = ended;
    handle = spawn(inspector, own_meter, std::move(options));
  }

  void connect(int64_t since_ms) {
    hall->agents[0].status = connection_status::connected;
    hall->agents[0].since_ms = since_ms;
  }

  const publish_request& last() { return published.back(); }
  std::string status() { return std::string{json(last().payload).at("status").as_string()}; }

  std::vector<publish_request> published;
  caf::error publish_error;
  bool mute = false;
  std::vector<std::string> posts;
  bool refuses = false;
  std::shared_ptr<std::atomic<bool>> ended = std::make_shared<std::atomic<bool>>(false);
};

} // namespace

TEST_CASE_METHOD(reporter_fixture, "health is a retained message of the agent that is to tell it") {
  CHECK(published.empty());
  pass(look_interval);
  REQUIRE(published.size() == 1);
  CHECK(last().topic == "troupe/edge-7/health");
  CHECK(last().payload == R"({"status":"ok","problems":0,"since":7,"worst":""})");
  CHECK(last().retain);
  CHECK(last().qos == 1);
  pass(1h);
  CHECK(published.size() == 1); // nothing is new
  hall->store.problem = "the disk is full";
  pass(look_interval);
  CHECK(published.size() == 2);
  CHECK(status() == "error");
  connect(2); // it was away meanwhile
  pass(look_interval);
  CHECK(published.size() == 3);
  CHECK(status() == "error");
}

TEST_CASE_METHOD(reporter_fixture, "health waits for its agent, and is told again if it was lost") {
  hall->agents[0].status = connection_status::waiting;
  pass(look_interval);
  CHECK(published.empty());
  connect(2);
  publish_error = failure(errc::unavailable, "not now");
  pass(look_interval);
  CHECK(published.size() == 1);
  publish_error = {};
  pass(look_interval);
  CHECK(published.size() == 2);
  pass(look_interval);
  CHECK(published.size() == 2);
}

TEST_CASE_METHOD(reporter_fixture, "a webhook is posted to when something begins or ends") {
  pass(look_interval);
  CHECK(posts.empty());
  hall->store.problem = "the disk is full";
  pass(look_interval);
  REQUIRE(posts.size() == 1);
  CHECK(json(posts[0]).at("began").at(0).at("text") == "the disk is full");
  hall->store.problem = "";
  refuses = true;
  pass(look_interval);
  CHECK(posts.size() == 2);
  refuses = false;
  pass(2 * look_interval);
  REQUIRE(posts.size() == 3);
  CHECK(json(posts[2]).at("status") == "ok");
  CHECK(json(posts[2]).at("ended").as_array().size() == 1);
  pass(1h);
  CHECK(posts.size() == 3);
}

TEST_CASE_METHOD(reporter_fixture, "an orderly end says so, and nothing after it") {
  pass(look_interval);
  CHECK(*ask<bool>(handle, stop_atom::value));
  CHECK(published.size() == 2);
  CHECK(status() == "offline");
  CHECK(json(last().payload).at("since") == now_ms());
  CHECK(*ended);
  hall->store.problem = "the disk is full";
  pass(1h);
  CHECK(published.size() == 2);
  CHECK(posts.empty());
}

TEST_CASE_METHOD(reporter_fixture, "a mute agent does not keep the process from ending") {
  pass(look_interval);
  mute = true;
  auto answer = request<bool>(handle, stop_atom::value);
  CHECK_FALSE(*answer);
  pass(400ms);
  REQUIRE(*answer);
  CHECK(**answer);
}

TEST_CASE_METHOD(inspector_fixture, "without an agent for it an end is no news") {
  pass(look_interval);
  CHECK(*ask<bool>(handle, stop_atom::value));
}
