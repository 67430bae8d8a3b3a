#pragma once

#include <string>
#include <string_view>

/// What a key of an asset's defaults takes from the attribute that uses it.
namespace troupe::config {

struct link_names {
  std::string_view asset;     ///< Its id.
  std::string_view attribute; ///< Its name.
};

/// What is wrong with the braces of a topic: `{asset}` and `{attribute}` are known,
/// `{{` and `}}` stand for braces. Empty if nothing.
std::string placeholder_problem(std::string_view topic);

/// A topic without such problems, its placeholders replaced.
std::string expand_topic(std::string_view topic, const link_names& names);

/// The text of a payload with `%ASSET%` and `%ATTRIBUTE%` replaced.
std::string expand_payload(std::string_view text, const link_names& names);

} // namespace troupe::config
