#pragma once

#include "schemas/mqtt.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace troupe {

/// The publishes of one client: those handed to the library, at most `size` at a
/// time, and those that wait behind them, in order and bounded.
class publish_window {
public:
  /// A broker over 3.1.1 does not say what it takes; AWS IoT Core takes 100.
  static constexpr size_t default_size = 100;
  /// Over MQTT 5, below the 20 that mosquitto announces.
  static constexpr size_t default_size_5 = 16;
  /// With a message of QoS 2 in front: mosquitto 2.0.11 loses some beyond its 20 in flight.
  static constexpr size_t qos2_size = 16;
  static constexpr size_t waiting_max = 10'000;

  explicit publish_window(size_t size) : size_{size} {}

  /// From now on; 0: as at first.
  void narrow(size_t size) { size_now_ = size == 0 ? size_ : std::min(size, size_); }

  /// False: too many wait already, the message is not taken.
  bool add(mqtt_publish x);

  struct handed {
    uint32_t number = 0; ///< Never one that is still in flight.
    mqtt_publish message;
  };

  /// The next message to hand to the library; in flight from now on.
  std::optional<handed> next();

  /// The library is done with it; its token, or nothing if it is not known (any more).
  std::optional<uint64_t> finish(uint32_t number);

  bool idle() const { return in_flight_.empty() && waiting_.empty(); }

  /// Gives up what waits, or what is in flight; their tokens, oldest first.
  std::vector<uint64_t> drop_waiting();
  std::vector<uint64_t> drop_in_flight();

private:
  size_t size_;
  size_t size_now_ = size_;
  uint32_t last_number_ = 0;
  std::map<uint32_t, uint64_t> in_flight_; ///< Number to token.
  std::deque<mqtt_publish> waiting_;
};

} // namespace troupe
