#pragma once

#include "config/settings.hpp"

#include <memory>

namespace troupe {

/// Sends the log to journald where standard error is journald's, else to
/// standard error, until it goes. A thread of its own writes; when 8,192 lines
/// wait, the oldest give way, so that a log that is read slowly holds up
/// nobody; only who logs an error waits until it is out, at most 100 ms. Of one event name 100
/// lines a second pass. One at a time.
class log_sink {
public:
  explicit log_sink(const runtime_settings& x);
  /// Writes what waits. Nobody may log any more.
  ~log_sink();
  log_sink(const log_sink&) = delete;
  log_sink& operator=(const log_sink&) = delete;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace troupe
