#pragma once

#include "actors/link/value_mapping.hpp"
#include "config/settings.hpp"
#include "schemas/value.hpp"

#include <caf/error.hpp>
#include <caf/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// One step of a message through a link, in words. Every text is short, whatever came.
struct trace_step {
  std::string name;  ///< The setting, e.g. "value_filters[0]".
  std::string what;  ///< What it says, e.g. "json_path $.oil.temp".
  std::string value; ///< What came out; empty: see `note`.
  std::string note;  ///< What is worth knowing, above all why nothing came out.
};

/// Listens to a pipeline at work on one message of a link. A pipeline works alike
/// with and without one: it is told, and never asked.
class link_trace {
public:
  /// `link` is what the pipeline was compiled from, and must outlive this.
  explicit link_trace(const agent_link_settings& link) : link_{link} {}

  /// The value as a step gets it; followed by what the step made of it.
  void before(const step_value& x) { before_ = x; }
  void filtered(
      const filter_chain& chain, size_t index, const step_value& x, const caf::error& why,
      payload_view* message);
  void asked(const step_value& x, const caf::expected<bool>& answer);
  void converted(const step_value& x, const caf::expected<value_mapping::outcome>& outcome);
  void coerced(const caf::expected<value>& x, value_type type);

  void add(trace_step x) { steps_.push_back(std::move(x)); }
  const std::vector<trace_step>& steps() const { return steps_; }

private:
  std::string converter_note(const caf::expected<value_mapping::outcome>& outcome) const;

  const agent_link_settings& link_;
  step_value before_;
  std::vector<trace_step> steps_;
};

} // namespace troupe
