#include "config/formats.hpp"

#include "config/durations.hpp"
#include "config/placeholders.hpp"
#include "config/sizes.hpp"

#include <cmath>
#include <limits>

namespace troupe::config {
namespace {

constexpr auto text_schema = R"({"type":"string"})";

std::string list_text(const std::vector<std::string>& xs) {
  std::string out;
  for (auto& x : xs)
    out.append(out.empty() ? "[" : ", ").append(in_quotes(x));
  return out.empty() ? out : out + "]";
}

/// What stands there as it is.
template <class T>
std::optional<node> as_it_is(const T& x) {
  return node{{}, x};
}

std::string show_text(const std::string& x) { return x.empty() ? "" : in_quotes(x); }

/// A text with a unit: one pattern for the schema, one parser for the value.
template <class T>
struct quantity {
  std::string type, pattern, example, words;
  std::optional<T> (*parse)(std::string_view);
  std::string (*show)(T);
  std::string none{}; ///< A word for zero; empty: there is none.
};

template <class T>
format<T> with_unit(quantity<T> q, T least, T most) {
  auto shown = [=](const T& x) {
    return x == T{} && !q.none.empty() ? q.none : std::string{q.show(x)};
  };
  auto pattern = q.none.empty() ? q.pattern : q.pattern + "|^" + q.none + "$";
  auto or_none = q.none.empty() ? std::string{} : " or " + in_quotes(q.none);
  auto range = " from " + q.show(least) + " to " + q.show(most);
  auto read = [=](reader& r, const node& x) -> std::optional<T> {
    auto text = as<std::string>(x);
    if (text && !q.none.empty() && *text == q.none)
      return T{};
    auto value = text ? q.parse(*text) : std::nullopt;
    if (!value)
      r.expected(x, q.words + or_none);
    else if (*value < least || *value > most)
      r.expected(x, q.type + range + or_none);
    else
      return value;
    return std::nullopt;
  };
  return {
      q.type + or_none,
      R"({"type":"string","pattern":")" + pattern + "\"}",
      q.example,
      read,
      [=](const T& x) { return in_quotes(shown(x)); },
      nullptr,
      false,
      [=](const T& x) { return as_it_is(shown(x)); }};
}

/// As it stands for the asset that a group makes; for another one as it is.
std::optional<std::string> for_asset(reader& r, const node& x) {
  auto found = as<std::string>(x);
  if (!found)
    return r.expected(x, "a text"), std::nullopt;
  if (!r.row)
    return *found;
  link_names names{r.made, {}, r.row};
  if (auto problem = placeholder_problem(*found, names); !problem.empty())
    return r.error(x.at, in_quotes(*found) + " " + problem), std::nullopt;
  return expand_topic(*found, names);
}

quantity<std::chrono::milliseconds> span_of_time() {
  return {"a duration",   "^[0-9]+(ms|s|m|h|d|w)$",
          "\"10s\"",      "a duration with its unit (ms, s, m, h, d, w) such as \"10s\"",
          parse_duration, duration_text};
}

} // namespace

format<bool> boolean() {
  auto read = [](reader& r, const node& x) -> std::optional<bool> {
    if (auto found = as<bool>(x))
      return *found;
    r.expected(x, "true or false");
    return std::nullopt;
  };
  auto show = [](bool x) { return x ? "true" : "false"; };
  return {"a boolean", R"({"type":"boolean"})", "true", read, show, nullptr, false, as_it_is<bool>};
}

format<int64_t> integer(int64_t least, int64_t most) {
  auto bounds = std::to_string(least) + " to " + std::to_string(most);
  auto read = [=](reader& r, const node& x) -> std::optional<int64_t> {
    if (auto found = as<int64_t>(x); found && *found >= least && *found <= most)
      return *found;
    r.expected(x, "an integer from " + bounds);
    return std::nullopt;
  };
  return {
      "integer, " + bounds,
      R"({"type":"integer","minimum":)" + std::to_string(least) + R"(,"maximum":)"
          + std::to_string(most) + "}",
      std::to_string(most),
      read,
      [](int64_t x) { return std::to_string(x); },
      nullptr,
      false,
      as_it_is<int64_t>};
}

format<double> number() {
  auto read = [](reader& r, const node& x) -> std::optional<double> {
    if (auto found = as<double>(x); found && *found == *found)
      return *found;
    if (auto found = as<int64_t>(x))
      return static_cast<double>(*found);
    r.expected(x, "a number");
    return std::nullopt;
  };
  auto write = [](double x) {
    auto whole = std::abs(x) < 1e15 && x == std::trunc(x) && (x != 0 || !std::signbit(x));
    return whole ? as_it_is(static_cast<int64_t>(x)) : as_it_is(x);
  };
  return {
      "a number",
      R"({"type":"number"})",
      "0.5",
      read,
      [](double x) { return to_java_text(x); },
      nullptr,
      false,
      write};
}

