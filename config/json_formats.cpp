#include "config/formats.hpp"

#include "config/toml.hpp"

#include <algorithm>
#include <charconv>
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

constexpr int deepest = 40; // of TOML's 64 levels

/// The end of the string that begins at `at`, behind its quote.
size_t string_end(std::string_view json, size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at)
    if (json[at] == '\\')
      ++at;
  return std::min(at + 1, json.size());
}

/// Whether TOML has this number, `true` or `false`.
bool is_in_toml(std::string_view word) {
  if (word == "true" || word == "false")
    return true;
  if (word.find_first_of(".eE") != word.npos)
    return true;
  int64_t x = 0;
  auto [rest, problem] = std::from_chars(word.data(), word.data() + word.size(), x);
  return problem == std::errc{} && rest == word.data() + word.size();
}

/// A compact JSON text as an inline value of TOML, whose strings know all the escapes
/// of JSON's that we write.
std::optional<std::string> toml_spelling(std::string_view json) {
  std::string out;
  auto depth = 0;
  for (size_t at = 0; at < json.size();) {
    auto end = at + 1;
    switch (json[at]) {
    case '"':
      end = string_end(json, at);
      for (auto c : json.substr(at, end - at))
        c == '\x7f' ? out += "\\u007F" : out += c;
      break;
    case ':': out += '='; break;
    case '[':
    case '{':
      if (++depth > deepest)
        return std::nullopt;
      [[fallthrough]];
    case ',': out += json[at]; break;
    case ']':
    case '}':
      --depth;
      out += json[at];
      break;
    default: {
      end = std::min(json.find_first_of(",]}", at), json.size());
      auto word = json.substr(at, end - at);
      if (!is_in_toml(word))
        return std::nullopt;
      out += word;
    }
    }
    at = end;
  }
  return out;
}

} // namespace

std::optional<json_text> to_json(reader& r, const node& x) {
  std::string out;
  if (!json_writer{r, out}(x))
    return std::nullopt;
  return json_text{std::move(out)};
}

std::optional<node> from_json(const json_text& x) {
  auto text = toml_spelling(x.text);
  diagnostics ignored;
  auto parsed = text ? parse_toml("x = " + *text, nullptr, ignored) : std::nullopt;
  if (!parsed)
    return std::nullopt;
  return std::move(std::get<table>(parsed->content).front().value);
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
  auto write = [](const std::vector<json_text>& xs) -> std::optional<node> {
    array out;
    for (auto& x : xs)
      if (auto item = from_json(x))
        out.push_back(*std::move(item));
    return out.size() == xs.size() ? std::optional{node{{}, std::move(out)}} : std::nullopt;
  };
  return {
      "an array of values",
      R"({"type":"array"})",
      R"(["RUN", "STOP"])",
      read,
      [](const std::vector<json_text>&) { return ""; },
      nullptr,
      false,
      write};
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
  auto write = [](const value_converter& xs) -> std::optional<node> {
    table out;
    for (auto& [key, replacement] : xs) {
      if (replacement.text == "null") // counts as absent
        continue;
      auto value = from_json(replacement);
      if (!value)
        return std::nullopt;
      out.push_back({key, {}, *std::move(value)});
    }
    return node{{}, std::move(out)};
  };
  return {
      "a table of replacements",
      R"({"type":"object"})",
      "{ OPEN = true, SHUT = false }",
      read,
      [](const value_converter&) { return ""; },
      nullptr,
      false,
      write};
}

} // namespace troupe::config
