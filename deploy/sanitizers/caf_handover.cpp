// What the thread sanitizer cannot see: Debian builds CAF without it, so the atomics
// by which a mailbox hands on a message, an actor moves between workers and a last
// reference goes order nothing in its eyes. The functions below stand before CAF's
// own of the same names, tell it of each hand-over, and only of those: what two actors
// share beside messages is reported as ever. Part of builds with
// TROUPE_SANITIZE=thread alone.

#include <caf/actor_control_block.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/ref_counted.hpp>
#include <caf/scheduled_actor.hpp>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

namespace {

/// CAF's own function; a member's object is its first argument (Itanium C++ ABI).
template <class Function>
Function* own(const char* mangled_name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, mangled_name));
}

} // namespace

namespace caf {

void scheduled_actor::enqueue(mailbox_element_ptr x, execution_unit* unit) {
  static auto go_on = own<void(scheduled_actor*, mailbox_element_ptr, execution_unit*)>(
      "_ZN3caf15scheduled_actor7enqueueESt10unique_ptrINS_15mailbox_elementENS_"
      "6detail8disposerEEPNS_"
      "14execution_unitE");
  __tsan_release(x.get());
  go_on(this, std::move(x), unit);
}

invoke_message_result scheduled_actor::consume(mailbox_element& x) {
  static auto go_on = own<invoke_message_result(scheduled_actor*, mailbox_element&)>(
      "_ZN3caf15scheduled_actor7consumeERNS_15mailbox_elementE");
  __tsan_acquire(&x);
  __tsan_acquire(this);
  auto out = go_on(this, x);
  __tsan_release(this);
  return out;
}

void ref_counted::deref() const noexcept {
  static auto go_on = own<void(const ref_counted*)>("_ZNK3caf11ref_counted5derefEv");
  __tsan_acquire(const_cast<ref_counted*>(this));
  __tsan_release(const_cast<ref_counted*>(this));
  go_on(this);
}

void intrusive_ptr_release(actor_control_block* x) {
  static auto go_on =
      own<void(actor_control_block*)>("_ZN3caf21intrusive_ptr_releaseEPNS_19actor_control_blockE");
  __tsan_acquire(x);
  __tsan_release(x);
  go_on(x);
}

} // namespace caf
