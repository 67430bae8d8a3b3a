#include "runtime/cli/vault_session.hpp"

#include "actors/log.hpp"
#include "config/spelling.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "schemas/errors.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>

namespace troupe::cli {
namespace {

constexpr size_t most_input_bytes = most_store_bytes;

const std::string& standard_input() {
  static const std::string all = [] {
    std::string out(most_input_bytes + 1, '\0');
    std::cin.read(out.data(), static_cast<std::streamsize>(out.size()));
    out.resize(static_cast<size_t>(std::cin.gcount()));
    if (out.size() > most_input_bytes)
      throw command_error{exit_failed, "standard input is larger than 16 MiB"};
    return out;
  }();
  return all;
}

/// What the vault has to say while it opens its stores goes to standard error.
void show_log() {
  log::set_sink(log::level::warn, [](const log::record& x) {
    std::string text{x.event};
    for (auto& [key, value] : x.fields)
      text.append(", ").append(key).append(": ").append(printable(value));
    warn(text);
  });
}

} // namespace

void warn(const std::string& text) { std::cerr << "troupe: warning: " << text << '\n'; }

void need(const caf::error& x) {
  if (x)
    throw command_error{exit_failed, sentence(x)};
}

vault_session begin_vault(const config_options& x) {
  show_log();
  auto loaded = load_offline(x);
  // With a password missing another one might fit, or be given to a new store.
  if (!loaded.unseen.empty())
    throw command_error{
        exit_config,
        loaded.unseen.front()
            + "; run this with systemd-run -P -p LoadCredential=… or as a user who can read it"};
  vault_session out{loaded.value, need(find_stores(*loaded.value))};
  for (auto& text : misplaced_stores(out.places))
    warn(text);
  return out;
}

void change_store(vault_session& x, bool keys, const std::function<void(opened_store&)>& change) {
  x.places = need(ready_stores(*x.configured));
  auto& place = keys ? x.places.keys : x.places.trusted;
  auto folder = place.file.parent_path();
  auto lock = need(folder_lock::take(folder.empty() ? "." : folder));
  auto store = need(open_store(place, x.places));
  for (auto& problem : store.problems)
    if (!problem.low)
      warn(problem.text);
  change(store);
  need(save_store(store));
}

std::string input_bytes(const std::string& file, bool is_secret) {
  if (file == "-")
    return standard_input();
  auto content = need(read_file(file, most_input_bytes));
  if (is_secret && (content.mode & 0004) != 0)
    warn(
        file + " can be read by every user of this machine (mode " + mode_text(content.mode)
        + "); remove it once it is imported, or chmod 600 " + file);
  return std::move(content.bytes);
}

std::string input_name(const std::string& file) { return file == "-" ? "standard input" : file; }

std::string password_from(const std::string& file) {
  if (file.empty())
    return {};
  auto text = input_bytes(file, true);
  return text.substr(0, text.find_first_of("\r\n"));
}

void check_realm(const vault_session& x, const std::string& realm) {
  constexpr auto characters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  if (realm.empty() || realm.size() > 63 || realm == "inspect"
      || realm.find_first_not_of(characters) != std::string::npos)
    throw command_error{
        exit_usage, config::in_quotes(realm)
                        + " is no realm's name: expected 1 to 63 of a-z, 0-9, \"_\", \"-\""};
  std::vector<std::string_view> known;
  for (auto& y : x.configured->realms)
    known.push_back(y.name);
  if (std::find(known.begin(), known.end(), realm) == known.end())
    warn("the configuration has no realm " + config::in_quotes(realm) + config::hint(realm, known));
}

} // namespace troupe::cli
