#pragma once

#include "actors/link/json_document.hpp"
#include "actors/link/pipeline.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <functional>
#include <string>

/// One function for each kind of case: it runs the case through the code that
/// the runtime uses. A case that cannot be read fails with a sentence.
namespace troupe {

/// What came of a case.
struct observed {
  std::string text; ///< As the cases write outcomes, for people.
  std::function<bool(const json_node& outcome)> agrees;
};

/// Messages through a link. `now_ms` is when they come if the case does not say.
caf::expected<observed> run_inbound_case(const json_node& test, int64_t now_ms);
/// A write through a link.
caf::expected<observed> run_outbound_case(const json_node& test);
/// A value to a type.
caf::expected<observed> run_coercion_case(const json_node& test);
/// Whether a value may be stored in an attribute of a type.
caf::expected<observed> run_constraint_case(const json_node& test);
caf::expected<observed> run_predicate_case(const json_node& test, int64_t now_ms);
/// Topics: `kind` says which of five questions is asked.
caf::expected<observed> run_topic_case(const json_node& test);

/// What the cases call the end of a message, and whether it is that of `outcome`.
std::string text_of(const inbound_result& x);
bool agrees(const inbound_result& got, const json_node& outcome);

/// Whether `outcome` has a member of this text.
bool says(const json_node& outcome, std::string_view member, std::string_view text);
/// Whether `outcome` has a member that is this boolean.
bool says(const json_node& outcome, std::string_view member, bool x);

} // namespace troupe
