#pragma once

#include <string>

/// What the sections' descriptions say, for people and for editors.
namespace troupe {

/// The reference of every key, as Markdown.
std::string reference_page();

/// A JSON Schema (draft 07) of the configuration, for editors of TOML.
std::string json_schema();

} // namespace troupe
