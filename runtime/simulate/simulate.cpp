#include "runtime/simulate/simulate.hpp"

#include "runtime/simulate/mqtt_publisher.hpp"
#include "runtime/simulate/plant.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace troupe {
namespace {

using std::chrono::steady_clock;

constexpr auto look_around = std::chrono::milliseconds{2}; // between two looks at clock and window
constexpr uint64_t window = 10'000;                        // messages in flight
constexpr uint64_t burst = 500;                            // messages between two looks
constexpr auto reconnect_pause = std::chrono::seconds{1};
constexpr double first_step_s = 1;

volatile std::sig_atomic_t interrupted = 0;

double seconds_between(steady_clock::time_point a, steady_clock::time_point b) {
  return std::chrono::duration<double>(b - a).count();
}

int64_t wall_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string first_line(const std::string& file) {
  std::string line;
  std::ifstream in{file};
  std::getline(in, line);
  return line;
}

std::string random_client_id() {
  std::random_device entropy;
  return "troupe-simulate-" + std::to_string(entropy()) + std::to_string(::getpid());
}

/// Set commands on their way from the library's thread.
class command_queue {
public:
  struct command {
    std::string topic;
    double target = 0;
  };

  void push(std::string_view topic, std::string_view payload) {
    auto target = parse_set_command(payload);
    std::lock_guard guard{mutex_};
    if (target && commands_.size() < window)
      commands_.push_back({std::string{topic}, *target});
  }

  std::vector<command> take() {
    std::lock_guard guard{mutex_};
    return std::exchange(commands_, {});
  }

private:
  std::mutex mutex_;
  std::vector<command> commands_;
};

class simulation {
public:
  explicit simulation(const simulate_options& x)
      : options_{x}, rate_{x.rate.value_or(x.assets)}, publisher_{
                                                           connection(x),
                                                           [this](auto topic, auto payload) {
                                                             commands_.push(topic, payload);
                                                           }} {
    for (uint32_t i = 0; i < x.assets; ++i)
      plant_.push_back({machine{x.seed + i}, x.topic + "/" + x.prefix + std::to_string(i + 1), {}});
  }

  bool run() {
    start_ = report_at_ = steady_clock::now();
    while (!ended()) {
      if (!publisher_.connected() && !connect())
        continue;
      obey();
      send_due();
      report();
      if (rate_ > 0 || publisher_.in_flight() >= window)
        std::this_thread::sleep_for(look_around);
    }
    drain();
    totals();
    return sent_ > 0;
  }

private:
  struct plant_member {
    machine behaviour;
    std::string topic;
    steady_clock::time_point measured_at;
  };

  static publisher_options connection(const simulate_options& x) {
    return {
        x.host,
        x.port,
        x.client_id.empty() ? random_client_id() : x.client_id,
        x.username,
        x.password_file.empty() ? std::string{} : first_line(x.password_file),
        x.topic + "/+/set"};
  }

  bool ended() const {
    return interrupted || (options_.count > 0 && sent_ >= options_.count)
           || (options_.duration.count() > 0 && steady_clock::now() - start_ >= options_.duration);
  }

  bool connect() {
    auto reason = publisher_.connect();
    if (!reason.empty()) {
      if (reason != away_because_)
        say(options_.host + ":" + std::to_string(options_.port) + ": " + reason
            + "; trying again every second");
      away_because_ = reason;
      for (auto until = steady_clock::now() + reconnect_pause;
           steady_clock::now() < until && !ended();)
        std::this_thread::sleep_for(look_around * 10);
      return false;
    }
    away_because_.clear();
    ++connections_;
    say("connected to " + options_.host + ":" + std::to_string(options_.port));
    for (auto& x : plant_)
      announce(x);
    pace_start_ = steady_clock::now();
    pace_sent_ = 0;
    return true;
  }

  /// The target that holds, retained, for whoever comes later.
  void announce(const plant_member& x) {
    char payload[48];
    std::snprintf(payload, sizeof payload, R"({"target":%g})", x.behaviour.target());
    publisher_.publish(x.topic + "/target", payload, 1, true);
  }

