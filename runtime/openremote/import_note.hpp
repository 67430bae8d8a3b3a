#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Something that an import did not carry over as it was.
struct import_note {
  enum class kind {
    left_out, ///< It is not in the TOML.
    changed,  ///< It is there, but not as it was.
    to_do,    ///< It is there once somebody has done what the text says.
  };
  enum kind kind = kind::left_out;
  std::string realm;     ///< As OpenRemote calls it; empty: not of one realm.
  std::string asset;     ///< Its name; empty: not of one asset.
  std::string id;        ///< The asset's, in OpenRemote.
  std::string attribute; ///< Empty: the asset itself.
  std::string text;      ///< What, and why. Never a value: it may be a secret.
};

/// A name within a sentence: as it is where that reads well, else in quotes and cut.
std::string shown_name(std::string_view name);

/// `realm hall, asset "Press 9", attribute oilTemp: …`
std::string to_string(const import_note& x);

/// `[{"kind","realm","asset","id","attribute","text"}]`, empty members left out.
std::string notes_json(const std::vector<import_note>& notes);

} // namespace troupe
