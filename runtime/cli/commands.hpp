#pragma once

#include "runtime/simulate/simulate.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The commands, one function each: prints what was asked and answers the
/// process's exit code. `command_line` fills in the options.
namespace troupe::cli {

struct config_options {
  std::string config; ///< Empty: $TROUPE_CONFIG, then /etc/troupe/troupe.toml.
};

struct check_options : config_options {
  bool json = false;
};

/// Which runtime to ask, and how to print its answer.
struct query_options : config_options {
  std::string socket; ///< Empty: see `find_runtime`.
  bool json = false;  ///< The answer unchanged.
};

struct get_options : query_options {
  std::string path;    ///< REALM[/ASSET[/ATTRIBUTE]]
  bool stored = false; ///< Only once it is committed.
};

struct set_options : query_options {
  std::string path;  ///< REALM/ASSET/ATTRIBUTE
  std::string value; ///< JSON; bare text for text attributes.
  bool wait = false; ///< For the broker's acknowledgement.
};

struct watch_options : query_options {
  std::string path;   ///< Empty: all realms.
  uint64_t count = 0; ///< Ends after that many events; 0: never.
};

struct history_options : query_options {
  std::string path; ///< REALM/ASSET/ATTRIBUTE
  std::string from; ///< Empty: the first.
  std::string to;   ///< Empty: the last.
  uint32_t limit = 100;
};

struct problems_options : query_options {
  bool all = false; ///< What is muted, too.
};

struct problem_mark_options : query_options {
  std::string id; ///< Or its beginning.
  std::string note;
};

struct mute_options : problem_mark_options {
  std::string span;  ///< How long; or
  std::string until; ///< until when.
};

struct health_options : query_options {
  bool warnings_fail = false;
};

struct probe_options : query_options {
  std::string path; ///< REALM/AGENT
};

struct purge_options : query_options {
  std::string path; ///< REALM[/ASSET[/ATTRIBUTE]]
  bool yes = false; ///< Remove; else only tell.
};

struct reload_options : query_options {
  bool plan = false;          ///< Only say what would happen.
  std::string confirm_within; ///< A duration; empty: the change stays.
  bool confirm = false;
  bool roll_back = false;
};

struct test_links_options {
  std::vector<std::string> files;
  bool json = false;
};

struct explain_options : query_options {
  std::string path;  ///< REALM[/ASSET[/ATTRIBUTE]]; empty: see `realm`.
  std::string realm; ///< Empty: the path's, or the only one.
  std::string agent; ///< Empty: all.
  std::optional<std::string> topic;
  std::optional<std::string> payload; ///< Itself, "@FILE", or "-".
  std::optional<std::string> payload_hex;
  bool live = false;
};

struct vault_list_options : config_options {
  bool json = false;
};

struct vault_check_options : config_options {
  bool json = false;
};

/// Where an entry comes from: "-" is standard input, wherever a file is named.
struct vault_import_options : config_options {
  std::string realm;
  std::string alias; ///< Without the realm.
  std::string cert;
  std::string key;
  std::vector<std::string> chain;
  std::string p12;               ///< In place of `cert` and `key`.
  std::string p12_alias;         ///< Empty: the only key in it.
  std::string key_password_file; ///< Of `key`, or of `p12`; empty: none.
  bool replace = false;
  bool force = false;
};

struct vault_trust_options : config_options {
  std::string alias;
  std::string file;
  bool replace = false;
  bool force = false;
};

struct vault_remove_options : config_options {
  std::string realm; ///< Empty: `alias` is the whole of it.
  std::string alias;
  bool trusted = false; ///< From the truststore.
};

struct import_openremote_options {
  std::string file;   ///< "-": standard input.
  std::string output; ///< Empty: standard output.
  bool force = false; ///< Replaces the output.
  bool keep_ids = false;
  bool json = false; ///< The list of what is not carried over, on standard output.
};

enum class config_page { reference, schema };

/// A page, or the configuration as it counts.
struct config_page_options : check_options {
  std::optional<config_page> page;
  bool effective = false;
  std::string path; ///< Of what is effective: REALM[/ASSET]; empty: all.
};

struct version_options {
  bool json = false;
};

int run(const config_options& x);
int check(const check_options& x);
int test_links(const test_links_options& x);
int explain(const explain_options& x);
int explain_config(const config_page_options& x);
int status(const query_options& x);
int problems(const problems_options& x);
int acknowledge(const problem_mark_options& x);
int unacknowledge(const problem_mark_options& x);
int mute(const mute_options& x);
int unmute(const problem_mark_options& x);
int health(const health_options& x);
int agents(const query_options& x);
int actors(const query_options& x);
int ledger(const query_options& x);
int get(const get_options& x);
int set(const set_options& x);
int watch(const watch_options& x);
int history(const history_options& x);
int probe(const probe_options& x);
int purge(const purge_options& x);
int reload(const reload_options& x);
int simulate(const simulate_options& x);
int vault_list(const vault_list_options& x);
int vault_import(const vault_import_options& x);
int vault_trust(const vault_trust_options& x);
int vault_remove(const vault_remove_options& x);
int vault_check(const vault_check_options& x);
int import_openremote(const import_openremote_options& x);
int version(const version_options& x);

} // namespace troupe::cli
