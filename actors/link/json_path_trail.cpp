#include "actors/link/json_path.hpp"

#include "actors/link/json_path_program.hpp"
#include "schemas/ascii.hpp"

#include <algorithm>

namespace troupe {
namespace {

bool is_simple(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return c == '_' || is_letter_or_digit(c) || c >= 0x80;
  });
}

void add_names(std::vector<std::string>& out, const jsonpath::program& x);

void add_names(std::vector<std::string>& out, const jsonpath::expression& x) {
  for (auto& part : x.parts)
    add_names(out, part);
  for (auto side : {&x.left, &x.right})
    if (side->path)
      add_names(out, *side->path);
}

void add_names(std::vector<std::string>& out, const jsonpath::program& x) {
  for (auto& t : x.tokens) {
    out.insert(out.end(), t.names.begin(), t.names.end());
    if (t.filter)
      add_names(out, *t.filter);
  }
}

} // namespace

std::string member_place(const std::string& place, std::string_view name) {
  if (is_simple(name))
    return place + "." + std::string{name};
  return (place + "['").append(name).append("']");
}

std::string element_place(const std::string& place, int64_t index) {
  return place + "[" + std::to_string(index) + "]";
}

json_path::trail json_path::follow(const json_node& root) const {
  using jsonpath::token;
  auto steps = steps_;
  auto complete = true;
  for (size_t i = 0; program_ && i < program_->tokens.size() && complete; ++i) {
    auto& t = program_->tokens[i];
    if (t.kind == token::kind::names && t.names.size() == 1)
      steps.push_back({t.names.front(), 0, false});
    else if (t.kind == token::kind::indexes && t.indexes.size() == 1)
      steps.push_back({{}, t.indexes.front(), true});
    else
      complete = false;
  }
  trail out{&root, "$", {}, {}, complete};
  for (auto& x : steps) {
    auto right_kind = x.by_index ? json_kind::array : json_kind::object;
    auto next = out.last->kind != right_kind ? nullptr
                : x.by_index                 ? out.last->element(x.index)
                                             : out.last->member(x.name);
    if (!next) {
      out.complete = false;
      if (x.by_index)
        out.index = x.index;
      else
        out.name = x.name;
      return out;
    }
    out.last = next;
    out.place = x.by_index ? element_place(out.place, x.index) : member_place(out.place, x.name);
  }
  return out;
}

std::vector<std::string> json_path::names() const {
  std::vector<std::string> out;
  for (auto& x : steps_)
    if (!x.by_index)
      out.push_back(x.name);
  if (program_)
    add_names(out, *program_);
  return out;
}

bool json_path::gives_list() const { return program_ && !program_->definite; }

} // namespace troupe
