#include "config/toml.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <stdexcept>

// The only translation unit that knows toml++.
namespace troupe::config {
namespace {

constexpr int deepest = 64;           // levels of tables and arrays
constexpr ptrdiff_t most_dots = 1000; // in a line: toml++ has no bound for dotted keys

struct too_deep {
  origin at;
};

class importer {
public:
  explicit importer(std::shared_ptr<const std::string> name) : name_{std::move(name)} {}

  origin place(const toml::source_region& x) const { return {name_, x.begin.line, x.begin.column}; }

  node import(const toml::node& x, int depth) const {
    node out{place(x.source()), false};
    if (depth > deepest)
      throw too_deep{out.at};
    x.visit([&](const auto& content) { out.content = convert(content, depth); });
    return out;
  }

private:
  using content = decltype(node::content);

  content convert(const toml::table& x, int depth) const {
    table out;
    out.reserve(x.size());
    for (auto&& [key, value] : x)
      out.push_back({std::string{key.str()}, place(key.source()), import(value, depth + 1)});
    std::sort(out.begin(), out.end(), [](const entry& a, const entry& b) {
      return std::pair{a.at.line, a.at.column} < std::pair{b.at.line, b.at.column};
    });
    return out;
  }
  content convert(const toml::array& x, int depth) const {
    array out;
    out.reserve(x.size());
    for (auto& item : x)
      out.push_back(import(item, depth + 1));
    return out;
  }
  content convert(const toml::value<bool>& x, int) const { return x.get(); }
  content convert(const toml::value<int64_t>& x, int) const { return x.get(); }
  content convert(const toml::value<double>& x, int) const { return x.get(); }
  content convert(const toml::value<std::string>& x, int) const { return x.get(); }
  template <class T>
  content convert(const toml::value<T>&, int) const {
    return date{};
  }

  std::shared_ptr<const std::string> name_;
};

/// The number of the first line with too many dots; 0 if there is none.
uint32_t overlong_path(std::string_view text) {
  for (uint32_t line = 1; !text.empty(); ++line) {
    auto end = std::min(text.find('\n'), text.size());
    if (std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(end), '.') > most_dots)
      return line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return 0;
}

} // namespace

std::optional<node>
parse_toml(std::string_view text, std::shared_ptr<const std::string> name, diagnostics& problems) {
  auto fail = [&](origin at, std::string sentence) {
    problems.push_back({diagnostic::error, std::move(at), std::move(sentence)});
    return std::nullopt;
  };
  if (auto line = overlong_path(text))
    return fail({name, line, 1}, "a line with more than 1000 dots; break it or nest less");
  importer from{name};
  try {
    return from.import(toml::parse(text), 0);
  } catch (const toml::parse_error& x) {
    return fail(from.place(x.source()), std::string{x.description()});
  } catch (const too_deep& x) {
    return fail(x.at, "nested deeper than 64 levels");
  }
}

} // namespace troupe::config
