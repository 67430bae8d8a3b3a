#pragma once

#include "actors/link/json_arena.hpp"
#include "actors/link/json_document.hpp"
#include "schemas/value.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

namespace jsonpath {
struct program;
}

/// A compiled JSONPath, with the syntax and the semantics of Jayway JsonPath
/// 2.10 on Jackson's trees and the option that a missing leaf is null. Where
/// Jayway is odd, so is this. Any thread may use it.
class json_path {
public:
  /// Fails with `config_invalid`, saying what is wrong at which character.
  static caf::expected<json_path> compile(std::string_view path);

  enum class outcome : uint8_t {
    found,
    missing_leaf, ///< The last step names something that is not there.
    missing_step, ///< An earlier step does, or a step meets the wrong kind.
    failed,       ///< A function cannot work, or the work is beyond its bound.
  };
  struct result {
    enum outcome outcome = outcome::found;
    const json_node* node = nullptr; ///< Where found: in the document, the path or the arena.
    bool computed = false;           ///< By a function: the value is a native one.
    std::string_view why{};          ///< Where failed.
  };

  /// What the path finds in a document. Paths to one place allocate nothing.
  result find(const json_node& root, json_arena& arena) const;

  /// Whether `x`, in an array of results, stands for something not there.
  static bool stands_for_nothing(const json_node& x);

  /// A blank path finds nothing, whatever the text.
  bool blank() const { return blank_; }
  const std::string& text() const { return text_; }

private:
  /// A step to one place.
  struct plain_step {
    std::string name;
    int64_t index = 0;
    bool by_index = false;
  };

  result find_plain(const json_node& root) const;

  std::string text_;
  bool blank_ = false;
  std::vector<plain_step> steps_;                    ///< Used where there is no program.
  std::shared_ptr<const jsonpath::program> program_; ///< All but plain paths.
};

} // namespace troupe
