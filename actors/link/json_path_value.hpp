#pragma once

#include "actors/link/json_path_program.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::jsonpath {

/// What stands on one side of a relation: a value found, or one written there.
struct operand_value {
  enum class kind : uint8_t {
    undefined, ///< The path led nowhere.
    null,
    boolean,
    number,
    text,
    json, ///< An array or object.
    path, ///< A text in a list that Jayway takes for a path: equal to nothing.
    pattern,
  };
  enum kind kind = kind::undefined;
  std::string_view text; ///< The text, the digits, true or false, or the JSON as it was written.
  double number = 0;
  bool is_double = false;          ///< Of a number: it prints as a Java double.
  bool is_written = false;         ///< Of JSON: it stands in the path, or in a text.
  const json_node* node = nullptr; ///< Of JSON, if known.
  const regex_tester* pattern = nullptr;

  bool is_array() const { return node && node->kind == json_kind::array; }
};

/// A number as Java's BigDecimal holds it.
std::string decimal_of(const operand_value& number);

/// Exact: below, at or above zero.
int compare_numbers(const operand_value& x, const operand_value& y);

/// By UTF-16 code units, as Java compares.
int compare_texts(std::string_view x, std::string_view y);

} // namespace troupe::jsonpath
