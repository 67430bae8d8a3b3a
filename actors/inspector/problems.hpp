#pragma once

#include "actors/inspector/burden.hpp"
#include "actors/inspector/json_writer.hpp"
#include "actors/roster.hpp"
#include "schemas/messages.hpp"
#include "schemas/vault.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What is wrong now, in words, derived from what the actors show.
namespace troupe {

enum class severity : uint8_t {
  warning, ///< Nothing is lost yet.
  error,   ///< Something does not work.
};

std::string_view to_string(severity x);

struct problem {
  std::string realm;      ///< Empty: the process.
  std::string kind;       ///< "agent", "subscription", "store", "certificate", "vault", "actor",
                          ///< "ledger", "realm", "silence"
  std::string subject;    ///< Which one.
  int64_t since_ms = 0;   ///< Wall clock; 0: not known.
  std::string text;       ///< What is wrong, one sentence.
  std::string what_to_do; ///< One sentence.
  enum severity severity = severity::error;
  std::string agent = {};               ///< That it is about, or hangs on; empty: none.
  bool cut_off = false;                 ///< Nothing passes through `agent`.
  std::string topic = {};               ///< Of a subscription or a silence.
  std::string alias = {};               ///< Of the client key that it is about; empty: none.
  struct burden burden = {};            ///< What it does to the plant.
  std::vector<std::string> folded = {}; ///< What follows from it: the first few sentences.
  size_t folded_count = 0;              ///< All of them.
};

/// Eight hexadecimal digits made of what a problem is about, whatever it says (unless it is the
/// vault's): the same in every run, short enough to be typed.
std::string id_of(const problem& x);

void add_problems(std::vector<problem>& out, const agent_view& x);
void add_problems(std::vector<problem>& out, const store_view& x);
void add_problems(std::vector<problem>& out, const vault_view& x, int64_t now_ms);
/// `steady_ns`: now, by the meters' clock.
void add_problems(std::vector<problem>& out, const actor_card& x, int64_t steady_ns);
void add_problems(std::vector<problem>& out, const link_group& x);

/// Attributes of one realm that get no values. Where many assets of one agent are silent, one
/// problem tells of them all; what `agents` say of themselves leads to the remedy.
void add_problems(
    std::vector<problem>& out, const std::vector<silence_view>& xs,
    const std::vector<agent_view>& agents);

/// Keys that agents in ERROR are to present, and a keystore that opens does not have.
void add_missing_keys(
    std::vector<problem>& out, const std::vector<agent_view>& agents, const vault_view& vault);

/// Adds to problems of certificates which of the agents present them.
void name_bearers(std::vector<problem>& problems, const std::vector<agent_view>& agents);

/// A realm that did not answer, and why.
problem mute_realm(const realm_settings& realm, const std::string& why);

/// Appends all that a problem says of itself, as members.
void append_members(json_writer& out, const problem& x);

} // namespace troupe
