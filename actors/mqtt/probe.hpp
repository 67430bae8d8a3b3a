#pragma once

#include "actors/mqtt/mqtt_ports.hpp"
#include "schemas/interfaces.hpp"

#include <stop_token>

namespace troupe {

using probe_actor = caf::typed_actor<caf::replies_to<mqtt_probe>::with<probe_report>>;

/// Tries what a client would do, step by step, with a client id of its own, and
/// says why the first step that fails does. Spawn it detached, it blocks; it ends
/// after the answer, at the latest when `stop` is asked for.
probe_actor::behavior_type probe(probe_actor::pointer self, mqtt_ports ports, std::stop_token stop);

} // namespace troupe
