#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What a key of a template, or of an asset's defaults, takes from the thing that uses it.
namespace troupe::config {

/// What a group gives one of its assets: a row of its CSV file.
struct parameters {
  const std::vector<std::string>* names = nullptr; ///< The columns; null: none.
  const std::vector<std::string>* values = nullptr;
  bool any = false; ///< Of a template without group: each name is known and stands for itself.
};

struct link_names {
  std::string_view asset;     ///< Its id.
  std::string_view attribute; ///< Its name; empty where there is none.
  const parameters* row = nullptr;
};

/// What is wrong with the braces of a topic, id or name: `{asset}` (unless it is empty),
/// `{attribute}` (the same) and the columns are known, `{{` and `}}` stand for braces.
/// Empty if nothing.
std::string placeholder_problem(std::string_view text, const link_names& known);

/// A text without such problems, its placeholders replaced. What takes a placeholder's
/// place is not looked at again.
std::string expand_topic(std::string_view topic, const link_names& names);

/// What is wrong with the `%PARAM:column%` of a payload, or with a value that would make a
/// placeholder of its own. Empty if nothing.
std::string payload_problem(std::string_view text, const link_names& names);

/// The text of a payload with `%ASSET%`, `%ATTRIBUTE%` and `%PARAM:column%` replaced.
std::string expand_payload(std::string_view text, const link_names& names);

} // namespace troupe::config
