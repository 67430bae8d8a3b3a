#pragma once

#include "actors/mqtt/mqtt_client.hpp"

namespace troupe {

/// A client by Eclipse Paho's MQTTAsync, the only caller of it. Any thread may
/// make one. Paho's callbacks share one thread and one mutex among all clients.
///
/// Outgoing messages must stay below what the broker takes in flight: at that
/// limit Paho 1.3.12 falls asleep over MQTT 5.
std::unique_ptr<mqtt_client> make_paho_client(
    const client_options& options, std::shared_ptr<message_sink> sink, news_receiver receiver);

} // namespace troupe
