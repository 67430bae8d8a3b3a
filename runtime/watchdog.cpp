#include "runtime/watchdog.hpp"

#include "actors/log.hpp"
#include "runtime/systemd.hpp"

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

namespace troupe {

struct watchdog::impl {
  impl(std::chrono::microseconds period, std::function<void(api_request)> ask)
      : period_{period}, ask_{std::move(ask)}, thread_{[this] { watch(); }} {}

  ~impl() {
    {
      std::lock_guard guard{mutex_};
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

private:
  bool is_well() const {
    auto answered = std::make_shared<std::promise<int>>();
    auto answer = answered->get_future();
    api_request request;
    request.method = "GET";
    request.path = {"livez"};
    request.reply = [answered](const api_response& x) { answered->set_value(x.status); };
    ask_(std::move(request));
    return answer.wait_for(period_) == std::future_status::ready && answer.get() == 200;
  }

  void watch() {
    std::unique_lock guard{mutex_};
    while (!wake_.wait_for(guard, period_, [this] { return ended_; })) {
      guard.unlock();
      if (is_well())
        notify_systemd("WATCHDOG=1");
      else
        log::error("watchdog.silent", "cause", "the actors do not answer");
      guard.lock();
    }
  }

  const std::chrono::microseconds period_; ///< A quarter of what systemd allows.
  const std::function<void(api_request)> ask_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_; // last: it uses the rest
};

watchdog::watchdog(std::function<void(api_request)> ask) {
  if (auto interval = watchdog_interval())
    impl_ = std::make_unique<impl>(*interval / 4, std::move(ask));
}

watchdog::~watchdog() = default;

} // namespace troupe
