#include "config/toml.hpp"

#include "schemas/value.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <sstream>
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

/// A text in quotes, which are chosen so that little is to be escaped.
std::string quoted(const std::string& x) {
  std::ostringstream out;
  auto flags = toml::format_flags::allow_unicode_strings;
  if (x.find_first_of("\"\\") != x.npos)
    flags |= toml::format_flags::allow_literal_strings;
  out << toml::toml_formatter{toml::value<std::string>{x}, flags};
  return out.str();
}

struct value_writer {
  std::string operator()(bool x) const { return x ? "true" : "false"; }
  std::string operator()(int64_t x) const { return std::to_string(x); }
  std::string operator()(double x) const {
    if (std::isfinite(x))
      return to_java_text(x);
    return std::isnan(x) ? "nan" : x < 0 ? "-inf" : "inf";
  }
  std::string operator()(const std::string& x) const { return quoted(x); }
  std::string operator()(date) const { return {}; }
  std::string operator()(const array& xs) const {
    std::string out;
    for (auto& x : xs)
      out.append(out.empty() ? "[" : ", ").append(toml_value(x));
    return out.empty() ? "[]" : out + "]";
  }
  std::string operator()(const table& xs) const {
    std::string out;
    for (auto& x : xs)
      out.append(out.empty() ? "{ " : ", ").append(inline_entry(x));
    return out.empty() ? "{}" : out + " }";
  }

  /// `a = { b = 1 }` is `a.b = 1`.
  static std::string inline_entry(const entry& x) {
    auto below = as<table>(x.value);
    if (below && below->size() == 1)
      return toml_key(x.key) + "." + inline_entry(below->front());
    return toml_key(x.key) + " = " + toml_value(x.value);
  }
};

} // namespace

std::string toml_key(std::string_view key) {
  constexpr auto bare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  auto is_bare = !key.empty() && key.find_first_not_of(bare) == key.npos;
  return is_bare ? std::string{key} : quoted(std::string{key});
}

std::string toml_value(const node& x) { return std::visit(value_writer{}, x.content); }

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
