#pragma once

#include "config/settings.hpp"

#include <functional>
#include <string>

namespace troupe {

/// Makes `link`, as OpenRemote wrote it, mean the same here: braces in a topic stand for
/// themselves, and what cannot be said is taken out, with a word to `tell`.
void carry_over(agent_link_settings& link, const std::function<void(std::string)>& tell);

} // namespace troupe
