#include "tests/actors/asset/asset_fixture.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

/// An asset whose `speed` and `note` are sent on.
struct forwarding_fixture : asset_fixture {
  std::shared_ptr<link_counter_block> rows = std::make_shared<link_counter_block>(3);
  std::vector<std::string> heard;

  asset_wiring wiring(bool wants_state = true) {
    asset_wiring out{spawn_store(), {}};
    auto link = spawn([this](caf::event_based_actor*) {
      return caf::behavior{[this](forward_batch& x) {
        for (auto& item : x.items) {
          heard.push_back(
              std::to_string(item.forward) + " " + to_json(item.content) + " "
              + std::to_string(item.timestamp_ms));
          item.ticket.end(outbound::acknowledged);
        }
      }};
    });
    out.forwards.push_back(
        {caf::actor_cast<link_actor>(link), {{0, wants_state}, {1, wants_state}}, rows, 1});
    return out;
  }
};

} // namespace

TEST_CASE_METHOD(
    forwarding_fixture, "new values go to whom they are forwarded by, with their time") {
  start(false);
  tell(press, attach_atom::value, wiring());
  receive(1, 1'000);
  receive(101, 1'001); // breaks the constraint
  REQUIRE(write("note", "\"oil\""));
  CHECK(heard == std::vector<std::string>{"0 1.0 1000", "1 \"oil\" 5000"});
  CHECK((*rows)[0][outbound::requested] == 0);
  CHECK((*rows)[1][outbound::acknowledged] == 1);
  CHECK((*rows)[2][outbound::requested] == 1);
}

TEST_CASE_METHOD(forwarding_fixture, "a new link is told the state once, with its old time") {
  disk->known[0].state = {7.5, 900, quality::good};
  start(false);
  auto first = wiring();
  tell(press, attach_atom::value, asset_wiring{first});
  CHECK(heard == std::vector<std::string>{"0 7.5 900"});
  tell(press, attach_atom::value, asset_wiring{first});
  CHECK(heard.size() == 1);
  tell(press, attach_atom::value, wiring());
  CHECK(heard == std::vector<std::string>{"0 7.5 900", "0 7.5 900"});
  tell(press, attach_atom::value, wiring(false));
  CHECK(heard.size() == 2);
}
