#pragma once

#include "config/section.hpp"
#include "config/spelling.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

/// The kinds of values that keys take.
namespace troupe::config {

format<bool> boolean();
format<int64_t> integer(int64_t least, int64_t most);
format<double> number();
/// Both bounds are within.
format<double> number(int32_t least, int32_t most);
format<std::string> text(std::string example = "\"text\"");
/// The same, with placeholders where a group makes the asset.
format<std::string> asset_text(std::string example);
/// With a unit; both bounds are within.
format<std::chrono::milliseconds>
duration(std::chrono::milliseconds least, std::chrono::milliseconds most);
/// The same, or "never", which gives zero.
format<std::chrono::milliseconds>
duration_or_never(std::chrono::milliseconds least, std::chrono::milliseconds most);
/// Bytes, with a unit; both bounds are within.
format<uint64_t> size(uint64_t least, uint64_t most);
/// Relative to the file that names it.
format<std::filesystem::path> path(std::string example);
/// From a file, a variable or a credential; never plain.
inline constexpr auto secret_type = "a secret";
format<secret> secret_text();
format<std::vector<std::string>> texts(format<std::string> each);
format<std::string> topic_name();
/// The same of an agent link, with placeholders.
format<std::string> link_topic_filter();
format<std::string> link_topic_name();
/// OpenRemote's name of a value type, with `[]` behind it for arrays.
format<value_type> type_name();
/// Trimmed, without blank and repeated ones.
format<std::vector<std::string>> wildcard_topics();
/// A zone that is installed, or an offset from UTC.
format<std::string> time_zone();
/// A name that `reader::resolve` will look up; `where` picks the list. With placeholders
/// where a group makes the asset.
format<std::string> reference_to(std::vector<reader::reference> reader::*where, std::string what);
/// Any values of TOML but dates.
format<std::vector<json_text>> json_values();
format<value_converter> converter();
format<std::vector<value_filter>> value_filters();
format<value_predicate> predicate();
/// Without those that look at a message.
format<std::vector<value_filter>> write_value_filters();
/// The short form of one JSON path filter.
format<std::vector<value_filter>> short_json_path();

format<std::vector<forward_settings>> forwards();

/// A text about which `problem` has nothing to say.
format<std::string> checked_text(
    std::string type, std::string example, std::function<std::string(std::string_view)> problem);

/// The compact JSON of `x`; nothing, with a complaint, for what JSON does not know.
std::optional<json_text> to_json(reader& r, const node& x);

/// The way back from `to_json`; nothing for what TOML cannot say: nulls, integers
/// beyond 64 bits, more than 40 levels.
std::optional<node> from_json(const json_text& x);

template <class E>
using words = std::vector<std::pair<std::string_view, E>>;

/// One of a few words.
template <class E>
format<E> choice(words<E> known) {
  std::vector<std::string_view> names;
  std::string schema = "{\"enum\":[";
  for (auto& [name, value] : known) {
    schema.append(names.empty() ? "" : ",").append(in_quotes(name));
    names.push_back(name);
  }
  auto list = one_of(names);
  auto read = [=](reader& r, const node& x) -> std::optional<E> {
    auto found = as<std::string>(x);
    for (auto& [name, value] : known)
      if (found && name == *found)
        return value;
    r.expected(x, list, found ? likely(*found, names) : "");
    return std::nullopt;
  };
  auto show = [=](const E& x) -> std::string {
    for (auto& [name, value] : known)
      if (value == x)
        return in_quotes(name);
    return {};
  };
  auto write = [=](const E& x) -> std::optional<node> {
    for (auto& [name, value] : known)
      if (value == x)
        return node{{}, std::string{name}};
    return std::nullopt;
  };
  return {list, schema + "]}", in_quotes(names.front()), read, show, nullptr, false, write};
}

} // namespace troupe::config
