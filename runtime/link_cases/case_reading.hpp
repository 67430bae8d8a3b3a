#pragma once

#include "actors/link/json_document.hpp"
#include "schemas/value.hpp"

#include <caf/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

/// How cases write things down.
namespace troupe {

/// What a case cannot be read for; `config_invalid`.
caf::error unreadable(std::string why);

/// A text given as `<name>`, as `<name>Parts` (texts and how often each) or as
/// `<name>Hex`; at most 256 MiB of it.
caf::expected<std::string> long_text(const json_node& from, std::string_view name);

/// The attribute type that a case names.
caf::expected<value_type> read_type(const json_node& from, std::string_view member);

/// The value that a case works on, `{"kind": "text" | "json" | "literal" | "null", …}`.
struct case_input {
  enum class kind : uint8_t { text, json, literal, null };
  enum kind kind = kind::null;
  std::string source; ///< The payload, or JSON.
};
caf::expected<case_input> read_input(const json_node& from, std::string_view member);

/// The outcomes that pass: OpenRemote's own, the recommended one where Troupe
/// has mended that quirk, or both where either will do.
std::vector<const json_node*> passing_outcomes(const json_node& test);

/// Whether `x` is the `value` of this outcome: numbers by value, JSON whatever
/// the order of members, special doubles and long numbers as texts.
bool is_value_of(const value& x, const json_node& outcome);

/// `{"outcome":"word"}`, and `value` where there is one; and `why` after it.
std::string outcome_text(std::string_view word, const value* x, std::string_view why = {});

/// At most some hundred bytes of `x`, cut between characters.
std::string shortened(std::string_view x);

} // namespace troupe
