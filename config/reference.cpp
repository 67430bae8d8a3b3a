#include "config/reference.hpp"

#include "config/catalogue.hpp"

namespace troupe {
namespace {

constexpr auto opening = R"(# Every key of Troupe's configuration

Made from the descriptions in this room; not to be edited. A duration is a whole number with `ms`, `s`, `m`, `h`, `d`
or `w`; a size one with `B`, `kB`, `MB`, `GB`, `TB`, `KiB`, `MiB`, `GiB` or `TiB`. NAME and ID stand for names of your
own. Beyond these keys, two kinds of tables have free names: the converters' and those with NAME or ID.
)";

/// A bar ends a cell of a table, even within code.
std::string cell(const std::string& x) {
  std::string out;
  for (char c : x)
    out.append(c == '|' ? "\\|" : std::string(1, c));
  return out;
}

std::string code(const std::string& x) { return x.empty() ? "" : "`" + cell(x) + "`"; }

/// Whether a default is one value as TOML writes it, and not a sentence.
bool is_toml(const std::string& x) {
  auto word = x.find(' ') == std::string::npos;
  return x == "true" || x == "false" || (word && x.starts_with('"'))
         || x.find_first_not_of("0123456789") == std::string::npos;
}

std::string fallback(const config::key_info& x) {
  if (x.required)
    return "required";
  return is_toml(x.fallback) ? code(x.fallback) : cell(x.fallback);
}

std::string row(const config::key_info& x) {
  auto name = x.name + (x.placeholder.empty() ? "" : "." + x.placeholder);
  return "| " + code(name) + " | " + cell(x.type) + " | " + fallback(x) + " | " + cell(x.doc)
         + " | " + code(x.example) + " |\n";
}

std::string heading(const config::catalogued& x) {
  if (x.places.front().empty())
    return "## The top";
  auto out = "## `" + x.places.front() + "`";
  for (size_t i = 1; i < x.places.size(); ++i)
    out += (i == 1 ? "\n\nThe same at `" : ", `") + x.places[i] + "`";
  return out + (x.places.size() > 1 ? "." : "");
}

} // namespace

std::string reference_page() {
  std::string out = opening;
  for (auto& x : config::catalogue()) {
    out += "\n" + heading(x) + "\n\n" + x.section->doc + "\n\n";
    out += "| key | type | default | meaning | example |\n| --- | --- | --- | --- | --- |\n";
    for (auto& key : x.section->keys)
      out += row(key);
  }
  return out;
}

} // namespace troupe
