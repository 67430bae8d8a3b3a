#pragma once

#include "actors/link/json_document.hpp"
#include "config/value_predicate.hpp"

#include <caf/expected.hpp>

#include <memory>

namespace troupe {

/// OpenRemote's array predicate. Elements are equal to its value with their
/// type: `1` is neither `1.0` nor `"1"`; objects whatever the order of members.
class array_match {
public:
  /// Fails with `config_invalid` where the value is no JSON.
  static caf::expected<array_match> compile(const array_predicate& x);

  /// `x` is an array.
  bool takes(const json_node& x) const;

private:
  /// The document refers into the settings' text.
  struct wanted {
    array_predicate settings;
    json_document value;
  };

  explicit array_match(std::shared_ptr<const wanted> x) : wanted_{std::move(x)} {}
  bool has_value(const json_node& x, int64_t length) const;

  std::shared_ptr<const wanted> wanted_;
};

} // namespace troupe
