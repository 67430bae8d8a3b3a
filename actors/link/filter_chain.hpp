#pragma once

#include "actors/link/bytes_filter.hpp"
#include "actors/link/json_arena.hpp"
#include "actors/link/json_document.hpp"
#include "actors/link/json_path.hpp"
#include "actors/link/math_filter.hpp"
#include "actors/link/regex_filter.hpp"
#include "actors/link/substring_filter.hpp"
#include "actors/link/topic_filter.hpp"
#include "config/settings.hpp"
#include "schemas/value.hpp"

#include <caf/error.hpp>
#include <caf/expected.hpp>

#include <forward_list>
#include <memory>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe {

class link_trace;
class payload_view;

/// A value on its way through a pipeline. Where it comes from decides how it
/// is coerced: nothing at all, raw text, a JSON value that a path found (never
/// null), or a typed value (never `monostate`).
struct step_value {
  std::variant<std::monostate, std::string_view, const json_node*, value> content;
  bool missed = false; ///< The JSON null stands for something that is not there.
};

/// What the filters of one run need to keep alive: the message, where there is
/// one, what was made of the value of an earlier step (JSON that was parsed from its
/// text, or its text), and results.
struct filter_workspace {
  payload_view* message = nullptr;
  std::vector<std::unique_ptr<json_document>> documents{};
  json_arena arena{}; ///< What paths found that no document holds.
  std::forward_list<std::string> forms{};
  link_trace* trace = nullptr; ///< Told of each step, where somebody wants to know.
};

/// Value filters, applied in order.
class filter_chain {
public:
  /// Fails with `config_invalid`, naming the filter by its number.
  static caf::expected<filter_chain>
  compile(std::string_view name, const std::vector<value_filter>& filters, on_miss miss);

  /// Replaces `x` by what the filters find; the first null ends the chain.
  /// With `on_miss::keep` a missing step is a miss, else an error.
  caf::error apply(step_value& x, filter_workspace& space) const;

  bool empty() const { return filters_.empty(); }

  /// The setting it was made from.
  const std::string& name() const { return name_; }
  /// The JSONPath, the regular expression, of this filter; null if it is no such one.
  const json_path* path_of(size_t index) const;
  const regex_step* regex_of(size_t index) const;

private:
  struct json_filter {
    json_path path;
    bool return_first = false;
    bool return_last = false;
  };
  using compiled_filter =
      std::variant<json_filter, regex_step, substring_step, math_step, topic_step, bytes_step>;

  struct compiler;

  caf::error apply(const json_filter& step, step_value& x, filter_workspace& space) const;
  caf::error apply(const auto& step, step_value& x, filter_workspace& space) const {
    return step.apply(x, space);
  }

  std::string name_; ///< The setting, for sentences.
  on_miss miss_ = on_miss::null;
  std::vector<compiled_filter> filters_;
};

} // namespace troupe
