#pragma once

#include "actors/vault/agent_check.hpp"
#include "actors/vault/sealed_file.hpp"
#include "runtime/cli/config_file.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace troupe::cli {

/// What every `troupe vault` command begins with: the configuration, and the stores as
/// `troupe run` finds and opens them.
struct vault_session {
  std::shared_ptr<const settings> configured;
  vault_places places;
};

/// Throws `command_error`: the configuration, or what keeps the stores from opening.
vault_session begin_vault(const config_options& x);

/// Opens a store, changes it by `change`, and writes it back, under its folder's lock.
/// Stores that are missing are made. Throws `command_error`.
void change_store(vault_session& x, bool keys, const std::function<void(opened_store&)>& change);

/// The bytes of a file, or of standard input for "-", which is read once and may have a
/// key in it. Throws. `is_secret` has it warned about where others may read it.
cleansed_text input_bytes(const std::string& file, bool is_secret);

/// The first line of a password's file; empty without a file.
cleansed_text password_from(const std::string& file);

/// The clock that certificates are judged by; none if it stands before the day this
/// program was built.
std::optional<int64_t> judging_clock();

/// The name of `file` in sentences.
std::string input_name(const std::string& file);

/// Standard error: "troupe: warning: TEXT".
void warn(const std::string& text);

/// Throws `command_error` (1) with the sentence of `x`, if there is one.
void need(const caf::error& x);

template <class T>
T need(caf::expected<T> x) {
  if (!x)
    need(x.error());
  return std::move(*x);
}

/// Throws `command_error` (64) unless it is a realm's name; warns where the
/// configuration has no such realm.
void check_realm(const vault_session& x, const std::string& realm);

/// Throws `command_error` (64) for one that nobody would find again.
void check_alias(const std::string& x);

} // namespace troupe::cli
