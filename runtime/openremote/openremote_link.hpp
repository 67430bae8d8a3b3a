#pragma once

#include "actors/link/json_document.hpp"
#include "config/settings.hpp"

#include <caf/expected.hpp>

/// Agent links as OpenRemote's JSON has them. Unknown members are ignored, as
/// OpenRemote ignores them; what it could not read fails with `config_invalid`
/// and a sentence that names the member.
namespace troupe {

/// An agent link. Beyond OpenRemote's members there is `onMiss`, "keep" or
/// "null"; as in OpenRemote, it is "null" where nothing is said.
caf::expected<agent_link_settings> read_openremote_link(const json_node& x);

/// A sentence about the first member that is none of a link's, so that a misspelt one is
/// not missed; empty: there is none.
std::string passed_over(const json_node& link);

/// A value filter, by its `type`.
caf::expected<value_filter> read_openremote_filter(const json_node& x);

/// A value predicate, by its `predicateType`. A date that cannot be read is no
/// mistake here: it matches nothing.
caf::expected<value_predicate> read_openremote_predicate(const json_node& x);

} // namespace troupe
