#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/atom.hpp>
#include <caf/type_id.hpp>

#include <vector>

/// The index of the whole conversation: a type missing here is not a message.
/// Nothing leaves the process, so no message needs a wire format ("unsafe" is
/// CAF's word for such types).

namespace troupe {

// Of the configuration, which this room does not know: handed on, never looked into.
struct agent_settings;
struct realm_settings;
struct settings;

struct agent_flow;
struct agent_change;
struct agent_view;
struct agent_wiring;
struct api_request;
struct asset_wiring;
struct attribute_event;
struct attribute_query;
struct attribute_view;
struct client_options;
struct data_point;
struct delivery_batch;
struct freshness_report;
struct forward_batch;
struct handshake_report;
struct history_query;
struct identity;
struct identity_query;
struct leftover;
struct link_heir;
struct link_route;
struct link_wiring;
struct link_write;
struct listener_handle;
struct mqtt_closed;
struct mqtt_connect;
struct mqtt_connected;
struct mqtt_disconnect;
struct mqtt_handle;
struct mqtt_handshake;
struct mqtt_probe;
struct mqtt_publish;
struct mqtt_published;
struct mqtt_suback;
struct mqtt_subscribe;
struct mqtt_unsubscribe;
struct open_asset;
struct open_client;
struct probe_report;
struct publish_request;
struct realm_reload;
struct purge_request;
struct realm_handle;
struct realm_vault_handle;
struct reload_report;
struct reload_request;
struct session_query;
struct session_record;
struct silence_view;
struct store_limits;
struct state_batch;
struct store_view;
struct stored_attribute;
struct topic_request;
struct update_batch;
struct vault_changed;
struct vault_view;
struct write_request;
struct write_result;

} // namespace troupe

#define TROUPE_MESSAGE(type_name)                                                                  \
  CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::type_name)                                                 \
  CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<troupe::type_name>)

TROUPE_MESSAGE(agent_flow)
TROUPE_MESSAGE(agent_change)
TROUPE_MESSAGE(agent_view)
TROUPE_MESSAGE(agent_wiring)
TROUPE_MESSAGE(api_request)
TROUPE_MESSAGE(asset_wiring)
TROUPE_MESSAGE(attribute_event)
TROUPE_MESSAGE(attribute_query)
TROUPE_MESSAGE(attribute_view)
TROUPE_MESSAGE(client_options)
TROUPE_MESSAGE(data_point)
TROUPE_MESSAGE(delivery_batch)
TROUPE_MESSAGE(freshness_report)
TROUPE_MESSAGE(forward_batch)
TROUPE_MESSAGE(handshake_report)
TROUPE_MESSAGE(history_query)
TROUPE_MESSAGE(identity)
TROUPE_MESSAGE(identity_query)
TROUPE_MESSAGE(leftover)
TROUPE_MESSAGE(link_heir)
TROUPE_MESSAGE(link_route)
TROUPE_MESSAGE(link_wiring)
TROUPE_MESSAGE(link_write)
TROUPE_MESSAGE(listener_handle)
TROUPE_MESSAGE(mqtt_closed)
TROUPE_MESSAGE(mqtt_connect)
TROUPE_MESSAGE(mqtt_connected)
TROUPE_MESSAGE(mqtt_disconnect)
TROUPE_MESSAGE(mqtt_handle)
TROUPE_MESSAGE(mqtt_handshake)
TROUPE_MESSAGE(mqtt_probe)
TROUPE_MESSAGE(mqtt_publish)
TROUPE_MESSAGE(mqtt_published)
TROUPE_MESSAGE(mqtt_suback)
TROUPE_MESSAGE(mqtt_subscribe)
TROUPE_MESSAGE(mqtt_unsubscribe)
TROUPE_MESSAGE(open_asset)
TROUPE_MESSAGE(open_client)
TROUPE_MESSAGE(probe_report)
TROUPE_MESSAGE(publish_request)
TROUPE_MESSAGE(realm_reload)
TROUPE_MESSAGE(purge_request)
TROUPE_MESSAGE(realm_handle)
TROUPE_MESSAGE(realm_vault_handle)
TROUPE_MESSAGE(reload_report)
TROUPE_MESSAGE(reload_request)
TROUPE_MESSAGE(session_query)
TROUPE_MESSAGE(session_record)
TROUPE_MESSAGE(silence_view)
TROUPE_MESSAGE(store_limits)
TROUPE_MESSAGE(state_batch)
TROUPE_MESSAGE(store_view)
TROUPE_MESSAGE(stored_attribute)
TROUPE_MESSAGE(topic_request)
TROUPE_MESSAGE(update_batch)
TROUPE_MESSAGE(vault_changed)
TROUPE_MESSAGE(vault_view)
TROUPE_MESSAGE(write_request)
TROUPE_MESSAGE(write_result)

namespace troupe {

using drain_atom = caf::atom_constant<caf::atom("drain")>;     // the inbox holds messages
using flush_atom = caf::atom_constant<caf::atom("flush")>;     // commit what is pending
using view_atom = caf::atom_constant<caf::atom("view")>;       // show yourself
using retry_atom = caf::atom_constant<caf::atom("retry")>;     // a delay is over
using restart_atom = caf::atom_constant<caf::atom("restart")>; // spawn it again
using attach_atom = caf::atom_constant<caf::atom("attach")>;   // here is whom you need
using stop_atom = caf::atom_constant<caf::atom("stop")>;       // end in order
using watch_atom = caf::atom_constant<caf::atom("watch")>;     // tell me what changes
using unwatch_atom = caf::atom_constant<caf::atom("unwatch")>; // no more
using probe_atom = caf::atom_constant<caf::atom("probe")>;     // try the connection
using close_atom = caf::atom_constant<caf::atom("close")>;     // give it up
using store_atom = caf::atom_constant<caf::atom("store")>;     // the store's own state
using silence_atom = caf::atom_constant<caf::atom("silence")>; // who gets no values
using reload_atom = caf::atom_constant<caf::atom("reload")>;   // another configuration
using pulse_atom = caf::atom_constant<caf::atom("pulse")>;     // are you at work
using find_atom = caf::atom_constant<caf::atom("find")>;       // who is that

} // namespace troupe
