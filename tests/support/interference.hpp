#pragma once

#include "actors/metered.hpp"

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace troupe::test {

/// The actor of this meter throws at its next message, or at the next of this name, once.
class one_crash {
public:
  explicit one_crash(meter& at, std::string message = {})
      : meter_{at}, act_{[this, message = std::move(message)](const std::string& name) {
          if (!message.empty() && name != message)
            return;
          meter_.seam = nullptr;
          throw std::runtime_error{"injected"};
        }} {
    meter_.seam = &act_;
  }
  one_crash(const one_crash&) = delete;
  one_crash& operator=(const one_crash&) = delete;
  ~one_crash() { meter_.seam = nullptr; }

private:
  meter& meter_;
  const interference act_;
};

/// The actor of this meter hangs in its next message of this name until it is let go. For
/// actors with threads of a real system; ends before that system does.
class one_hang {
public:
  one_hang(meter& at, std::string message)
      : meter_{at}, act_{[this, message = std::move(message)](const std::string& name) {
          if (name != message)
            return;
          meter_.seam = nullptr;
          since_ns_ = meter_.handling_since_ns.load();
          reached_.set_value();
          if (!may_go_.get())
            throw std::runtime_error{"injected"};
        }} {
    meter_.seam = &act_;
  }
  one_hang(const one_hang&) = delete;
  one_hang& operator=(const one_hang&) = delete;
  ~one_hang() { let_go(); }

  /// Waits until it hangs.
  void wait() { reached_at_.wait(); }

  void let_go() { end(true); }
  /// It crashes, with all that came meanwhile in its mailbox.
  void crash() { end(false); }

private:
  void end(bool well) {
    meter_.seam = nullptr;
    if (!std::exchange(ended_, true))
      go_.set_value(well);
    while (since_ns_ != 0 && meter_.handling_since_ns == since_ns_)
      std::this_thread::yield(); // it is still in `act_`
  }

  meter& meter_;
  std::promise<void> reached_;
  std::future<void> reached_at_ = reached_.get_future();
  std::promise<bool> go_;
  std::future<bool> may_go_ = go_.get_future();
  bool ended_ = false;
  std::atomic<int64_t> since_ns_{0}; ///< When it was reached.
  const interference act_;
};

} // namespace troupe::test