format<double> number(int32_t least, int32_t most) {
  auto out = number();
  auto bounds = std::to_string(least) + " to " + std::to_string(most);
  out.type = "number, " + bounds;
  out.schema = R"({"type":"number","minimum":)" + std::to_string(least) + R"(,"maximum":)"
               + std::to_string(most) + "}";
  out.read = [=, any = out.read](reader& r, const node& x) -> std::optional<double> {
    auto found = any(r, x);
    if (found && (*found < least || *found > most))
      return r.expected(x, "a number from " + bounds), std::nullopt;
    return found;
  };
  return out;
}

format<std::string> checked_text(
    std::string type, std::string example, std::function<std::string(std::string_view)> problem) {
  auto read = [=](reader& r, const node& x) -> std::optional<std::string> {
    auto found = as<std::string>(x);
    if (!found)
      return r.expected(x, type), std::nullopt;
    if (auto trouble = problem(*found); !trouble.empty())
      return r.error(x.at, in_quotes(*found) + " " + trouble), std::nullopt;
    return *found;
  };
  return {type,    text_schema, std::move(example),   read, show_text,
          nullptr, false,       as_it_is<std::string>};
}

format<std::string> text(std::string example) {
  return checked_text("a text", std::move(example), [](std::string_view) { return ""; });
}

format<std::string> asset_text(std::string example) {
  auto out = text(std::move(example));
  out.read = for_asset;
  return out;
}

format<std::chrono::milliseconds>
duration(std::chrono::milliseconds least, std::chrono::milliseconds most) {
  return with_unit(span_of_time(), least, most);
}

format<std::chrono::milliseconds>
duration_or_never(std::chrono::milliseconds least, std::chrono::milliseconds most) {
  auto x = span_of_time();
  x.none = "never";
  x.pattern = "^([0-9]+(ms|s|m|h|d|w)|never)$";
  return with_unit(x, least, most);
}

format<uint64_t> size(uint64_t least, uint64_t most) {
  return with_unit<uint64_t>(
      {"a size", "^[0-9]+([kMGT]?B|[KMGT]iB)$", "\"64MiB\"",
       "a size with its unit (B, kB, MB, GB, KiB, MiB, GiB) such as "
       "\"64MiB\"",
       parse_size, size_text},
      least, most);
}

format<std::filesystem::path> path(std::string example) {
  auto read = [](reader& r, const node& x) -> std::optional<std::filesystem::path> {
    auto found = as<std::string>(x);
    if (found && !found->empty() && found->find('\0') == std::string::npos)
      return beside(x.at, *found);
    r.expected(x, "the path of a file or folder");
    return std::nullopt;
  };
  auto show = [](const std::filesystem::path& x) { return show_text(x.string()); };
  auto write = [](const std::filesystem::path& x) { return as_it_is(x.string()); };
  return {"a path", text_schema, std::move(example), read, show, nullptr, false, write};
}

format<std::vector<std::string>> texts(format<std::string> each) {
  auto type = each.type;
  auto schema = R"({"type":"array","items":)" + each.schema + "}";
  auto example = "[" + each.example + "]";
  auto read = [each = std::move(each)](
                  reader& r, const node& x) -> std::optional<std::vector<std::string>> {
    auto list = as<array>(x);
    if (!list)
      return r.expected(x, "an array, each item " + each.type), std::nullopt;
    std::vector<std::string> out;
    for (size_t i = 0; i < list->size(); ++i) {
      reader::step in{r, i};
      if (auto item = each.read(r, (*list)[i]))
        out.push_back(*std::move(item));
    }
    return out;
  };
  auto write = [](const std::vector<std::string>& xs) {
    array out;
    for (auto& x : xs)
      out.push_back({{}, x});
    return as_it_is(out);
  };
  return {"an array, each item " + type, schema, example, read, list_text, nullptr, false, write};
}

format<std::string> reference_to(std::vector<reader::reference> reader::*where, std::string what) {
  auto read = [where](reader& r, const node& x) -> std::optional<std::string> {
    auto found = for_asset(r, x);
    auto is_known = found && !(r.row && r.row->any && *found != *as<std::string>(x));
    if (is_known)
      r.refer(r.*where, *found, x.at);
    return found;
  };
  return {std::move(what), text_schema, "\"id\"", read,
          show_text,       nullptr,     false,    as_it_is<std::string>};
}

} // namespace troupe::config
