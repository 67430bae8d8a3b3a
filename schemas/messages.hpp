#pragma once

#include "schemas/ledger.hpp"
#include "schemas/message_batch.hpp"
#include "schemas/value.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

/// What the actors say to each other. Plain values; everything stays within
/// the process.
namespace troupe {

// -- the way in ---------------------------------------------------------------

/// Which agent links of a link actor want what arrives under which topic.
struct link_table {
  std::vector<std::vector<uint32_t>> routes; ///< Topic → indices of links.
  link_counter_block_ptr counters;           ///< One for each link.
};

/// One message for one subscription topic of one link actor.
struct delivery {
  uint32_t frame = 0; ///< Index into the batch's frames.
  uint32_t route = 0; ///< Index into the link table's routes.
};

/// agent → link. Deliveries that no one finishes, because the actor died or its
/// mailbox went with it, count as dropped when the batch goes.
struct delivery_batch {
  message_batch_ptr messages;
  std::shared_ptr<const link_table> table;
  std::vector<delivery> items;
  size_t finished = 0; ///< How many of `items` have found their outcome.

  delivery_batch() = default;
  delivery_batch(delivery_batch&&) = default;
  delivery_batch& operator=(delivery_batch&&) = default;
  /// CAF wants one; no batch is ever sent to two actors.
  delivery_batch(const delivery_batch& x) : messages{x.messages}, table{x.table} {}
  ~delivery_batch() {
    for (; finished < items.size(); ++finished)
      for (auto link : table->routes[items[finished].route])
        (*table->counters)[link].move(inbound::at_link, inbound::dropped);
  }
};

/// Deliveries that have become values. As above: what no one finishes is dropped.
template <class Item, inbound Stage>
struct value_batch {
  message_batch_ptr origin;        ///< Null for values that no message brought.
  link_counter_block_ptr counters; ///< Null for values that no delivery brought.
  std::vector<Item> items;
  size_t finished = 0; ///< How many of `items` have left this stage.

