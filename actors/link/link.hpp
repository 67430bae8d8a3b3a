#pragma once

#include "actors/link/forwarder.hpp"
#include "actors/link/link_memory.hpp"
#include "actors/link/payload_time.hpp"
#include "actors/link/pipeline.hpp"
#include "actors/metered.hpp"
#include "config/settings.hpp"
#include "schemas/interfaces.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace troupe {

/// One agent link, compiled.
struct compiled_link {
  uint32_t attribute = 0; ///< Index into the asset's attributes.
  const agent_link_settings* settings = nullptr;
  std::shared_ptr<const inbound_pipeline> in;   ///< Null: receives nothing.
  std::shared_ptr<const outbound_pipeline> out; ///< Null: sends nothing.
  std::shared_ptr<const payload_time> time;     ///< Null: the time is that of receipt.
  uint8_t publish_qos = 0;
  bool update_on_write = false;
  bool failing = false; ///< The last message failed; logged once per change.
  bool untimed = false; ///< The last value had no time of its own; logged once per change.
};

/// One forward of one attribute, compiled.
struct compiled_forward {
  uint32_t attribute = 0; ///< Index into the asset's attributes.
  const forward_settings* settings = nullptr;
  std::shared_ptr<const outbound_pipeline> out;
  uint8_t qos = 0;
  bool failing = false; ///< The last value could not be written; logged once per change.
};

struct link_options {
  std::string realm;
  std::shared_ptr<const asset_settings> asset; ///< Keeps the settings of the links alive.
  std::string agent;
  std::vector<compiled_link> links;
  std::vector<compiled_forward> forwards; ///< Their counters stand behind those of the links.
  std::shared_ptr<const link_table> table;
  link_memory_ptr memory; ///< Of the last messages; null: nobody wants to know.
};

/// What the log calls it when something of an attribute begins to fail, and when it
/// is well again.
struct turn_events {
  const char* failing;
  const char* well;
};

struct link_state {
  static constexpr const char* name = "link";
  explicit link_state(link_actor::pointer self) : self{self} {}

  void start(link_options x);
  void attach(link_wiring&& x);
  void receive(delivery_batch& batch);
  caf::result<write_result> write(const link_write& x);
  void forward(forward_batch& batch);
  void flow(const agent_flow& x);
  void tick();
  void stop(link_heir heir);

  link_actor::pointer self;
  link_options options;
  link_wiring wiring;

private:
  void
  run(uint32_t link, payload_view& payload, uint32_t frame, int64_t received_ms, update_batch& out);
  bool remember(uint32_t link, uint32_t frame, const inbound_result& result);
  void finish(uint32_t link, inbound_result&& result, int64_t timestamp_ms, update_batch& out);
  void note(compiled_link& link, const inbound_result& result);
  void note_turn(
      bool& failing, const std::string& cause, const turn_events& events, uint32_t attribute,
      const std::string& topic);
  void read_time(uint32_t link, payload_view& payload, attribute_update& out);
  void update_on_write(uint32_t link, const value& processed, int64_t now_ms);
  caf::result<write_result> publish(uint32_t link, outbound_result&& made, const link_write& x);

  void answered(const agent_actor& by);
  void hand_over();

  batch_memory seen_; ///< In the batch at work.
  void send_forwards();
  void send(uint64_t number, const forward_item& x);
  void note_forward(compiled_forward& x, const std::string& cause);
  void note_lost();

  class forwarder forwarder_;
  std::set<forwarder::time_point> alarms_; ///< Ticks that are under way.
  bool losing_ = false;                    ///< Forwards are being lost; logged once.
  size_t asked_ = 0;                       ///< The agent, and not answered yet.
  std::optional<link_heir> heir_;          ///< Ends once all is answered.
};

/// Serves every agent link between one asset and one agent: a payload is parsed
/// once for all of them and leaves as one batch of values.
link_actor::behavior_type link(
    metered_self<link_actor, link_state> self, std::shared_ptr<meter> counts, link_options options);

} // namespace troupe
