#pragma once

#include "actors/link/json_document.hpp"
#include "config/settings.hpp"
#include "schemas/value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The case files: JSON arrays of objects with `id`, inputs and `expect`. A
/// case the runtime cannot do yet is told from the case alone, never by asking
/// the code under test.
namespace troupe::vectors {

/// A case file that was read; throws what cannot be.
class case_file {
public:
  /// A file below tests/vectors/.
  explicit case_file(std::string_view name);

  const json_node* begin() const { return document_.root().begin(); }
  const json_node* end() const { return document_.root().end(); }

private:
  std::string text_;
  json_document document_;
};

/// The cases of a file, for a range-based loop.
std::vector<const json_node*> cases(const case_file& file);

/// A member's text; empty if there is none.
std::string text(const json_node& from, std::string_view name);

/// A text given as `<name>`, as `<name>Parts` (texts and how often) or as
/// `<name>Hex`; nothing if it is not there.
std::optional<std::string> long_text(const json_node& from, std::string_view name);

/// The type of this case, if the runtime has it already.
std::optional<value_type> type_of(const json_node& test, std::string_view member);

/// The link of a case, which has OpenRemote's names; nothing where it uses
/// what the runtime does not do yet: other filters, message matches, other
/// paths than plain ones.
std::optional<agent_link_settings> link_of(const json_node& link);

/// The outcomes that pass: OpenRemote's own, the recommended one where the
/// quirk is to be mended, and both where either will do.
std::vector<const json_node*> passing(const json_node& test);

/// Whether `x` is the value of this outcome, compared as the cases demand.
bool same_value(const value& x, const json_node& outcome);

} // namespace troupe::vectors
