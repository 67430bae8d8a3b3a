#pragma once

#include "actors/link/filter_chain.hpp"
#include "config/settings.hpp"
#include "schemas/value.hpp"

#include <caf/error.hpp>
#include <caf/expected.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// A value converter: the value's text in upper case is looked up, the entry
/// replaces the value. Source: OpenRemote's ProtocolUtil.applyValueConverter.
class value_mapping {
public:
  /// Which way the value goes: they differ in how null is negated.
  enum class direction : uint8_t { inbound, outbound };

  /// Fails with `config_invalid` where an entry's value is no JSON.
  static caf::expected<value_mapping>
  compile(const value_converter& entries, value_type type, direction way);

  enum class outcome : uint8_t { keep, drop };

  /// Replaces `x`, or says that the message is to be dropped. Fails where a
  /// null is negated on its way out.
  caf::expected<outcome> apply(step_value& x) const;

  /// The key that is looked up for `x`; of a long text the begin.
  static std::string key_of(const step_value& x);

private:
  enum class effect : uint8_t { literal, drop, null, negate };
  struct entry {
    std::string key;
    enum effect effect = effect::literal;
    value content;
  };

  const entry* find(std::string_view key) const;
  const entry* find(const step_value& x) const;
  caf::expected<outcome> apply(const entry& e, step_value& x) const;
  caf::expected<outcome> negate(const entry& e, step_value& x) const;

  value_type type_ = value_type::text;
  direction way_ = direction::inbound;
  std::vector<entry> entries_; ///< Sorted by key.
  size_t longest_key_ = 0;
  std::optional<entry> other_; ///< The entry `*`.
};

} // namespace troupe
