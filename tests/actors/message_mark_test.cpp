#include "tests/support/catch.hpp"

#include "actors/message_mark.hpp"
#include "schemas/interfaces.hpp"

#include <caf/system_messages.hpp>

using namespace troupe;

namespace {

template <class... Ts>
std::string name_of(Ts... xs) {
  message_mark mark;
  mark.set(*caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, std::move(xs)...));
  return mark.name();
}

} // namespace

TEST_CASE("a message is called by the atom it begins with, else by its type") {
  CHECK(name_of(flush_atom::value) == "flush");
  CHECK(name_of(attach_atom::value, link_wiring{}) == "attach");
  CHECK(name_of(state_batch{}) == "state_batch");
  CHECK(name_of(caf::exit_msg{}) == "exit");
  CHECK(name_of(caf::make_message(drain_atom::value)) == "drain");
  CHECK(name_of(caf::message{}) == "answer");
}

TEST_CASE("a message that answers a request is called an answer") {
  message_mark mark;
  CHECK(mark.name().empty());
  auto id = caf::message_id{7}.response_id();
  mark.set(*caf::make_mailbox_element(nullptr, id, {}, uint64_t{1}));
  CHECK(mark.name() == "answer");
}
