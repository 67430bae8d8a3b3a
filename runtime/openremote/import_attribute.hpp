#pragma once

#include "runtime/openremote/import_agent.hpp"

namespace troupe {

/// An attribute as tables of the configuration.
struct imported_attribute {
  std::string name;
  config::table keys;                ///< Without the link.
  std::optional<config::table> link; ///< Nothing of it from the asset's defaults.
};

/// What an attribute's agent link needs to know: the id here of an agent of the same
/// realm by its id there; or why it has none, as a sentence without a subject.
using agent_finder = std::function<caf::expected<std::string>(const std::string& id)>;

/// Nothing where no attribute can be made of `x`.
std::optional<imported_attribute>
import_attribute(const json_node& x, const agent_finder& agent_of, const note_taker& note);

/// The keys of a link, the shortest way; `json_path` where one plain path is all.
config::wording write_link(const agent_link_settings& x);

/// Tells of the meta items that have no equivalent here.
void note_meta(const json_node& attribute, std::string_view name, const note_taker& note);

} // namespace troupe
