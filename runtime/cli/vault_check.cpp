#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/vault_json.hpp"
#include "runtime/cli/vault_session.hpp"
#include "schemas/errors.hpp"

#include <algorithm>
#include <iostream>

namespace troupe::cli {
namespace {

std::string joined(const std::vector<std::string>& x, const char* between) {
  std::string out;
  for (auto& y : x)
    out += (out.empty() ? "" : between) + printable(y);
  return out;
}

std::string trust_text(const agent_check& x) {
  auto system = x.system_authorities ? "the system's certificates" : "";
  if (x.own_authorities.empty())
    return x.system_authorities ? system : "nobody";
  return joined(x.own_authorities, ", ") + (x.system_authorities ? " and " : "") + system;
}

void print(const agent_check& x, std::optional<int64_t> now) {
  std::cout << x.realm << '/' << x.agent << ": " << (x.problems.empty() ? "good" : "will fail")
            << '\n';
  if (x.alias.empty())
    std::cout << "  presents  nothing (no certificate_alias)\n";
  else if (x.identity.chain_length == 0)
    std::cout << "  presents  " << printable(x.alias) << '\n';
  else
    std::cout << "  presents  " << printable(x.identity.alias) << ": " << x.identity.key_type
              << ", " << joined(x.chain, " <- ") << "\n  valid     "
              << moment_text(x.identity.not_before_ms) << " to "
              << moment_text(x.identity.not_after_ms)
              << (now ? " (" + when_text(x.identity.not_after_ms, *now) + ")" : "")
              << (x.identity.ends_with.empty()
                      ? ""
                      : ", when " + printable(x.identity.ends_with) + " ends")
              << '\n';
  if (!x.issuer.empty())
    std::cout << "  issued by " << printable(x.issuer) << ", which the broker has to know itself\n";
  std::cout << "  trusts    " << trust_text(x) << '\n';
  for (auto& text : x.problems)
    std::cout << "  problem   " << printable(text) << '\n';
  for (auto& text : x.warnings)
    std::cout << "  warning   " << printable(text) << '\n';
}

void show_store_problems(const caf::expected<opened_store>& x) {
  if (!x)
    return warn(sentence(x.error()));
  for (auto& problem : x->problems)
    warn(problem.text);
}

} // namespace

int vault_check(const vault_check_options& x) {
  auto session = begin_vault(x);
  auto stores = open_stores(session.places);
  auto now = judging_clock();
  std::vector<agent_check> checks;
  for (auto& realm : session.configured->realms)
    for (auto& agent : realm.agents)
      if (agent.secure_mode && !agent.disabled)
        checks.push_back(check_agent(realm.name, agent, stores, now));
  if (!now)
    for (auto& y : checks)
      y.problems.push_back(
          std::string{clock_before_build} + "; it connects once the time is right");
  if (x.json) {
    std::cout << checks_json(checks) << '\n';
  } else {
    show_store_problems(stores.keys);
    show_store_problems(stores.trusted);
    for (auto& y : checks)
      print(y, now);
    if (checks.empty())
      std::cout << "no agent has secure_mode\n";
  }
  auto fails = [](const agent_check& y) { return !y.problems.empty(); };
  return std::any_of(checks.begin(), checks.end(), fails) ? exit_failed : exit_well;
}

} // namespace troupe::cli