  void obey() {
    for (auto& command : commands_.take())
      for (auto& x : plant_)
        if (command.topic == x.topic + "/set") {
          x.behaviour.set_target(command.target);
          announce(x);
          ++obeyed_;
        }
  }

  /// How many messages the rate allows by now, the window permitting.
  uint64_t due() const {
    auto flying = publisher_.in_flight();
    auto room = flying < window ? std::min(window - flying, burst) : 0;
    if (options_.count > 0)
      room = std::min(room, options_.count - sent_);
    if (rate_ <= 0)
      return room;
    auto planned = seconds_between(pace_start_, steady_clock::now()) * rate_ + 1;
    auto allowed = static_cast<uint64_t>(planned);
    return std::min(room, allowed > pace_sent_ ? allowed - pace_sent_ : 0);
  }

  void send_due() {
    for (auto left = due(); left > 0 && publisher_.connected(); --left) {
      auto& x = plant_[next_];
      auto now = steady_clock::now();
      auto step = x.measured_at == steady_clock::time_point{} ? first_step_s
                                                              : seconds_between(x.measured_at, now);
      x.measured_at = now;
      auto payload = to_json(x.behaviour.advance(step), wall_ms());
      if (!publisher_.publish(x.topic + "/telemetry", payload, options_.qos, options_.retain))
        return;
      ++sent_;
      ++pace_sent_;
      next_ = (next_ + 1) % plant_.size();
    }
  }

  /// Gives what is in flight a moment to arrive.
  void drain() const {
    auto until = steady_clock::now() + std::chrono::seconds{5};
    while (publisher_.connected() && publisher_.in_flight() > 0 && steady_clock::now() < until)
      std::this_thread::sleep_for(look_around);
  }

  void report() {
    auto now = steady_clock::now();
    auto passed = seconds_between(report_at_, now);
    if (passed < 1)
      return;
    char line[160];
    std::snprintf(
        line, sizeof line, "%8.0f msg/s  %10llu sent  %6llu in flight  %llu set commands",
        static_cast<double>(sent_ - reported_) / passed, static_cast<unsigned long long>(sent_),
        static_cast<unsigned long long>(publisher_.in_flight()),
        static_cast<unsigned long long>(obeyed_));
    say(line);
    report_at_ = now;
    reported_ = sent_;
  }

  void totals() const {
    auto seconds = seconds_between(start_, steady_clock::now());
    std::printf(
        "sent %llu messages in %.1f s (%.0f/s), failed %llu, unconfirmed %llu, connections %llu, "
        "set commands %llu\n",
        static_cast<unsigned long long>(sent_), seconds, static_cast<double>(sent_) / seconds,
        static_cast<unsigned long long>(publisher_.failed()),
        static_cast<unsigned long long>(publisher_.in_flight()),
        static_cast<unsigned long long>(connections_), static_cast<unsigned long long>(obeyed_));
  }

  void say(const std::string& line) const {
    if (options_.quiet)
      return;
    std::puts(line.c_str());
    std::fflush(stdout);
  }

  const simulate_options options_;
  const double rate_;
  command_queue commands_;
  std::vector<plant_member> plant_;
  steady_clock::time_point start_;
  steady_clock::time_point report_at_;
  steady_clock::time_point pace_start_; // of the connection; no burst makes up for a gap
  uint64_t pace_sent_ = 0;
  uint64_t sent_ = 0;
  uint64_t reported_ = 0;
  uint64_t connections_ = 0;
  uint64_t obeyed_ = 0;
  size_t next_ = 0;
  std::string away_because_;
  mqtt_publisher publisher_; // last: its callback uses the queue
};

} // namespace

bool simulate(const simulate_options& x) {
  struct sigaction stop {};
  stop.sa_handler = [](int) { interrupted = 1; };
  sigaction(SIGINT, &stop, nullptr);
  sigaction(SIGTERM, &stop, nullptr);
  return simulation{x}.run();
}

} // namespace troupe
