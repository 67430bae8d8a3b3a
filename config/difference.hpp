#pragma once

#include "config/settings.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What differs between the configuration in force and another one.
namespace troupe {

enum class difference : uint8_t {
  added,
  removed,
  changed,
  reconnects, ///< An agent: by another connection only.
  relinked,   ///< An asset: not itself, but an agent that its links go by.
};

struct agent_difference {
  std::string id;
  enum difference what = difference::changed;
  std::vector<std::string_view> keys = {}; ///< That changed, as they are called in the file.
};

struct asset_difference {
  std::string id;
  enum difference what = difference::changed;
  std::vector<std::string> added = {}; ///< Attributes.
  std::vector<std::string> removed = {};
  std::vector<std::string> changed = {};
};

struct realm_difference {
  std::string name;
  enum difference what = difference::changed;
  bool limits = false;
  std::vector<agent_difference> agents = {};
  std::vector<asset_difference> assets = {};
};

struct settings_difference {
  std::vector<realm_difference> realms;
  std::vector<std::string> at_once;       ///< Keys outside of realms that take effect now.
  std::vector<std::string> at_next_start; ///< … and those that need a restart of the runtime.

  bool empty() const { return realms.empty() && at_once.empty() && at_next_start.empty(); }
};

/// All that differs within a realm that is in both.
realm_difference compare(const realm_settings& running, const realm_settings& wanted);

/// What takes effect at a start only is compared with what the runtime was `started` with.
settings_difference
compare(const settings& running, const settings& wanted, const settings& started);

/// Puts into `wanted` what is in `running` and equal, so that it is in memory once.
void share_equals(settings& wanted, const settings& running);

} // namespace troupe
