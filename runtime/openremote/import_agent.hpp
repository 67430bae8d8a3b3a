#pragma once

#include "config/sections.hpp"
#include "runtime/openremote/import_note.hpp"
#include "runtime/openremote/openremote_export.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// Tells of something within an asset: its attribute or nothing, and a sentence.
using note_taker =
    std::function<void(enum import_note::kind, std::string_view attribute, std::string text)>;

struct imported_agent {
  agent_settings settings; ///< What `keys` say, but for the password.
  config::table keys;
};

/// An MQTTAgent as a table of the configuration. `credential` is the name by which a
/// password is referred to; the password itself goes nowhere. Nothing where no agent can
/// be made of it.
std::optional<imported_agent>
import_agent(const export_asset& x, const std::string& credential, const note_taker& note);

} // namespace troupe