  value_batch() = default;
  value_batch(message_batch_ptr origin, link_counter_block_ptr counters)
      : origin{std::move(origin)}, counters{std::move(counters)} {}
  value_batch(value_batch&&) = default;
  value_batch& operator=(value_batch&&) = default;
  value_batch(const value_batch& x) : origin{x.origin}, items{x.items} {}
  ~value_batch() {
    if (counters)
      for (; finished < items.size(); ++finished)
        (*counters)[items[finished].link].move(Stage, inbound::dropped);
  }
};

/// Where the time of a value comes from.
enum class time_source : uint8_t {
  receipt,  ///< The message came then, or somebody wrote the value then.
  device,   ///< The message says so.
  stand_in, ///< The message came then; what it says of its time is of no use.
};

/// A new value for an attribute, as a link made it.
struct attribute_update {
  uint32_t attribute = 0; ///< Index into the asset's attributes.
  uint32_t link = 0;      ///< Index into the counters.
  int64_t timestamp_ms = 0;
  value content;
  enum time_source time_source = time_source::receipt;
  bool retained = false; ///< The broker had kept it; when it was published is not known.
  bool checked = false;  ///< The attribute's constraints have been found to hold.
};

/// link → asset
struct update_batch : value_batch<attribute_update, inbound::at_asset> {
  using value_batch::value_batch;
};

/// How far a value can be trusted.
enum class quality : uint8_t {
  good,
  clock_suspect, ///< The clock stood before the time of the value it replaced, or the time of
                 ///< receipt stands in for the device's, which cannot be right.
  stale,         ///< Expected values did not come, or it is older than it may be.
};

std::string_view to_string(quality x);

/// An attribute's value with its time.
struct attribute_state {
  value content;
  int64_t timestamp_ms = 0; ///< 0: never set.
  enum quality quality = quality::good;
  bool by_device = false; ///< The time is the device's.
};

/// Whether what was measured at `device_ms` is only history, since `known` is newer by the
/// device's own clock.
inline bool is_late(int64_t device_ms, const attribute_state& known) {
  return known.by_device && device_ms < known.timestamp_ms;
}

/// One row for state.db.
struct state_row {
  int64_t attribute_id = 0; ///< As the store answered `open_asset`.
  uint32_t link = 0;        ///< Index into the counters.
  bool data_point = false;  ///< Also a row of data_points.
  attribute_state state;
  bool late = false; ///< Never the attribute's state; see `is_late`.
};

/// asset → store
struct state_batch : value_batch<state_row, inbound::at_store> {
  using value_batch::value_batch;
};

// -- state --------------------------------------------------------------------

struct attribute_declaration {
  std::string name;
  value_type type = value_type::text;
  int64_t keep_data_points_ms = 0; ///< 0: none are stored.
};

/// asset → store, at start: what the asset is, and what is known of it?
struct open_asset {
  std::string asset_id;
  std::vector<attribute_declaration> attributes;
};

struct stored_attribute {
  int64_t attribute_id = 0;
  attribute_state state;
};

/// One attribute as it stands, for whoever looks.
struct attribute_view {
  std::string realm;
  std::string asset;
  std::string attribute;
  value_type type = value_type::text;
  attribute_state state;
};

/// Attributes that changed, newest state of each.
struct attribute_event {
  std::vector<attribute_view> changes;
};

/// Attributes of one asset, linked to one agent, whose expected values do not come.
struct silence_view {
  std::string realm;
  std::string asset;
  std::string agent;                   ///< Empty: they are not linked.
  std::string topic;                   ///< Of the first of them.
  std::vector<std::string> attributes; ///< The first few.
  uint32_t count = 0;                  ///< All of them.
  int64_t expect_every_ms = 0;         ///< Of the first of them.
  int64_t since_ms = 0;                ///< The earliest of their last values, or the start.
  bool never = false;                  ///< None of them has had a value.
};

/// asset → realm, whenever it changes.
struct freshness_report {
  uint32_t asset = 0; ///< Among the realm's.
  /// When to send the asset its tick; the clock's last moment: never.
  std::chrono::steady_clock::time_point next = std::chrono::steady_clock::time_point::max();
  std::vector<silence_view> silences;
};

struct data_point {
  int64_t timestamp_ms = 0;
  value content;
};

/// Data points of one attribute, oldest first.
struct history_query {
  std::string asset;
  std::string attribute;
  int64_t from_ms = 0;
  int64_t to_ms = INT64_MAX;
  uint32_t limit = 1000; ///< The newest that many within the span.
};

/// What a database holds of an attribute that is not configured any more.
struct leftover {
  static constexpr uint64_t counted_max = 100'000;

