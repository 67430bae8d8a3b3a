#pragma once

#include "actors/asset/forward_routes.hpp"
#include "actors/asset/freshness.hpp"
#include "actors/metered.hpp"
#include "config/settings.hpp"
#include "schemas/interfaces.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe {

struct asset_options {
  std::string realm;
  std::shared_ptr<const asset_settings> asset;
  bool read_only = false; ///< An agent as an asset: the configuration file decides its attributes.
  std::function<int64_t()> now_ms; ///< Wall clock; for the age of values.
};

struct asset_state {
  static constexpr const char* name = "asset";
  explicit asset_state(asset_actor::pointer self) : self{self} {}

  void start(asset_options x);
  void attach(asset_wiring&& x);
  void open();
  void restore(const std::vector<stored_attribute>& known);
  void apply(update_batch& batch);
  caf::result<write_result> write(const write_request& x);
  std::vector<attribute_view> view(const std::string* only = nullptr) const;
  void watch(const listener_actor& x);
  void unwatch(const listener_actor& x);
  void tick();
  void stop();

  asset_actor::pointer self;
  asset_options options;
  asset_wiring wiring;

private:
  struct slot {
    int64_t id = 0; ///< The store's; 0 until it answered.
    attribute_state state;
    int64_t latest_ms = 0; ///< The highest time of receipt it ever had.
    const asset_wiring::route* write = nullptr;
    bool rejecting = false; ///< The last value broke a constraint.
  };

  std::optional<size_t> find(const std::string& attribute) const;
  attribute_view view_of(size_t index) const;
  void reject(size_t index, const std::string& why);
  void
  set(size_t index, value&& content, int64_t timestamp_ms,
      time_source source = time_source::receipt);
  bool repeats(const attribute_update& x) const;
  bool take_up(size_t index, const attribute_state& known);
  milliseconds age_of(int64_t timestamp_ms) const;
  void note_silence();
  void tell();
  void report();
  bool keeps_points(size_t index) const;
  int64_t id_of(size_t index) const;
  state_row row_of(size_t index, uint32_t link) const;
  void find_late(const std::vector<stored_attribute>& known);
  void keep(state_batch&& batch);
  void publish(const std::vector<uint32_t>& changed);
  void tell_new_forwards();
  void forward(const message_batch_ptr& origin);
  caf::result<write_result> write_link(size_t index, value&& content, const write_request& x);

  std::vector<slot> slots_;
  bool opened_ = false;
  bool stopping_ = false;
  bool restored_ = false;          ///< A store has answered once.
  std::vector<state_batch> early_; ///< What came before the store answered; ids are indices.
  std::vector<listener_actor> listeners_;
  freshness fresh_;
  int64_t started_ms_ = 0;
  std::vector<silence_view> silences_;
  freshness::time_point told_ = freshness::never; ///< When the realm will send the next tick.
  forward_routes forwards_;
};

/// Owns one asset's attributes. State follows arrival: a clock set back marks a
/// value, it never blocks one. Only where two values both have a device's time is
/// the older one late, whenever it comes.
asset_actor::behavior_type asset(
    metered_self<asset_actor, asset_state> self, std::shared_ptr<meter> counts,
    asset_options options);

} // namespace troupe
