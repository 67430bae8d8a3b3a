#include "runtime/cli/vault_session.hpp"

#include "actors/log.hpp"
#include "config/spelling.hpp"
#include "runtime/build_time.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/credential_command.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "schemas/errors.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>

#include <strings.h>
#include <unistd.h>

namespace troupe::cli {
namespace {

constexpr size_t most_input_bytes = most_store_bytes;

/// `x` itself is overwritten.
cleansed_text taken(std::string& x) {
  cleansed_text out{x};
  explicit_bzero(x.data(), x.size());
  return out;
}

/// Not by a stream, whose buffer nobody cleanses.
cleansed_text read_all(int from, const std::string& name) {
  std::string all(most_input_bytes + 1, '\0');
  size_t have = 0;
  while (have < all.size()) {
    auto n = ::read(from, all.data() + have, all.size() - have);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    have += static_cast<size_t>(n);
  }
  if (have > most_input_bytes)
    throw command_error{exit_failed, name + " is larger than 16 MiB"};
  cleansed_text out{std::string_view{all}.substr(0, have)};
  explicit_bzero(all.data(), have);
  return out;
}

std::string_view standard_input() {
  static const auto all = read_all(STDIN_FILENO, "standard input");
  return all.view();
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
    throw command_error{exit_config, loaded.unseen.front().text + way_to_see(loaded.unseen)};
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

cleansed_text input_bytes(const std::string& file, bool is_secret) {
  if (file == "-")
    return cleansed_text{standard_input()};
  std::error_code ignored;
  if (std::filesystem::is_fifo(file, ignored)) { // of a shell's <(COMMAND)
    auto close = [](std::FILE* x) { std::fclose(x); };
    std::unique_ptr<std::FILE, decltype(close)> in{std::fopen(file.c_str(), "re"), close};
    if (!in)
      throw command_error{exit_failed, file + " cannot be read: " + std::strerror(errno)};
    return read_all(::fileno(in.get()), file); // nothing goes through its buffer
  }
  auto content = need(read_file(file, most_input_bytes));
  if (is_secret && (content.mode & 0004) != 0)
    warn(
        file + " can be read by every user of this machine (mode " + mode_text(content.mode)
        + "); remove it once it is imported, or chmod 600 " + file);
  return taken(content.bytes);
}

std::string input_name(const std::string& file) { return file == "-" ? "standard input" : file; }

cleansed_text password_from(const std::string& file) {
  if (file.empty())
    return {};
  auto text = input_bytes(file, true);
  return cleansed_text{text.view().substr(0, text.view().find_first_of("\r\n"))};
}

std::optional<int64_t> judging_clock() {
  auto now = now_ms();
  return now < built_ms() ? std::nullopt : std::optional{now};
}

void check_alias(const std::string& x) {
  if (x.empty() || x.front() == ' ' || x.back() == ' ')
    throw command_error{
        exit_usage,
        config::in_quotes(x) + " is no alias: expected a name without blanks at its ends"};
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