  int64_t attribute_id = 0;
  std::string asset;
  std::string attribute;
  uint64_t data_points = 0;      ///< Counted up to `counted_max` + 1.
  int64_t last_timestamp_ms = 0; ///< Of its state; 0: it never had one.
};

/// console → realm → store: what is left over, of one asset or attribute where they are named.
struct purge_request {
  std::string asset;
  std::string attribute;
  bool remove = false; ///< For good; else it is only told.
  /// Assets' ids with their attributes, a line break between them; the realm knows.
  std::shared_ptr<const std::set<std::string>> configured = {};
};

/// realm → store
struct store_limits {
  uint64_t disk_bytes = 0; ///< For the database and its write-ahead log.
};

struct store_view {
  std::string realm;
  std::string file;
  uint64_t file_bytes = 0;
  uint64_t wal_bytes = 0;
  uint64_t data_points = 0;
  uint64_t data_points_dropped = 0; ///< Never written: the disk refused for long, or was full.
  uint64_t commits = 0;
  uint64_t rows_written = 0;
  uint64_t pending = 0;
  int64_t last_commit_ms = 0;
  double commit_seconds_max = 0;
  std::string problem;    ///< Empty: well.
  std::string what_to_do; ///< With a problem: its remedy, one sentence.
};

// -- the way out --------------------------------------------------------------

/// console → realm → asset: set an attribute.
struct write_request {
  std::string asset;
  std::string attribute;
  std::string json; ///< The value as JSON.
  int64_t now_ms = 0;
  bool wait_acknowledged = false; ///< Answer only once the broker has it.
};

enum class write_state : uint8_t {
  stored,       ///< Not linked: the value is the attribute's state now.
  sent,         ///< Handed to the MQTT client.
  acknowledged, ///< The broker has it (QoS 1 and 2).
  filtered,     ///< The link's write filters or converter dropped it.
};

std::string_view to_string(write_state x);

struct write_result {
  write_state state = write_state::stored;
  std::string payload_topic; ///< Where it went; empty if nowhere.
};

/// asset → link
struct link_write {
  uint32_t link = 0; ///< Index into the link actor's links.
  value content;
  int64_t now_ms = 0;
  bool wait_acknowledged = false;
};

/// link → agent
struct publish_request {
  std::string topic;
  std::string payload;
  uint8_t qos = 0;
  bool wait_acknowledged = false;
  write_ticket ticket;
  bool retain = false;
  bool forward = false; ///< Bounded by the link's window, which the agent set; see `agent_flow`.
};

/// A value of an attribute that another agent is to publish.
struct forward_item {
  uint32_t forward = 0; ///< Index into the link actor's forwards.
  int64_t timestamp_ms = 0;
  value content;
  write_ticket ticket; ///< Queued.
};

/// asset → link
struct forward_batch {
  message_batch_ptr origin; ///< What brought the values; null: no message.
  std::vector<forward_item> items;
  bool handed_over = false; ///< They waited elsewhere, and are older than all that came here.
};

/// agent → link, to those that forward: whether to publish, and how much at a time.
struct agent_flow {
  bool online = false;
  uint32_t window = 0; ///< Of what is not yet answered.
};

// -- agents and their connections ---------------------------------------------

/// OpenRemote's connection statuses.
enum class connection_status : uint8_t {
  disconnected,
  connecting,
  disconnecting,
  connected,
  disabled,
  waiting,
  error,
  stopped,
};

/// "CONNECTED" and so on.
std::string_view to_string(connection_status x);

/// What the broker said to a subscription.
struct subscription_view {
  std::string topic;
  uint8_t qos = 0;    ///< Asked for.
  int code = -1;      ///< SUBACK: 0…2 granted, 128 and above refused, -1 not answered yet.
  uint32_t links = 0; ///< Agent links it serves.
  uint64_t messages = 0;
  int64_t last_message_ms = 0;
};

struct agent_view {
  std::string realm;
  std::string id;
  std::string type = "mqtt";
  connection_status status = connection_status::disconnected;
  int64_t since_ms = 0;
  std::string problem; ///< One sentence; empty: well.
  std::string broker;  ///< "host:port".
  std::string client_id;
  bool session_present = false;
  std::string certificate_alias;       ///< With the realm; empty: no client key.
  std::string certificate_fingerprint; ///< Presented in the present or last connection.
  int64_t certificate_not_after_ms = 0;
  uint32_t attempts = 0;       ///< Failed ones since the last success.
  int64_t next_attempt_ms = 0; ///< 0: none planned.
  std::string durability;      ///< What may be lost, in words.
  std::vector<subscription_view> subscriptions;
  uint64_t messages = 0;
  uint64_t unrouted = 0;
  uint64_t dropped = 0;
  uint64_t oversized = 0; ///< Longer than max_payload.
  uint64_t waiting = 0;
  uint64_t published = 0;
  int64_t last_message_ms = 0;
};

/// One step of `troupe probe`.
struct probe_step {
  std::string name; ///< "dns", "tcp", "tls", "websocket", "connect", "subscribe".
  bool ok = false;
  double ms = 0;
  std::string detail; ///< What was found, or why it failed.
};

struct probe_report {
  std::string realm;
  std::string agent;
  std::vector<probe_step> steps;
};

} // namespace troupe
