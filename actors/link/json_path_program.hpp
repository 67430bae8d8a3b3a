#pragma once

#include "actors/link/json_document.hpp"
#include "actors/link/json_path_regex.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What a JSONPath is compiled to. Everything here is constant after that, so
/// that threads may share it.
namespace troupe::jsonpath {

struct program;
struct expression;

/// JSON that stands in a path.
struct written_json {
  std::string source; ///< As it stands there.
  std::string text;   ///< What `document` was parsed from.
  json_document document;
};

enum class function : uint8_t {
  avg,
  stddev,
  sum,
  min,
  max,
  concat,
  length,
  append,
  keys,
  first,
  last,
  index,
};

/// An argument: a path, or JSON.
struct argument {
  std::shared_ptr<const program> path;
  std::shared_ptr<const program> children; ///< Of `length`: the path and `.*`.
  std::shared_ptr<const written_json> json;
};

/// One step of a path.
struct token {
  enum class kind : uint8_t {
    names,    ///< .a, ['a'], ['a','b']
    indexes,  ///< [0], [0,1]
    slice,    ///< [1:2]
    wildcard, ///< *
    scan,     ///< ..
    filter,   ///< [?(…)]
    call,     ///< length()
  };
  enum kind kind = kind::names;
  std::vector<std::string> names;
  std::vector<int32_t> indexes;
  std::optional<int32_t> from, to; ///< Of a slice; at least one.
  std::shared_ptr<const expression> filter;
  enum function function = function::avg;
  std::vector<argument> arguments;

  bool definite = false;          ///< Leads to one place at most.
  bool upstream_definite = false; ///< All steps before it do.
};

struct program {
  std::vector<token> tokens;
  bool relative = false; ///< Begins with @.
  bool definite = false; ///< The result is one value, else an array.
  bool scans = false;
  bool computes = false; ///< Ends in a function: the result is a native value.
  size_t tail = 0;       ///< The token Jayway takes for the last.

  bool is_leaf(size_t i) const { return i + 1 == tokens.size(); }
};

enum class relation : uint8_t {
  equal,
  not_equal,
  same,
  not_same,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  matches_regex,
  in,
  not_in,
  contains,
  subset_of,
  any_of,
  none_of,
  size,
  empty,
  exists,
  never, ///< all, type, matches: Jayway's text filters never hold with them.
};

/// One side of a relation.
struct operand {
  enum class kind : uint8_t { path, text, number, boolean, null, json, pattern };
  enum kind kind = kind::null;
  std::string text; ///< The text, the digits, or true and false.
  double number = 0;
  std::shared_ptr<const program> path;
  std::shared_ptr<const written_json> json;
  std::shared_ptr<const regex_tester> pattern;
  bool negated = false; ///< A path behind `!`.
};

/// The condition of a filter.
struct expression {
  enum class kind : uint8_t { either, both, negation, relation, existence };
  enum kind kind = kind::relation;
  std::vector<expression> parts;
  enum relation relation = relation::equal;
  operand left, right; ///< Existence: whether `left` leads somewhere (not, if negated).
};

} // namespace troupe::jsonpath
