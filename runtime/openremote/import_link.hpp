#pragma once

#include "config/settings.hpp"

#include "runtime/openremote/import_note.hpp"

#include <functional>
#include <string>

namespace troupe {

using link_note_taker = std::function<void(enum import_note::kind kind, std::string text)>;

/// Makes `link`, as OpenRemote wrote it, mean the same here: braces in a topic stand for
/// themselves, and what cannot be said is taken out. Tells of what is not as it was.
void carry_over(agent_link_settings& link, const link_note_taker& tell);

} // namespace troupe
