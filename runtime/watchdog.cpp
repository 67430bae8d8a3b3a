#include "runtime/watchdog.hpp"

#include "actors/heartbeat/heartbeat.hpp"
#include "actors/log.hpp"
#include "runtime/systemd.hpp"

#include <caf/send.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace troupe {

/// The heartbeat feeds; the thread speaks up where it cannot run, because every thread of
/// the scheduler is held by a handler.
struct watchdog::impl {
  impl(caf::actor_system& sys, const actors_environment& env, std::chrono::microseconds interval)
      : who_{env->who}, period_{std::chrono::ceil<std::chrono::milliseconds>(interval / 4)},
        heart_{spawn_heartbeat(sys, env, period_, [] { notify_systemd("WATCHDOG=1"); })},
        own_{who_->enrol(0, {}, "heartbeat", "heartbeat")}, thread_{[this] { watch(); }} {}

  ~impl() {
    {
      std::lock_guard guard{mutex_};
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
    caf::anon_send_exit(heart_, caf::exit_reason::user_shutdown);
  }

private:
  void watch() {
    uint64_t before = 0;
    std::unique_lock guard{mutex_};
    while (!wake_.wait_for(guard, period_ * 2, [this] { return ended_; }))
      if (before == std::exchange(before, own_->meter->done.load())) {
        auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        log::error(
            "watchdog.silent", "cause",
            own_->meter->alive ? "no actor runs" : "the heartbeat has ended", "who",
            busy_ones(*who_, now, period_));
      }
  }

  const roster_ptr who_;
  const std::chrono::milliseconds period_; ///< A quarter of what systemd allows.
  const heartbeat_actor heart_;
  const actor_card_ptr own_; ///< Of the heartbeat.
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_; // last: it uses the rest
};

watchdog::watchdog(caf::actor_system& sys, const actors_environment& env) {
  if (auto interval = watchdog_interval())
    impl_ = std::make_unique<impl>(sys, env, *interval);
}

watchdog::~watchdog() = default;

} // namespace troupe
