#pragma once

#include "config/tree.hpp"

/// The table that the assets of a group are read from.
namespace troupe::config {

/// The template's keys, the group's over them: those of `agent_link` one by one, and what the
/// group forwards behind what the template does.
table merged(table common, const table& own);

/// How many attributes an asset of these keys has.
size_t count_attributes(const table& keys);

/// Roughly what an asset of the table `x` takes in memory, where up to `longest` bytes take
/// the place of a placeholder. Each of its attributes has its link and forwards.
uint64_t asset_weight(const node& x, uint64_t longest);

} // namespace troupe::config
