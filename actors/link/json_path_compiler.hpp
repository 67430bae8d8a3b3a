#pragma once

#include "actors/link/json_path_program.hpp"
#include "actors/link/json_path_text.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace troupe::jsonpath {

/// Bounds of what an operator may write.
constexpr size_t path_size_max = 4096;
constexpr int nesting_max = 32; ///< Filters, parentheses and arguments in one another.

/// What the compilers of one path have in common: how deep they are in it, and
/// the first problem.
struct compilation {
  int depth = 0;
  const char* problem_at = nullptr;
  std::string problem;

  /// Always false.
  bool fail(const char* at, std::string what) {
    if (problem.empty()) {
      problem_at = at;
      problem = std::move(what);
    }
    return false;
  }
};

/// Goes one level down for as long as it lives.
class level {
public:
  explicit level(compilation& shared) : shared_{shared} { ++shared.depth; }
  ~level() { --shared_.depth; }
  level(const level&) = delete;
  level& operator=(const level&) = delete;
  bool too_deep() const { return shared_.depth > nesting_max; }

private:
  compilation& shared_;
};

/// Compiles a path that begins with `$` or `@`. Null: see `shared`.
std::shared_ptr<const program> compile_path(std::string_view path, compilation& shared);

/// Compiles `[?(…)]`. Null: see `shared`.
std::shared_ptr<const expression> compile_filter(std::string_view filter, compilation& shared);

/// Reads `name(…)` at `at`, which stands on the bracket, and stops on the
/// closing one if there are no arguments, else behind it. False: see `shared`.
bool read_call(cursor& at, std::string_view name, compilation& shared, token& out);

/// `[1,2]` or `[1:2]` without the brackets. False: see `shared`.
bool read_indexes(std::string_view inner, compilation& shared, token& out);

} // namespace troupe::jsonpath
