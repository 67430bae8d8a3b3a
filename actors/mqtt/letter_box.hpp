#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace troupe {

/// How long a call may block: until then, or until its thread is to stop.
struct patience {
  std::chrono::steady_clock::time_point end;
  std::stop_token stop = {};

  /// What may be waited now, a moment at most, so that a stop is noticed; 0: it is over.
  std::chrono::milliseconds moment() const {
    using std::chrono::milliseconds;
    auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
    if (stop.stop_requested() || left <= milliseconds{0})
      return milliseconds{0};
    return std::min(left, milliseconds{100});
  }
};

/// Hands what happens on other threads to the one that waits.
template <class T>
class letter_box {
public:
  void put(T x) {
    {
      std::lock_guard guard{mutex_};
      letters_.push_back(std::move(x));
    }
    arrived_.notify_one();
  }

  std::optional<T> wait(const patience& limit) {
    std::unique_lock guard{mutex_};
    while (letters_.empty()) {
      auto moment = limit.moment();
      if (moment.count() == 0)
        return std::nullopt;
      arrived_.wait_for(guard, moment);
    }
    auto result = std::move(letters_.front());
    letters_.pop_front();
    return result;
  }

private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<T> letters_;
};

} // namespace troupe
