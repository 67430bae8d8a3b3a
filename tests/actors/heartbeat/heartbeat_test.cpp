#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"

#include "actors/heartbeat/heartbeat.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

/// How an actor takes the question whether it is at work.
struct manner {
  bool silent = false;
  caf::error error;
  caf::actor actor;
  std::vector<caf::response_promise> owed;
};
using manner_ptr = std::shared_ptr<manner>;

caf::behavior asked(caf::event_based_actor* self, manner_ptr how) {
  return {
      [=](pulse_atom) {
        auto promise = self->make_response_promise();
        if (how->error)
          promise.deliver(how->error);
        else if (how->silent)
          how->owed.push_back(promise);
        else
          promise.deliver(caf::unit);
        return promise;
      },
      [how](flush_atom) { // it comes round
        how->silent = false;
        for (auto& promise : std::exchange(how->owed, {}))
          promise.deliver(caf::unit);
      }};
}

struct heartbeat_fixture : actor_fixture {
  roster_ptr who = std::make_shared<roster>();
  int beats = 0;

  manner_ptr add(const std::string& kind, const std::string& name) {
    auto how = std::make_shared<manner>();
    auto card = who->enrol(0, "hall", kind, name);
    how->actor = spawn(asked, how);
    card->address(how->actor.address());
    card->meter->alive = true;
    return how;
  }

  void come_round(const manner_ptr& how) { tell(how->actor, flush_atom::value); }

  void start() { spawn(heartbeat, std::make_shared<meter>(), options()); }
  heartbeat_options options() {
    return {who, 15s, [this] { ++beats; }};
  }
};

} // namespace

TEST_CASE_METHOD(heartbeat_fixture, "the heart beats once an interval while all answer") {
  add("realm", "hall");
  add("store", "hall");
  start();
  CHECK(beats == 1);
  pass(60s);
  CHECK(beats == 5);
}

TEST_CASE_METHOD(heartbeat_fixture, "it does not beat while one on whom others depend is silent") {
  auto kind = GENERATE(as<std::string>{}, "root", "inspector", "realm", "store", "mqtt");
  CAPTURE(kind);
  add("realm", "east");
  auto how = add(kind, "one");
  how->silent = true;
  start();
  pass(59s);
  CHECK(beats == 0);
  come_round(how);
  CHECK(beats == 1);
  pass(15s);
  CHECK(beats == 2);
}

TEST_CASE_METHOD(heartbeat_fixture, "a slow answer within the interval is none too late") {
  auto how = add("store", "hall");
  how->silent = true;
  start();
  pass(14s);
  CHECK(beats == 0);
  come_round(how);
  CHECK(beats == 1);
}

TEST_CASE_METHOD(heartbeat_fixture, "it does not beat while a library's threads are stuck") {
  auto how = add("mqtt", "mqtt");
  how->error = failure(errc::timed_out, "the receive thread has read nothing for 12 s");
  start();
  pass(30s);
  CHECK(beats == 0);
  how->error = caf::none;
  pass(15s);
  CHECK(beats == 1);
}

TEST_CASE_METHOD(heartbeat_fixture, "whoever has ended, or is but an asset, does not stop it") {
  add("asset", "press")->silent = true;
  auto ended = add("store", "hall");
  ended->silent = true;
  who->actors().back()->meter->alive = false;
  add("realm", "hall");
  kill(caf::actor_cast<caf::actor>(who->actors().back()->address()));
  start();
  pass(15s);
  CHECK(beats == 2);
}

TEST_CASE("those who have been at one message for long are named, the longest first") {
  roster who;
  auto at = [&](const char* kind, const char* name, int64_t since_s) {
    auto card = who.enrol(0, "hall", kind, name);
    card->meter->handling_since_ns = since_s * 1'000'000'000;
    card->meter->handling.set(
        *caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, flush_atom::value));
  };
  at("store", "hall", 20);
  at("asset", "press", 10);
  at("asset", "idle", 0);
  at("asset", "quick", 29);
  CHECK(
      busy_ones(who, 30'000'000'000, 5s)
      == "asset press of hall has been handling `flush` for 20 s, store of hall has been handling "
         "`flush` for 10 s");
}
