#include "runtime/log_sink.hpp"

#include "runtime/log_format.hpp"
#include "runtime/log_rate.hpp"
#include "runtime/systemd.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>

#include <condition_variable>
#include <mutex>
#include <unistd.h>

namespace troupe {
namespace {

constexpr size_t lines_max = 8'192;
constexpr auto error_patience = std::chrono::milliseconds{100};

enum class form : uint8_t { text, json, journal };

form form_for(log_format x) {
  if (x == log_format::json)
    return form::json;
  return x == log_format::automatic && stderr_is_journal() ? form::journal : form::text;
}

/// Takes finished lines or datagrams, on spdlog's thread.
class byte_sink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
public:
  explicit byte_sink(form x) : form_{x} {}

  uint64_t flushes() {
    std::lock_guard guard{mutex_};
    return flushes_;
  }

  void await_flush(uint64_t after) {
    std::unique_lock guard{mutex_};
    flushed_.wait_for(guard, error_patience, [&] { return flushes_ > after; });
  }

private:
  void sink_it_(const spdlog::details::log_msg& x) override {
    std::string_view bytes{x.payload.data(), x.payload.size()};
    if (form_ == form::journal) {
      if (journal_.send(bytes))
        return;
      constexpr std::string_view key = "MESSAGE="; // the first field, on one line
      bytes = bytes.substr(key.size(), bytes.find('\n') + 1 - key.size());
    }
    // Standard error has no one to tell that it failed.
    while (!bytes.empty())
      if (auto n = ::write(STDERR_FILENO, bytes.data(), bytes.size()); n > 0)
        bytes.remove_prefix(static_cast<size_t>(n));
      else if (errno != EINTR)
        return;
  }
  void flush_() override {
    std::lock_guard guard{mutex_};
    ++flushes_;
    flushed_.notify_all();
  }

  const form form_;
  std::mutex mutex_;
  std::condition_variable flushed_;
  uint64_t flushes_ = 0;
  journal_socket journal_;
};

} // namespace

struct log_sink::impl {
  explicit impl(form x)
      : form_{x}, sink_{std::make_shared<byte_sink>(x)},
        pool_{std::make_shared<spdlog::details::thread_pool>(lines_max, 1)},
        logger_{std::make_shared<spdlog::async_logger>(
            "troupe", sink_, pool_, spdlog::async_overflow_policy::overrun_oldest)} {}

  void write(const log::record& x) {
    auto now = std::chrono::steady_clock::now();
    std::vector<log_rate::suppressed> held_back;
    bool admitted = false;
    {
      std::lock_guard guard{mutex_};
      held_back = rate_.collect(now);
      admitted = rate_.admit(x.event, now);
    }
    for (auto& y : held_back)
      emit(
          {log::level::warn,
           "log.suppressed",
           {{"suppressed_event", y.event}, {"count", std::to_string(y.count)}}});
    if (admitted)
      emit(x);
  }

  void emit(const log::record& x) {
    auto now = std::chrono::system_clock::now();
    auto bytes = form_ == form::journal ? journal_datagram(x)
                 : form_ == form::json  ? json_line(x, now)
                                        : text_line(x, now);
    logger_->log(spdlog::level::info, spdlog::string_view_t{bytes.data(), bytes.size()});
    if (x.level == log::level::error) // perhaps the last words of this process
      await_written();
  }

  void await_written() {
    auto before = sink_->flushes();
    logger_->flush();
    sink_->await_flush(before);
  }

  const form form_;
  std::mutex mutex_;
  std::shared_ptr<byte_sink> sink_;
  log_rate rate_;
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_; // before the pool, whose end writes what waits
};

log_sink::log_sink(const runtime_settings& x)
    : impl_{std::make_unique<impl>(form_for(x.log_format))} {
  log::set_sink(
      static_cast<log::level>(x.log_level), [sink = impl_.get()](auto& y) { sink->write(y); });
}

log_sink::~log_sink() { log::set_sink(log::level::error, {}); }

} // namespace troupe
