#pragma once

#include "actors/mqtt/letter_box.hpp"
#include "actors/mqtt/mqtt_ports.hpp"
#include "schemas/interfaces.hpp"

#include <caf/typed_actor.hpp>

#include <stop_token>

namespace troupe {

/// How far TLS and the WebSocket came.
struct layers_report {
  std::vector<probe_step> steps; ///< Of "tls" and "websocket" those the options ask for.
  tls_facts server;
  refusal refused = refusal::none;
};

/// Tries them on a fresh connection. Never sends CONNECT. Blocks until `limit`.
layers_report try_layers(
    tcp_socket socket, const client_options& x, const tls_material* material,
    const patience& limit);

using handshake_actor = caf::typed_actor<caf::replies_to<mqtt_handshake>::with<handshake_report>>;

/// Dials and tries the layers, by the end of `connect_timeout` or when `stop` is
/// asked for. Spawn it detached, it blocks; it ends after the answer.
handshake_actor::behavior_type
handshake(handshake_actor::pointer self, std::shared_ptr<dialler> network, std::stop_token stop);

} // namespace troupe
