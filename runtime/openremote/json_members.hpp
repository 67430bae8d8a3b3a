#pragma once

#include "actors/link/json_document.hpp"

#include <caf/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe {

/// The members of a JSON object, read as one expects them and with Jackson's
/// lenience. A missing one and a null are the same. The first that is of
/// another kind is remembered; the others go on being read.
class json_members {
public:
  explicit json_members(const json_node& x);

  /// Whatever it is; null if it is not there. Where `unasked` is asked,
  /// `name` has outlived this.
  const json_node* find(std::string_view name) const;

  /// Numbers and booleans are texts, too.
  std::optional<std::string> text(std::string_view name);
  /// Also the texts `true` and `false`.
  std::optional<bool> boolean(std::string_view name);
  /// Also as a text.
  std::optional<int64_t> integer(std::string_view name);
  std::optional<double> number(std::string_view name);
  const json_node* list(std::string_view name);
  const json_node* object(std::string_view name);

  /// As the text of one of these words, in any case.
  template <class E>
  E word(
      std::string_view name, const std::vector<std::pair<std::string_view, E>>& words, E fallback) {
    auto found = text(name);
    for (auto& [word, meaning] : words)
      if (found && is_word(*found, word))
        return meaning;
    if (found)
      complain(name, "is an unknown word, " + *found);
    return fallback;
  }

  /// Remembers that `name` "is …".
  void complain(std::string_view name, const std::string& what);
  /// Remembers what went wrong within `name`.
  void complain_within(std::string_view name, const caf::error& why);

  /// A sentence about the first member that nobody has asked for; empty: there is none.
  std::string unasked() const;

  /// `config_invalid` with the member's name, or nothing.
  const caf::error& problem() const { return problem_; }

private:
  static bool is_word(std::string_view x, std::string_view upper);

  const json_node* object_ = nullptr; ///< Null: not an object.
  mutable std::vector<std::string_view> asked_;
  caf::error problem_;
};

} // namespace troupe
