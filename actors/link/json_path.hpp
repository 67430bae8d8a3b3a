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

  /// How far the path leads in a document along its steps to one place, for
  /// whoever must say why it finds nothing.
  struct trail {
    const json_node* last = nullptr; ///< The last place that is there.
    std::string place;               ///< How it is written: "$.oil".
    std::optional<std::string> name; ///< The member that it lacks,
    std::optional<int64_t> index;    ///< or the element.
    bool complete = false;           ///< It led to the end of the path.
  };
  trail follow(const json_node& root) const;

  /// Whether it may lead to several places, and so gives an array of them.
  bool gives_list() const;

  /// The names of all members it asks for, those in its conditions too.
  std::vector<std::string> names() const;

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

/// A member, or an element, of what stands at `place`, as a path writes it.
std::string member_place(const std::string& place, std::string_view name);
std::string element_place(const std::string& place, int64_t index);

} // namespace troupe
