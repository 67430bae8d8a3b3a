#include "config/tree.hpp"

#include "config/spelling.hpp"

namespace troupe::config {

const entry* find(const table& x, std::string_view key) {
  for (auto& e : x)
    if (e.key == key)
      return &e;
  return nullptr;
}

std::string describe(const node& x) {
  struct describer {
    std::string operator()(bool b) const { return b ? "the boolean true" : "the boolean false"; }
    std::string operator()(int64_t i) const { return "the integer " + std::to_string(i); }
    std::string operator()(double d) const { return "the number " + to_java_text(d); }
    std::string operator()(const std::string& s) const { return "the text " + in_quotes(s); }
    std::string operator()(date) const { return "a date or time"; }
    std::string operator()(const array&) const { return "an array"; }
    std::string operator()(const table&) const { return "a table"; }
  };
  return std::visit(describer{}, x.content);
}

} // namespace troupe::config
