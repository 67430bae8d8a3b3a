#pragma once

#include "actors/link/json_document.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// A compiled JSONPath. Plain paths are understood: `$.a.b`, `$['a b'][0]`,
/// `$[-1]`, all of it without `$` too. Source: Jayway JsonPath 2.10 with the
/// option that a missing leaf is null.
class json_path {
public:
  /// Fails with `config_invalid`: a broken path, or a form not supported.
  static caf::expected<json_path> compile(std::string_view path);

  enum class outcome : uint8_t {
    found,
    missing_leaf, ///< The last step names something that is not there.
    missing_step, ///< An earlier step does, or a step meets the wrong kind.
  };
  struct result {
    enum outcome outcome = outcome::found;
    const json_node* node = nullptr; ///< Where found.
  };

  result find(const json_node& root) const;

  /// A blank path finds nothing, whatever the text.
  bool blank() const { return blank_; }
  const std::string& text() const { return text_; }

private:
  struct step {
    std::string name;
    int64_t index = 0;
    bool by_index = false;
  };

  std::string text_;
  bool blank_ = false;
  std::vector<step> steps_;

  friend class json_path_compiler;
};

} // namespace troupe
