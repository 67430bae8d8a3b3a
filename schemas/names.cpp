#include "schemas/ledger.hpp"
#include "schemas/messages.hpp"

namespace troupe {

std::string_view to_string(inbound x) {
  switch (x) {
  case inbound::received: return "received";
  case inbound::stored: return "stored";
  case inbound::filtered_no_match: return "filtered_no_match";
  case inbound::filtered_ignored: return "filtered_ignored";
  case inbound::filtered_missed: return "filtered_missed";
  case inbound::rejected_coercion: return "rejected_coercion";
  case inbound::rejected_constraint: return "rejected_constraint";
  case inbound::rejected_error: return "rejected_error";
  case inbound::dropped: return "dropped";
  case inbound::at_link: return "at_link";
  case inbound::at_asset: return "at_asset";
  case inbound::at_store: return "at_store";
  case inbound::superseded: return "superseded";
  case inbound::late: return "late";
  case inbound::untimed: return "untimed";
  case inbound::count_: break;
  }
  return "unknown";
}

std::string_view to_string(outbound x) {
  switch (x) {
  case outbound::requested: return "requested";
  case outbound::acknowledged: return "acknowledged";
  case outbound::filtered: return "filtered";
  case outbound::rejected: return "rejected";
  case outbound::dropped: return "dropped";
  case outbound::in_flight: return "in_flight";
  case outbound::superseded: return "superseded";
  case outbound::expired: return "expired";
  case outbound::queued: return "queued";
  case outbound::count_: break;
  }
  return "unknown";
}

std::string_view to_string(quality x) {
  switch (x) {
  case quality::good: return "good";
  case quality::clock_suspect: return "clock_suspect";
  case quality::stale: return "stale";
  }
  return "unknown";
}

std::string_view to_string(write_state x) {
  switch (x) {
  case write_state::stored: return "stored";
  case write_state::sent: return "sent";
  case write_state::acknowledged: return "acknowledged";
  case write_state::filtered: return "filtered";
  }
  return "unknown";
}

std::string_view to_string(connection_status x) {
  switch (x) {
  case connection_status::disconnected: return "DISCONNECTED";
  case connection_status::connecting: return "CONNECTING";
  case connection_status::disconnecting: return "DISCONNECTING";
  case connection_status::connected: return "CONNECTED";
  case connection_status::disabled: return "DISABLED";
  case connection_status::waiting: return "WAITING";
  case connection_status::error: return "ERROR";
  case connection_status::stopped: return "STOPPED";
  }
  return "UNKNOWN";
}

} // namespace troupe
