#pragma once

#include "schemas/errors.hpp"
#include "schemas/fwd.hpp"
#include "schemas/messages.hpp"
#include "schemas/mqtt.hpp"
#include "schemas/reload.hpp"

#include <caf/typed_actor.hpp>

#include <functional>
#include <string>
#include <vector>

/// An actor is its contract: what may be said to it, from the caller's side.
/// What is sent answers nothing; what can fail is requested.
namespace troupe {

/// Told of attribute changes, in batches.
using listener_actor = caf::typed_actor<caf::reacts_to<attribute_event>>;

/// The only writer of a realm's state.db.
using store_actor = caf::typed_actor<
    // Declares an asset; answers its attributes in the same order, with the last state of each.
    caf::replies_to<open_asset>::with<std::vector<stored_attribute>>,
    // New states; committed with the next group.
    caf::reacts_to<state_batch>,
    // From now on.
    caf::reacts_to<store_limits>,
    // Answers the number of commits once all that was sent before is committed.
    caf::replies_to<flush_atom>::with<uint64_t>, caf::replies_to<view_atom>::with<store_view>,
    // What is left over; where it is to go, once it is gone.
    caf::replies_to<purge_request>::with<std::vector<leftover>>,
    // What is subscribed in a persistent session, as it was remembered last.
    caf::replies_to<session_query>::with<std::vector<topic_request>>,
    caf::reacts_to<session_record>,
    // Answers, with nothing, as soon as its thread comes to it.
    caf::reacts_to<pulse_atom>>;

/// Reads a realm's state.db with a connection of its own; ends after the answer.
using history_actor =
    caf::typed_actor<caf::replies_to<history_query>::with<std::vector<data_point>>>;

/// Owns one asset's attributes.
using asset_actor = caf::typed_actor<
    caf::reacts_to<attach_atom, asset_wiring>, caf::reacts_to<update_batch>,
    // Writes to the device where the attribute is linked, else sets the state.
    caf::replies_to<write_request>::with<write_result>,
    // All attributes; or the one of this name.
    caf::replies_to<view_atom>::with<std::vector<attribute_view>>,
    caf::replies_to<view_atom, std::string>::with<std::vector<attribute_view>>,
    caf::reacts_to<watch_atom, listener_handle>, caf::reacts_to<unwatch_atom, listener_handle>,
    // Ask the store again.
    caf::reacts_to<retry_atom>,
    // The moment has come that its last `freshness_report` named.
    caf::reacts_to<caf::tick_atom>,
    // Ends once all that came before is done.
    caf::reacts_to<stop_atom>>;

/// Serves every agent link between one asset and one agent.
using link_actor = caf::typed_actor<
    caf::reacts_to<attach_atom, link_wiring>, caf::reacts_to<delivery_batch>,
    caf::replies_to<link_write>::with<write_result>,
    // Values to send on through the agent, and whether and how fast it takes them.
    caf::reacts_to<forward_batch>, caf::reacts_to<agent_flow>,
    // Something has waited long enough.
    caf::reacts_to<caf::tick_atom>,
    // Answered once all that came before is done.
    caf::reacts_to<pulse_atom>,
    // Ends once all that came before is done.
    caf::reacts_to<stop_atom>,
    // Leaves to the heir what waits to be sent on, answers, and ends once its agent has answered.
    caf::reacts_to<stop_atom, link_heir>>;

/// One realm's way into the certificate vault. It reaches the keys of this realm, and
/// there is no message by which another's could be asked for.
using realm_vault_actor = caf::typed_actor<
    // Key and certificates for one attempt to connect; `config_invalid` or `not_found` where the
    // operator must act, `unavailable` where time will.
    caf::replies_to<identity_query>::with<identity>,
    // From now on this realm is told `vault_changed`.
    caf::reacts_to<watch_atom, realm_handle>>;

/// Opens the stores of client keys and trusted certificates.
using vault_actor = caf::typed_actor<
    // The way of the realm of this name; the same for all who ask.
    caf::replies_to<find_atom, std::string>::with<realm_vault_handle>,
    caf::replies_to<view_atom>::with<vault_view>>;

/// Owns one MQTT connection.
using agent_actor = caf::typed_actor<
    caf::reacts_to<attach_atom, agent_wiring>,
    // The inbox holds messages, or there is room again downstream.
    caf::reacts_to<drain_atom>,
    // A link actor and the topics it wants; replaces an earlier one of the same number.
    caf::reacts_to<attach_atom, link_route>,
    // Other links or settings; answers once every message goes by them.
    caf::reacts_to<agent_change>,
    // All links are attached: connect.
    caf::reacts_to<attach_atom>, caf::replies_to<publish_request>::with<write_result>,
    caf::reacts_to<mqtt_connected>, caf::reacts_to<mqtt_closed>, caf::reacts_to<mqtt_suback>,
    caf::reacts_to<mqtt_published>, caf::reacts_to<retry_atom, uint32_t>,
    caf::reacts_to<vault_changed>, caf::replies_to<view_atom>::with<agent_view>,
    caf::replies_to<probe_atom>::with<probe_report>,
    // Disconnects in order, then ends.
    caf::reacts_to<stop_atom>>;

/// The only caller of the MQTT library.
using mqtt_actor = caf::typed_actor<
    // Makes a client; answers its number.
    caf::replies_to<open_client>::with<uint32_t>, caf::reacts_to<close_atom, uint32_t>,
    caf::reacts_to<mqtt_connect>, caf::reacts_to<mqtt_disconnect>, caf::reacts_to<mqtt_subscribe>,
    caf::reacts_to<mqtt_unsubscribe>, caf::reacts_to<mqtt_publish>,
    caf::replies_to<mqtt_probe>::with<probe_report>,
    // Proves a key without a session.
    caf::replies_to<mqtt_handshake>::with<handshake_report>,
    // Answers, with nothing, as soon as its thread comes to it; `timed_out` if the library's
    // threads do not get on.
    caf::reacts_to<pulse_atom>>;

/// A tenant, and the supervisor of everything in it.
using realm_actor = caf::typed_actor<
    caf::replies_to<write_request>::with<write_result>,
    // Attributes of the realm, an asset, or one of them.
    caf::replies_to<attribute_query>::with<std::vector<attribute_view>>,
    caf::replies_to<history_query>::with<std::vector<data_point>>,
    caf::replies_to<flush_atom>::with<uint64_t>,
    // What its database holds of attributes that are not configured any more.
    caf::replies_to<purge_request>::with<std::vector<leftover>>,
    caf::replies_to<view_atom>::with<std::vector<agent_view>>,
    caf::replies_to<store_atom>::with<store_view>, // how the store fares
    caf::replies_to<probe_atom, std::string>::with<probe_report>,
    // Attributes whose expected values do not come.
    caf::replies_to<silence_atom>::with<std::vector<silence_view>>,
    caf::reacts_to<freshness_report>, caf::reacts_to<caf::tick_atom>,
    // Changes of the realm's attributes; of this asset's alone where it is named.
    caf::reacts_to<watch_atom, std::string, listener_handle>,
    caf::reacts_to<unwatch_atom, listener_handle>,
    // There is a new mqtt actor, a new way into the vault.
    caf::reacts_to<attach_atom, mqtt_handle>, caf::reacts_to<attach_atom, realm_vault_handle>,
    caf::reacts_to<vault_changed>, caf::reacts_to<restart_atom, uint32_t>,
    // Other settings; answers whether all that had to end for them has ended. The children of
    // the realm that nothing changed for are not touched.
    caf::replies_to<realm_reload>::with<bool>,
    // Those who are about to end have had their time.
    caf::reacts_to<retry_atom, uint32_t>, caf::reacts_to<pulse_atom>,
    // Stops in order, sources first; answers whether the last value is committed.
    caf::replies_to<stop_atom>::with<bool>>;

/// Starts and supervises the process's actors.
using root_actor = caf::typed_actor<
    // The realm of this name, `not_found`, or `given_up` with the reason.
    caf::replies_to<find_atom, std::string>::with<realm_handle>,
    // What the vault holds; never key material.
    caf::replies_to<view_atom>::with<vault_view>, caf::reacts_to<restart_atom, uint32_t>,
    // Reads the configuration anew; one at a time.
    caf::replies_to<reload_request>::with<reload_report>,
    // What came of the last one.
    caf::replies_to<reload_atom>::with<reload_report>,
    // Nobody confirmed that one in time.
    caf::reacts_to<retry_atom, uint32_t>,
    // Answered once it has spawned all that it supervises.
    caf::reacts_to<pulse_atom>, caf::replies_to<stop_atom>::with<bool>>;

/// Answers the console, the command line and the API.
using inspector_actor = caf::typed_actor<caf::reacts_to<api_request>, caf::reacts_to<pulse_atom>>;

/// Feeds the service manager's watchdog.
using heartbeat_actor = caf::typed_actor<caf::reacts_to<caf::tick_atom>>;

// -- messages that carry handles ----------------------------------------------

struct listener_handle {
  listener_actor listener;
};

struct mqtt_handle {
  mqtt_actor mqtt;
};

struct realm_handle {
  realm_actor realm;
};

struct realm_vault_handle {
  realm_vault_actor vault;
};

/// Empty members: all of them.
struct attribute_query {
  std::string asset;
  std::string attribute;
};

/// realm → asset
struct asset_wiring {
  store_actor store; ///< Null: it follows another actor, which the store still hears from.
  struct route {
    uint32_t attribute = 0; ///< Index into the asset's attributes.
    link_actor link;
    uint32_t index = 0; ///< Index into the link actor's links.
  };
  std::vector<route> writes; ///< Attributes whose writes go to a device.
  realm_actor realm = {};    ///< Told of its freshness; null: no one is.
  uint32_t number = 0;       ///< Its place among the realm's assets.
  struct forward_target {
    struct source {
      uint32_t attribute = 0;   ///< Index into the asset's attributes.
      bool wants_state = false; ///< Is told once what the attribute is when the link is new.
    };
    link_actor link;
    std::vector<source> sources; ///< Index = index into the link actor's forwards.
    link_counter_block_ptr counters;
    uint32_t first_row = 0; ///< Of the counters: that of the first source.
  };
  std::vector<forward_target> forwards = {}; ///< Who sends values on.
};

/// realm → link
struct link_wiring {
  asset_actor asset;
  agent_actor agent;
};

/// realm → agent
struct agent_wiring {
  mqtt_actor mqtt;
  asset_actor asset;       ///< The agent as an asset: takes its status.
  store_actor store;       ///< Remembers what is subscribed.
  realm_vault_actor vault; ///< Null: it has not been heard of yet.
};

/// realm → agent
struct link_route {
  uint32_t number = 0; ///< The link actor's place among the agent's.
  link_actor link;
  std::vector<topic_request> topics; ///< Index = `delivery::route`.
  std::shared_ptr<const link_table> table;
  bool forwards = false; ///< Wants `agent_flow`.
};

/// realm → agent, which keeps its connection.
struct agent_change {
  std::shared_ptr<const agent_settings> settings;
  std::vector<uint32_t> removed; ///< Numbers of link actors that get nothing any more.
  std::vector<link_route> added;
};

/// realm → link: who serves its attributes from now on; null: nobody.
struct link_heir {
  link_actor link;
  std::vector<uint32_t> forwards; ///< Index of a forward → that of the heir's, or UINT32_MAX.
};

/// agent → mqtt
struct open_client {
  client_options options;
  agent_actor agent;
  std::shared_ptr<message_sink> sink;
};

/// root → realm
struct realm_reload {
  std::shared_ptr<const realm_settings> settings;
};

/// A request of the API, already parsed; answered through `reply`.
struct api_response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers; ///< Besides those of every answer.
};

/// Pieces of a server-sent event stream go through this; false: the client is gone.
using stream_writer = std::function<bool(std::string)>;

enum class access : uint8_t { none, read, write, admin };

struct api_request {
  std::string method;                                     ///< "GET", "PUT", …
  std::vector<std::string> path;                          ///< Decoded segments, "api" included.
  std::vector<std::pair<std::string, std::string>> query; ///< Decoded.
  std::string body;
  enum access access = access::none;       ///< What the caller may do.
  std::string caller;                      ///< For the audit: "uid 1000".
  int64_t now_ms = 0;                      ///< Wall clock when it came in, ms since the epoch.
  std::function<void(api_response)> reply; ///< Any thread; once.
  /// Turns the answer into an event stream instead of `reply`.
  std::function<stream_writer()> stream;
};

} // namespace troupe
