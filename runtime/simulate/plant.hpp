#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

/// Machines that behave like machines: what they measure hangs together and
/// follows from what went before. Pure: time comes in, the same seed gives the
/// same plant.
namespace troupe {

enum class machine_state : uint8_t { run, stop, fault };

/// "RUN", "STOP", "FAULT".
std::string_view to_string(machine_state x);

/// What a machine measures at one moment.
struct telemetry {
  double oil_temp = 0;     ///< °C; follows the target while it runs, the hall when it stands.
  double oil_pressure = 0; ///< bar; swings slowly, falls to nothing when it stands.
  double speed = 0;        ///< rpm.
  machine_state state = machine_state::run;
  uint64_t count = 0; ///< Pieces made; never falls.
  bool door_open = false;
};

/// `{"ts":…,"oil":{"temp":…,"pressure":…},"speed":…,"state":"RUN","count":…,"door":"SHUT"}`
std::string to_json(const telemetry& x, int64_t timestamp_ms);

class machine {
public:
  /// What can be set with `set_target`, in °C.
  static constexpr double target_min = 20;
  static constexpr double target_max = 120;

  explicit machine(uint32_t seed);

  /// The temperature to hold, in °C; brought within the limits.
  void set_target(double celsius);
  double target() const { return target_; }

  /// Moves on by `seconds` and measures; long steps are as stable as short ones.
  telemetry advance(double seconds);

private:
  double noise(double width);
  void change_state(double seconds);

  std::minstd_rand random_;
  double target_ = 60;
  double temp_ = 20;
  double phase_ = 0; ///< Of the pressure's swing, in radians.
  double speed_ = 0;
  double pieces_ = 0;
  machine_state state_ = machine_state::run;
};

/// What `{"target": NUMBER}` asks for; nothing if `payload` is anything else.
std::optional<double> parse_set_command(std::string_view payload);

} // namespace troupe
