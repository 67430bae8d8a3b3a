#pragma once

#include "actors/inspector/ledger.hpp"
#include "actors/roster.hpp"
#include "schemas/messages.hpp"
#include "schemas/vault.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What is wrong now, in words, derived from what the actors show.
namespace troupe {

struct problem {
  std::string realm;      ///< Empty: the process.
  std::string kind;       ///< "agent", "subscription", "store", "certificate", "vault", "actor",
                          ///< "ledger", "realm", "silence"
  std::string subject;    ///< Which one.
  int64_t since_ms = 0;   ///< Wall clock; 0: not known.
  std::string text;       ///< What is wrong, one sentence.
  std::string what_to_do; ///< One sentence.
};

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

/// A realm that did not answer, and why.
problem mute_realm(const std::string& realm, const std::string& why);

void append(json_writer& out, const problem& x);

} // namespace troupe
