#pragma once

#include "config/shared_list.hpp"
#include "config/value_predicate.hpp"
#include "schemas/value.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a configuration says, once it has been read and found good: one
/// immutable value. Two of them compare equal when the runtime would behave
/// the same, wherever in which file the keys stand.
namespace troupe {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Where a thing stands in the files, for messages. Never part of a comparison.
struct origin {
  std::shared_ptr<const std::string> file; ///< Path as given; null if nowhere.
  uint32_t line = 0;                       ///< From 1.
  uint32_t column = 0;                     ///< From 1.
  bool operator==(const origin&) const { return true; }
};

/// "FILE:LINE:COL".
std::string to_string(const origin& x);

/// A text that must not be seen: printing gives `***`.
struct secret {
  std::string text;
  bool operator==(const secret&) const = default;
};

inline std::string to_string(const secret&) { return "***"; }

enum class durability : uint8_t { none, process, power };
enum class log_level : uint8_t { debug, info, warn, error };
enum class log_format : uint8_t { automatic, text, json };
enum class mqtt_version : uint8_t { v3_1_1, v5 };
enum class trust : uint8_t { own_and_system, own };
enum class agent_type : uint8_t { mqtt };
enum class broker_profile : uint8_t { none, aws_iot };

/// What a chain of value filters that finds nothing does to the attribute.
enum class on_miss : uint8_t {
  keep, ///< The last value stays, the delivery counts as filtered.
  null, ///< The attribute becomes null.
};

struct runtime_settings {
  std::filesystem::path storage_dir = "/var/lib/troupe";
  std::filesystem::path socket; ///< Empty: /run/troupe/console.sock if its folder exists and can
                                ///< be written, else <storage_dir>/console.sock.
  enum durability durability = durability::process;
  milliseconds commit_interval{1000};
  enum log_level log_level = log_level::info;
  enum log_format log_format = log_format::automatic;
  std::string time_zone; ///< IANA name or offset; empty: the system's.
  uint64_t max_payload_bytes = 1 << 20;
  uint64_t journal_max_bytes = 64 << 20;
  bool operator==(const runtime_settings&) const = default;
};

/// `path` applied to the payload's JSON; OpenRemote's jsonPath filter.
struct json_path_filter {
  std::string path;
  bool return_first = false;
  bool return_last = false;
  origin at;
  bool operator==(const json_path_filter&) const = default;
};

/// A group of one match of a Java regular expression; OpenRemote's regex filter.
struct regex_filter {
  std::string pattern;
  bool dot_all = true;
  bool multiline = false;
  int64_t match_group = 0;
  int64_t match_index = 0; ///< From 0; negative counts as 0.
  origin at;
  bool operator==(const regex_filter&) const = default;
};

/// Part of a text, in UTF-16 units; OpenRemote's substring filter.
struct substring_filter {
  int64_t begin_index = 0;          ///< Negative: length + 1 + it, at least 0.
  std::optional<int64_t> end_index; ///< Not within; negative: length + it. None: the end.
  origin at;
  bool operator==(const substring_filter&) const = default;
};

/// An expression in `x`; OpenRemote's mathExpression filter.
struct math_filter {
  std::string expression;
  origin at;
  bool operator==(const math_filter&) const = default;
};

/// One level of the topic that a message came on.
struct topic_filter {
  int64_t level = 0; ///< From 0; negative: from the end.
  origin at;
  bool operator==(const topic_filter&) const = default;
};

enum class byte_order : uint8_t { big, little };

/// A number in the raw bytes of a message.
struct bytes_filter {
  int64_t offset = 0; ///< Of its first byte; negative: from the end.
  int64_t width = 1;  ///< 1, 2, 4 or 8 bytes.
  byte_order endian = byte_order::big;
  bool is_signed = false; ///< The highest bit of `mask` is the sign.
  bool is_float = false;  ///< IEEE 754; 4 or 8 bytes.
  std::optional<uint64_t> mask;
  int64_t shift = 0; ///< To the right, after the mask.
  double scale = 1;
  origin at;
  bool operator==(const bytes_filter&) const = default;
};

using value_filter = std::variant<
    json_path_filter, regex_filter, substring_filter, math_filter, topic_filter, bytes_filter>;

/// What the filters see of a message at first.
enum class payload_form : uint8_t {
  text,
  hex,    ///< Its bytes as lower-case hexadecimal digits.
  base64, ///< Its bytes in RFC 4648's alphabet, padded.
  bytes,  ///< Themselves; only filters of bytes and topics can begin.
};

/// Key to replacement. Values are compact JSON; `"@IGNORE"`, `"@NULL"`,
/// `"@NEGATE"` are OpenRemote's special texts, `*` is any other key.
using value_converter = std::vector<std::pair<std::string, json_text>>;

/// Where a message says when its values were measured.
struct timestamp_settings {
  std::string path;           ///< A JSON path into the payload.
  std::string format = "iso"; ///< "iso", "epoch_ms", "epoch_s" or a pattern of DateTimeFormatter.
  origin at;
  bool operator==(const timestamp_settings&) const = default;
};

/// Where the value of a key stands that may be found wrong after the reading.
struct key_origin {
  std::string_view key; ///< A literal.
  origin at;
};

/// As `origin`, never part of a comparison.
struct key_origins : std::vector<key_origin> {
  bool operator==(const key_origins&) const { return true; }
};

/// One attribute tied to one agent, `agent_link` defaults of the asset merged in.
struct agent_link_settings {
  std::string agent;                              ///< Id of an agent of the same realm.
  std::string subscription_topic;                 ///< Empty: nothing is received.
  std::string publish_topic;                      ///< Empty: nothing is sent.
  bool retain = false;                            ///< The broker keeps what is sent.
  std::optional<int> qos;                         ///< Over the agent's; outside 0…2 counts as 0.
  std::vector<value_filter> match_filters;        ///< What `match_predicate` is asked about.
  std::optional<value_predicate> match_predicate; ///< None: every message is taken.
  payload_form payload = payload_form::text;
  std::vector<value_filter> value_filters;
  std::optional<value_converter> converter;
  std::optional<timestamp_settings> timestamp; ///< None: values have the time of receipt.
  std::vector<value_filter> write_value_filters;
  std::optional<value_converter> write_converter;
  std::string write_value; ///< Payload with %VALUE% and %TIME%; blank: the value itself.
  bool update_on_write = false;
  enum on_miss on_miss = on_miss::keep;
  origin at;
  key_origins keys; ///< Of those keys that `origin_of` is asked about.
  bool operator==(const agent_link_settings&) const = default;

