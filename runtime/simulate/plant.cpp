#include "runtime/simulate/plant.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace troupe {
namespace {

constexpr double hall_temp = 20;
constexpr double warming_s = 45;    // until 63 % of a change is done
constexpr double spin_up_s = 3;     // the same for the speed
constexpr double swing_s = 30;      // one period of the pressure
constexpr double full_speed = 1480; // rpm
constexpr double pieces_per_s = 0.5;

/// How far a first-order lag with time constant `tau` goes towards its goal.
double lag(double seconds, double tau) { return 1 - std::exp(-seconds / tau); }

} // namespace

std::string_view to_string(machine_state x) {
  switch (x) {
  case machine_state::run: return "RUN";
  case machine_state::stop: return "STOP";
  case machine_state::fault: return "FAULT";
  }
  return "?";
}

std::string to_json(const telemetry& x, int64_t timestamp_ms) {
  std::array<char, 256> out{};
  auto size = std::snprintf(
      out.data(), out.size(),
      R"({"ts":%lld,"oil":{"temp":%.2f,"pressure":%.2f},"speed":%.0f,"state":"%s","count":%llu,)"
      R"("door":"%s"})",
      static_cast<long long>(timestamp_ms), x.oil_temp, x.oil_pressure, x.speed,
      to_string(x.state).data(), static_cast<unsigned long long>(x.count),
      x.door_open ? "OPEN" : "SHUT");
  return {out.data(), static_cast<size_t>(size)};
}

machine::machine(uint32_t seed) : random_{seed} {
  random_.discard(8); // neighbouring seeds start alike
  phase_ = noise(std::numbers::pi);
  temp_ = 45 + noise(15);
  pieces_ = std::floor(5000 + noise(5000));
  speed_ = full_speed;
}

void machine::set_target(double celsius) { target_ = std::clamp(celsius, target_min, target_max); }

double machine::noise(double width) {
  return std::uniform_real_distribution<double>{-width, width}(random_);
}

void machine::change_state(double seconds) {
  struct habit {
    machine_state next;
    double mean_s; ///< How long it stays, on average.
  };
  auto stays = [&](const habit& x) {
    if ((noise(0.5) + 0.5) < lag(seconds, x.mean_s))
      state_ = x.next;
  };
  switch (state_) {
  case machine_state::run:
    stays({noise(1) < 0.6 ? machine_state::stop : machine_state::fault, 120});
    break;
  case machine_state::stop: stays({machine_state::run, 15}); break;
  case machine_state::fault: stays({machine_state::stop, 25}); break;
  }
}

telemetry machine::advance(double seconds) {
  change_state(seconds);
  auto running = state_ == machine_state::run;
  temp_ += ((running ? target_ : hall_temp) - temp_) * lag(seconds, warming_s);
  speed_ += ((running ? full_speed : 0) - speed_) * lag(seconds, spin_up_s);
  phase_ = std::fmod(phase_ + seconds * 2 * std::numbers::pi / swing_s, 2 * std::numbers::pi);
  pieces_ += running ? seconds * pieces_per_s : 0;

  telemetry out;
  out.oil_temp = temp_ + noise(0.2);
  out.speed = std::max(0.0, speed_ + (speed_ > 1 ? noise(4) : 0));
  out.oil_pressure = std::max(0.0, (12 + 3 * std::sin(phase_)) * speed_ / full_speed + noise(0.05));
  out.state = state_;
  out.count = static_cast<uint64_t>(pieces_);
  out.door_open = state_ == machine_state::stop; // someone is at it
  return out;
}

std::optional<double> parse_set_command(std::string_view payload) {
  boost::json::error_code error;
  auto parsed = boost::json::parse({payload.data(), payload.size()}, error);
  auto* object = error ? nullptr : parsed.if_object();
  auto* target = object ? object->if_contains("target") : nullptr;
  if (!target || !target->is_number())
    return std::nullopt;
  auto celsius = target->to_number<double>();
  return std::isfinite(celsius) ? std::optional{celsius} : std::nullopt;
}

} // namespace troupe
