#pragma once

#include "actors/link/json_arena.hpp"
#include "actors/link/json_path_program.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::jsonpath {

/// Why an evaluation stopped. The first two are what a filter takes for "no".
enum class trouble : uint8_t {
  none,
  not_found, ///< A step is missing or of the wrong kind.
  invalid,   ///< A condition makes no sense for a value.
  failed,    ///< A function cannot work on what it got; see `why`.
};

struct operand_value;

/// One evaluation of a path on a document, with Jayway's rules and the option
/// that a missing leaf is null. All work is counted, and ends with `failed`
/// beyond a bound; recursion is bounded by the length of the path.
class evaluator {
public:
  evaluator(const json_node& root, json_arena& arena) : root_{&root}, arena_{arena} {}

  /// What `path` finds: one value, or an array that lives in the arena.
  trouble find(const program& path, const json_node*& out) {
    return find(path, root_, root_, false, out);
  }

  std::string_view why() const { return why_; }

  /// What stands for something that is not there.
  static const json_node missing;

private:
  /// One path on its way through a document.
  struct walk {
    const program& path;
    const json_node* document; ///< What `$` means to arguments of functions.
    bool strict;               ///< A missing member is an error: existence checks.
    const json_node* last = nullptr;
    size_t count = 0;
    std::vector<json_node> all{};    ///< The results, where there may be several.
    std::vector<int64_t> upstream{}; ///< By token: the element of a scanned array it stands on.
  };

  trouble find(
      const program& path, const json_node* document, const json_node* from, bool strict,
      const json_node*& out);
  trouble step(walk& w, size_t i, const json_node* x);
  trouble next(walk& w, size_t i, const json_node* x);
  trouble add(walk& w, const json_node* x);

  trouble names(walk& w, size_t i, const json_node* x);
  trouble member(walk& w, size_t i, const json_node* found);
  trouble merge(walk& w, const token& t, const json_node& x);
  trouble element(walk& w, size_t i, const json_node* found);
  trouble indexes(walk& w, size_t i, const json_node* x);
  trouble slice(walk& w, size_t i, const json_node* x);
  trouble wildcard(walk& w, size_t i, const json_node* x);
  trouble scan(walk& w, size_t i, const json_node* x);
  trouble scan_matches(walk& w, size_t i, const json_node& x, bool& out);
  trouble filter(walk& w, size_t i, const json_node* x);

  // json_path_condition.cpp
  trouble accepts(const expression& condition, const json_node* item, bool& out);
  trouble test(const expression& condition, const json_node* item, bool& out);
  trouble test_relation(const expression& condition, const json_node* item, bool& out);
  trouble exists(const operand& path, const json_node* item, bool& out);
  trouble value_of(const operand& x, const json_node* item, operand_value& out);
  trouble value_of(const json_node& x, operand_value& out);
  trouble element_values(const operand_value& list, std::vector<operand_value>& out);
  trouble element_value(const json_node& x, operand_value& out);
  trouble text_value(std::string_view text, operand_value& out);
  trouble relate(relation how, const operand_value& x, const operand_value& y, bool& out);
  trouble equal(const operand_value& x, const operand_value& y, bool& out);
  trouble matches(const operand_value& pattern, const operand_value& x, bool& out);
  trouble relate_lists(relation how, const operand_value& x, const operand_value& y, bool& out);

  // json_path_function.cpp
  trouble call(walk& w, size_t i, const json_node* x);
  trouble apply(
      walk& w, const token& t, const json_node* x, const std::vector<const json_node*>& arguments,
      const json_node*& out);
  trouble aggregate(
      const token& t, const json_node* x, const std::vector<const json_node*>& arguments,
      const json_node*& out);
  trouble concatenate(
      const token& t, const json_node* x, const std::vector<const json_node*>& arguments,
      const json_node*& out);
  trouble length(const token& t, const json_node* x, bool strict, const json_node*& out);
  trouble
  append(const json_node* x, const std::vector<const json_node*>& arguments, const json_node*& out);
  trouble pick(
      const token& t, const json_node* x, const std::vector<const json_node*>& arguments,
      const json_node*& out);
  trouble keys(const json_node* x, const json_node*& out);

  /// Counts `steps` of work; the members of a container, one by one, too.
  bool spend(size_t steps);
  trouble fail(std::string_view why) {
    why_ = why;
    return trouble::failed;
  }
  trouble spent();
  const json_node* find_member(const json_node& object, std::string_view name);
  int64_t size_of(const json_node& container);
  const json_node* node(json_kind kind, std::string text);

  const json_node* root_;
  json_arena& arena_;
  std::string_view why_;
  size_t steps_ = 0;
  size_t copied_ = 0;
  /// What `$` paths in filters found: they are evaluated once.
  std::vector<std::pair<const program*, std::pair<trouble, const json_node*>>> known_;
};

} // namespace troupe::jsonpath
