#include "actors/link/json_path.hpp"

#include "actors/link/json_path_compiler.hpp"
#include "actors/link/json_path_evaluator.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"
#include "schemas/utf8.hpp"

#include <algorithm>

namespace troupe {
namespace {

using jsonpath::token;
using jsonpath::trouble;

bool is_plain(const jsonpath::program& x) {
  return std::all_of(x.tokens.begin(), x.tokens.end(), [](const token& t) {
    return (t.kind == token::kind::names && t.names.size() == 1)
           || (t.kind == token::kind::indexes && t.indexes.size() == 1);
  });
}

} // namespace

caf::expected<json_path> json_path::compile(std::string_view path) {
  json_path out;
  out.text_ = path;
  out.blank_ = trimmed(path).empty();
  if (out.blank_)
    return out;
  auto refused = [&](const std::string& why) {
    return failure(
        errc::config_invalid, "the JSONPath "
                                  + repaired_utf8(path.substr(0, jsonpath::path_size_max))
                                  + " is wrong" + why);
  };
  if (!valid_utf8(path))
    return refused(": it is no UTF-8");
  if (path.size() > jsonpath::path_size_max)
    return refused(": it has more than " + std::to_string(jsonpath::path_size_max) + " bytes");
  auto rooted = path[0] == '$' || path[0] == '@';
  auto whole = rooted ? out.text_ : "$." + out.text_;
  jsonpath::compilation shared;
  auto program = jsonpath::compile_path(whole, shared);
  if (!program) {
    std::string_view before{whole.data(), static_cast<size_t>(shared.problem_at - whole.data())};
    auto added = rooted ? 0 : std::min<size_t>(2, before.size());
    return refused(
        " at character " + std::to_string(count_characters(before) - added + 1) + ": "
        + shared.problem);
  }
  if (!is_plain(*program)) {
    out.program_ = std::move(program);
    return out;
  }
  for (auto& x : program->tokens)
    if (x.kind == token::kind::names)
      out.steps_.push_back({x.names.front(), 0, false});
    else
      out.steps_.push_back({{}, x.indexes.front(), true});
  return out;
}

json_path::result json_path::find(const json_node& root, json_arena& arena) const {
  if (!program_)
    return find_plain(root);
  jsonpath::evaluator evaluator{with_unique_members(root, arena), arena};
  result out;
  out.computed = program_->computes && program_->definite;
  switch (evaluator.find(*program_, out.node)) {
  case trouble::none: break;
  case trouble::not_found:
  case trouble::invalid: return {outcome::missing_step, nullptr};
  case trouble::failed: return {outcome::failed, nullptr, false, evaluator.why()};
  }
  if (stands_for_nothing(*out.node))
    return {outcome::missing_leaf, nullptr};
  return out;
}

json_path::result json_path::find_plain(const json_node& root) const {
  auto node = &root;
  for (auto& x : steps_) {
    auto right_kind = x.by_index ? json_kind::array : json_kind::object;
    if (!node || node->kind != right_kind)
      return {outcome::missing_step, nullptr};
    node = x.by_index ? node->element(x.index) : node->member(x.name);
  }
  if (!node)
    return {outcome::missing_leaf, nullptr};
  return {outcome::found, node};
}

bool json_path::stands_for_nothing(const json_node& x) {
  return x.kind == json_kind::null && x.text_data == jsonpath::evaluator::missing.text_data;
}

} // namespace troupe
