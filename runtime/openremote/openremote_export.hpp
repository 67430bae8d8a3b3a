#pragma once

#include "actors/link/json_document.hpp"
#include "runtime/openremote/import_note.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// An asset as the export has it; agents are assets, too.
struct export_asset {
  std::string id;
  std::string name;
  std::string type;
  std::string realm;
  std::string parent;                            ///< An id; empty: top level.
  std::vector<const json_node*> attributes;      ///< Objects, each under its name.
  std::vector<const json_node*> other_members{}; ///< Of no use here.

  bool is_mqtt_agent() const { return type == "MQTTAgent"; }
  bool is_agent() const { return type.ends_with("Agent"); }
};

/// What an export of OpenRemote's assets holds.
struct openremote_export {
  std::vector<export_asset> assets;
  std::vector<std::string> other_members; ///< Beside the array of assets.
  std::vector<std::string> problems;      ///< If any, the export cannot be used.
};

constexpr size_t export_bytes_max = 64 << 20;

/// Finds the assets in `text`: an array of them, one alone, or an object with such an
/// array. `document` keeps what the nodes point to, as `text` does. An asset that lacks
/// what every asset has, or has the id of another, is a problem; some hundred are told.
openremote_export read_export(std::string_view text, json_document& document);

} // namespace troupe
