#include "config/formats.hpp"

#include <cmath>

// Values that travel as JSON.
namespace troupe::config {
namespace {

/// Appends what `x` holds; complains and gives false for what JSON lacks.
struct json_writer {
  reader& r;
  std::string& out;

  bool operator()(const node& x) {
    return std::visit([&](auto& content) { return write(x, content); }, x.content);
  }

  bool write(const node&, bool x) { return append(value{x}); }
  bool write(const node&, int64_t x) { return append(value{x}); }
  bool write(const node&, const std::string& x) { return append(value{x}); }
  bool write(const node& at, double x) {
    return std::isfinite(x) ? append(value{x}) : refuse(at, "a finite number");
  }
  bool write(const node& at, date) { return refuse(at, "a value that JSON knows"); }
  bool write(const node&, const array& xs) {
    auto ok = true;
    for (size_t i = 0; i < xs.size(); ++i) {
      reader::step in{r, i};
      out += i ? ',' : '[';
      ok = (*this)(xs[i]) && ok;
    }
    out += xs.empty() ? "[]" : "]";
    return ok;
  }
  bool write(const node&, const table& xs) {
    auto ok = true;
    out += '{';
    for (auto& x : xs) {
      reader::step in{r, x.key};
      if (&x != &xs.front())
        out += ',';
      append_json_string(out, x.key);
      out += ':';
      ok = (*this)(x.value) && ok;
    }
    out += '}';
    return ok;
  }

  bool append(const value& x) {
    append_json(out, x);
    return true;
  }
  bool refuse(const node& at, std::string_view what) {
    r.expected(at, what);
    return false;
  }
};

} // namespace

std::optional<json_text> to_json(reader& r, const node& x) {
  std::string out;
  if (!json_writer{r, out}(x))
    return std::nullopt;
  return json_text{std::move(out)};
}

format<std::vector<json_text>> json_values() {
  auto read = [](reader& r, const node& x) -> std::optional<std::vector<json_text>> {
    auto list = as<array>(x);
    if (!list)
      return r.expected(x, "an array of values"), std::nullopt;
    std::vector<json_text> out;
    for (size_t i = 0; i < list->size(); ++i) {
      reader::step in{r, i};
      if (auto item = to_json(r, (*list)[i]))
        out.push_back(*std::move(item));
    }
    return out;
  };
  return {
      "an array of values", R"({"type":"array"})", R"(["RUN", "STOP"])", read,
      [](const std::vector<json_text>&) { return ""; }};
}

format<value_converter> converter() {
  auto read = [](reader& r, const node& x) -> std::optional<value_converter> {
    auto map = as<table>(x);
    if (!map)
      return r.expected(x, "a table of values and their replacements"), std::nullopt;
    value_converter out;
    for (auto& e : *map) {
      reader::step in{r, e.key};
      if (auto replacement = to_json(r, e.value))
        out.emplace_back(e.key, *std::move(replacement));
    }
    return out;
  };
  return {
      "a table of replacements", R"({"type":"object"})", "{ OPEN = true, SHUT = false }", read,
      [](const value_converter&) { return ""; }};
}

} // namespace troupe::config
