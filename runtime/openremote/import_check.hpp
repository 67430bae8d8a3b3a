#pragma once

#include "config/sections.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace troupe {

/// What `troupe check` would say about a key of a table.
struct key_complaint {
  std::string key; ///< Of the table itself, wherever below it the mistake is.
  std::string text;
};

/// The errors among what `r` has gathered.
std::vector<key_complaint> complaints(const config::reader& r);

/// Reads `keys` as the configuration's reader will, and takes out every key that it
/// complains about, telling each to `tell`. What it reads then; nothing where something
/// is missing.
template <class T>
std::optional<T> take_out_wrong(
    const config::section<T>& section, config::table& keys, const T& start,
    const std::function<void(const key_complaint&)>& tell) {
  environment env;
  env.check_only = true;
  for (;;) {
    config::reader r{env};
    auto into = start;
    section.read(r, {{}, {}, {{}, keys}}, into);
    auto wrong = complaints(r);
    if (wrong.empty())
      return into;
    auto before = keys.size();
    for (auto& x : wrong)
      if (std::erase_if(keys, [&](auto& y) { return y.key == x.key; }) > 0)
        tell(x);
    if (keys.size() == before) {
      tell(wrong.front());
      return std::nullopt;
    }
  }
}

} // namespace troupe
