#include "runtime/cli/effective_config.hpp"

#include "config/formats.hpp"
#include "config/toml.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/config_file.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/json_text.hpp"
#include "schemas/utf8.hpp"

#include <boost/json.hpp>

#include <iostream>

namespace troupe::cli {
namespace {

namespace json = boost::json;

constexpr size_t widest_key = 48; // longer ones, and longer values, stand out
constexpr size_t widest_value = 40;

std::string place(const origin& at) { return at.line ? to_string(at) : "in no file"; }

std::string padded(std::string x, size_t width) {
  auto shown = count_characters(x);
  return x.append(width > shown ? width - shown : 0, ' ');
}

json::value json_of(const config::node& x) {
  environment none;
  config::reader ignored{none};
  auto text = config::to_json(ignored, x);
  return text ? json::parse(text->text) : json::value{};
}

json::object json_of(const std::string& path, const config::effective_value& x) {
  json::object out{{"key", path + "." + x.key}, {"value", json_of(x.value)}};
  if (auto& at = x.value.at; at.line) {
    out["file"] = *at.file;
    out["line"] = at.line;
    out["column"] = at.column;
  }
  return out;
}

/// The sentence for a realm or thing that there is not.
std::string missing(const settings& x, const std::string& realm, const std::string& id) {
  std::vector<std::string_view> known;
  for (auto& y : x.realms) {
    known.push_back(y.name);
    if (y.name != realm)
      continue;
    known.clear();
    for (auto& agent : y.agents)
      known.push_back(agent.id);
    for (auto& asset : y.assets)
      known.push_back(asset.id);
    return "there is no agent or asset " + config::in_quotes(id) + " in realm " + realm
           + config::hint(id, known);
  }
  return "there is no realm " + config::in_quotes(realm) + config::hint(realm, known);
}

} // namespace

std::string effective_text(const std::vector<config::effective_table>& tables) {
  std::string out;
  for (auto& table : tables) {
    if (table.values.empty() && !table.at.line)
      continue;
    out += (out.empty() ? "[" : "\n[") + table.path + "]"
           + (table.at.line ? "  # " + to_string(table.at) : "") + "\n";
    size_t key = 0, value = 0;
    for (auto& x : table.values) {
      key = std::max(key, std::min(widest_key, count_characters(x.key)));
      value =
          std::max(value, std::min(widest_value, count_characters(config::toml_value(x.value))));
    }
    for (auto& x : table.values)
      out += padded(x.key, key) + " = " + padded(config::toml_value(x.value), value) + "  # "
             + place(x.value.at) + "\n";
  }
  return out;
}

std::string effective_json(const std::vector<config::effective_table>& tables) {
  json::array out;
  for (auto& table : tables)
    for (auto& x : table.values)
      out.push_back(json_of(table.path, x));
  return json_line(out);
}

int show_effective(const config_page_options& x) {
  auto slash = x.path.find('/');
  auto realm = x.path.substr(0, slash);
  auto id = slash == x.path.npos ? "" : x.path.substr(slash + 1);
  environment env;
  env.check_only = true;
  auto file = config_file(x);
  auto found = config::effective(file, env, realm, id);
  for (auto& finding : found.loaded.diagnostics)
    if (finding.level == diagnostic::error)
      std::cerr << to_string(finding) << '\n';
  if (!found.loaded.value)
    throw command_error{exit_config, file + " is no valid configuration"};
  if (found.tables.empty())
    throw command_error{exit_failed, missing(*found.loaded.value, realm, id)};
  std::cout << (x.json ? effective_json(found.tables) + "\n" : effective_text(found.tables));
  return exit_well;
}

} // namespace troupe::cli
