#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"

#include "schemas/interfaces.hpp"

namespace troupe {
namespace {

using namespace std::chrono_literals;

/// Notes its ticks; never answers a flush.
caf::behavior clockwork(
    caf::event_based_actor* self, std::shared_ptr<std::vector<int64_t>> ticks,
    std::function<int64_t()> now_ms) {
  self->delayed_send(self, 10ms, drain_atom::value);
  return {
      [=](drain_atom) {
        ticks->push_back(now_ms());
        self->delayed_send(self, 10ms, drain_atom::value);
      },
      [=](flush_atom) { return self->make_response_promise<uint64_t>(); },
      [=](view_atom) { return uint64_t{7}; },
      [=](stop_atom) -> caf::result<void> { return caf::unit; },
      [=](probe_atom) -> caf::result<uint64_t> { return failure(errc::not_found, "nobody here"); },
  };
}

} // namespace

TEST_CASE_METHOD(test::actor_fixture, "the fixture fires timers one by one, each at its time") {
  auto ticks = std::make_shared<std::vector<int64_t>>();
  auto start = now_ms();
  spawn(clockwork, ticks, clock());
  pass(35ms);
  CHECK(*ticks == std::vector{start + 10, start + 20, start + 30});
  CHECK(now_ms() == start + 35);
}

TEST_CASE_METHOD(test::actor_fixture, "the fixture hands out answers and errors") {
  auto actor = spawn(clockwork, std::make_shared<std::vector<int64_t>>(), clock());
  CHECK(ask<uint64_t>(actor, view_atom::value) == uint64_t{7});
  CHECK(ask<caf::unit_t>(actor, stop_atom::value));
  CHECK(sentence(ask<uint64_t>(actor, probe_atom::value).error()) == "nobody here");
  CHECK(is(ask<uint64_t>(actor, flush_atom::value).error(), errc::timed_out));
  kill(actor);
  CHECK(ask<uint64_t>(actor, view_atom::value).error() == caf::sec::request_receiver_down);
}

} // namespace troupe