  /// Where `key` stands; where the link does, if it is not known.
  const origin& origin_of(std::string_view key) const;
};

/// Which values of an attribute are sent on.
enum class forward_on : uint8_t {
  change, ///< Those that differ from the one sent last; after a start the present one, too.
  always, ///< All.
};

/// What becomes of values that cannot be sent now.
enum class outbox_policy : uint8_t {
  keep_latest, ///< The newest of each attribute waits.
  keep_all,    ///< All wait, in order.
  drop,        ///< None waits for a connection.
};

/// Sends an attribute's values on through another agent. Placeholders are expanded.
struct forward_settings {
  std::string agent;         ///< Id of an agent of the same realm.
  std::string publish_topic; ///< One topic, without wildcards.
  std::optional<int> qos;    ///< Over the agent's; 0 to 2.
  forward_on on = forward_on::change;
  std::optional<milliseconds> min_interval; ///< At most one within; the newest goes at its end.
  std::optional<double> deadband;           ///< Numbers closer to the one sent last are not sent.
  bool retain = false;                      ///< The broker keeps the last one.
  std::string write_value; ///< Payload as in an agent link; %TIME% is the value's own.
  outbox_policy outbox = outbox_policy::keep_latest;
  milliseconds outbox_max_age{3'600'000}; ///< Values that have waited longer are not sent.
  origin at;
  bool operator==(const forward_settings&) const = default;
};

/// What a value must satisfy besides its type. Null always passes.
struct constraint_settings {
  std::optional<double> min; ///< For types of numbers; inclusive.
  std::optional<double> max;
  std::vector<json_text> allowed_values; ///< Empty: any.
  bool operator==(const constraint_settings&) const = default;
};

struct attribute_settings {
  std::string name;
  value_type type = value_type::text;
  std::vector<std::string> units; ///< OpenRemote's unit words, for display.
  std::optional<milliseconds>
      store_data_points; ///< How long data points are kept; none: not stored.
  constraint_settings constraints;
  std::optional<milliseconds> expect_every; ///< Three missed: stale. The asset's merged in.
  std::optional<milliseconds> expire_after; ///< Older: stale. The asset's merged in.
  std::optional<agent_link_settings> agent_link;
  std::vector<forward_settings> forwards; ///< The asset's first, then its own.
  origin at;
  bool operator==(const attribute_settings&) const = default;
};

struct asset_settings {
  std::string id;
  std::string name;                           ///< For people; default: the id.
  std::string type = "Thing";                 ///< OpenRemote asset type, e.g. "ThingAsset".
  std::string parent;                         ///< Asset id; empty: top level.
  std::optional<milliseconds> expect_every;   ///< Of attributes that a link brings values.
  std::optional<milliseconds> expire_after;   ///< The same.
  std::vector<attribute_settings> attributes; ///< In the order of the file.
  origin at;
  origin group; ///< Of the asset_group that makes it; no line: none does.
  bool operator==(const asset_settings&) const = default;
};

struct agent_settings {
  std::string id;
  enum agent_type type = agent_type::mqtt;
  bool disabled = false;
  std::string host;
  uint16_t port = 1883;  ///< Resolved: by mode where the file says nothing.
  std::string client_id; ///< Empty: a random one at each start.
  bool secure_mode = false;
  std::string certificate_alias;
  std::string alpn;
  enum trust trust = trust::own_and_system;
  std::optional<std::string> username;
  std::optional<secret> password;
  bool resume_session = false;
  seconds session_expiry{86400}; ///< MQTT 5 with resume_session.
  int publish_qos = 0;
  int subscribe_qos = 0;
  enum mqtt_version mqtt_version = mqtt_version::v3_1_1;
  bool websocket_mode = false;
  std::string websocket_path;
  std::string websocket_query;
  std::string last_will_topic; ///< Empty: no will.
  std::string last_will_payload;
  bool last_will_retain = false;
  std::vector<std::string> wildcard_subscription_topics;
  bool update_on_write = false; ///< For all links of the agent.
  broker_profile profile = broker_profile::none;
  milliseconds keep_alive{10'000};
  milliseconds connect_timeout{6'000}; ///< TCP, TLS and CONNACK together.
  milliseconds reconnect_min{1'000};
  milliseconds reconnect_max{300'000};
  origin at;
  bool operator==(const agent_settings&) const = default;
};

struct realm_limits {
  uint64_t disk_bytes = uint64_t{1} << 30; ///< state.db with its WAL; oldest data points go first.
  bool operator==(const realm_limits&) const = default;
};

struct realm_settings {
  std::string name;
  realm_limits limits;
  shared_list<agent_settings> agents; ///< Sorted by id.
  shared_list<asset_settings> assets; ///< Sorted by id.
  origin at;
  bool operator==(const realm_settings&) const = default;
};

enum class role : uint8_t { read, write, admin };

struct console_user_settings {
  std::string name;
  std::string password_hash; ///< argon2id, encoded.
  enum role role = role::read;
  std::vector<std::string> realms; ///< Empty: all.
  bool operator==(const console_user_settings&) const = default;
};

struct console_settings {
  std::string listen = "127.0.0.1:8619"; ///< Empty: the socket only.
  std::filesystem::path tls_cert;
  std::filesystem::path tls_key;
  bool insecure_http = false;
  std::vector<console_user_settings> users;
  bool operator==(const console_settings&) const = default;
};

struct vault_settings {
  std::filesystem::path keystore_file; ///< Empty: <storage_dir>/keystores/client_keystore.p12.
  std::filesystem::path truststore_file;
  std::optional<secret> keystore_password;
  std::optional<secret> truststore_password;
  std::optional<secret> key_password;
  bool legacy_pkcs12 = false;
  bool operator==(const vault_settings&) const = default;
};

/// How the process tells others how it fares.
struct health_settings {
  std::string agent;                          ///< "realm/agent"; empty: it publishes nothing.
  std::string topic = "troupe/{host}/health"; ///< {host}: the machine's name.
  milliseconds min_interval{1'000};           ///< Between two of its messages.
  std::string webhook;                        ///< URL; empty: none is posted to.
  std::optional<secret> webhook_token;
  bool operator==(const health_settings&) const = default;
};

/// The whole configuration.
struct settings {
  runtime_settings runtime;
  console_settings console;
  vault_settings vault;
  shared_list<realm_settings> realms; ///< Sorted by name.
  health_settings health;
  bool operator==(const settings&) const = default;
};

} // namespace troupe
