#include "actors/vault/agent_check.hpp"

#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "config/spelling.hpp"
#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe {
namespace {

constexpr int64_t days_of_notice = 30;

/// Aliases of the realm only: what other realms have is none of its business.
std::string likely_alias(const keystore& x, const std::string& realm, const std::string& alias) {
  std::vector<std::string_view> known;
  for (auto& key : x.keys())
    if (same_alias(key.alias.substr(0, realm.size() + 1), realm + "."))
      known.push_back(key.alias);
  return config::likely(alias, known);
}

/// Java folds the case of all letters when it writes an alias, this program that of ASCII.
std::string beyond_ascii(const std::string& alias) {
  auto ascii = std::all_of(alias.begin(), alias.end(), [](char c) { return c >= 0; });
  return ascii ? "" : "; beyond ASCII the case counts, and keytool stores small letters";
}

void check_validity(agent_check& out, const key_entry& key, int64_t now_ms) {
  for (auto& x : key.chain)
    if (auto problem = validity_problem(x, now_ms); !problem.empty())
      (broker_has(x, key.chain) ? out.warnings : out.problems)
          .push_back("the certificate " + subject_of(*x) + " " + problem);
  auto& first = first_to_expire(key.chain);
  if (auto days = days_left(first, now_ms); days >= 0 && days < days_of_notice)
    out.warnings.push_back(
        "the certificate " + subject_of(*first) + " expires in " + std::to_string(days)
        + (days == 1 ? " day" : " days"));
}

void check_key(opened_agent& out, const opened_store& store, const vault_places& places) {
  auto& key = out.entry;
  auto& problems = out.check.problems;
  auto opened = open_key(store, key, places);
  if (!opened)
    problems.push_back(sentence(opened.error()));
  else if (!fits(*opened, key.chain.front()))
    problems.push_back(
        "the key " + config::in_quotes(key.alias) + " does not fit its certificate "
        + subject_of(*key.chain.front()));
  else
    out.key = std::move(*opened);
  if (auto why = presenting_problem(key.chain); !why.empty())
    problems.push_back(why);
}

void check_identity(
    opened_agent& opened, const vault_stores& stores, std::optional<int64_t> now_ms) {
  auto& out = opened.check;
  if (!stores.keys) {
    out.problems.push_back(sentence(stores.keys.error()));
    return;
  }
  auto& store = *stores.keys;
  auto found = store.content.find_key(out.alias);
  if (!found) {
    out.problems.push_back(
        sentence(found.error()) + " in " + store.place.file.string()
        + (is(found.error(), errc::not_found) ? likely_alias(store.content, out.realm, out.alias)
                                              : std::string{})
        + beyond_ascii(out.alias));
    return;
  }
  opened.entry = std::move(*found);
  auto& key = opened.entry;
  out.identity = view_of(key.alias, true, key.chain);
  for (auto& x : key.chain)
    out.chain.push_back(subject_of(*x));
  if (key.chain.empty()) {
    out.problems.push_back("the key " + config::in_quotes(key.alias) + " has no certificate");
    return;
  }
  if (!self_signed(key.chain.back()))
    out.issuer = issuer_of(*key.chain.back());
  check_key(opened, store, stores.places);
  if (now_ms)
    check_validity(out, key, *now_ms);
}

void check_trust(agent_check& out, const vault_stores& stores, std::optional<int64_t> now_ms) {
  if (!stores.trusted) {
    auto& list = out.system_authorities ? out.warnings : out.problems;
    list.push_back(sentence(stores.trusted.error()));
    return;
  }
  auto any_good = false;
  for (auto& x : stores.trusted->content.trusted()) {
    out.own_authorities.push_back(x.alias);
    auto problem = now_ms ? validity_problem(x.content, *now_ms) : std::string{};
    if (problem.empty() && !(problem = weakness(x.content)).empty())
      problem = "will not do: " + problem;
    any_good |= problem.empty();
    if (!problem.empty())
      out.warnings.push_back(
          "the trusted certificate " + config::in_quotes(x.alias) + " " + problem);
  }
  if (!any_good && !out.system_authorities)
    out.problems.push_back(
        "trust = \"own\", but " + stores.trusted->place.file.string() + " has no certificate"
        + (out.own_authorities.empty() ? "" : " that will do")
        + ", so no broker is trusted; 'troupe vault trust' adds one");
}

} // namespace

std::string full_alias(std::string_view realm, std::string_view alias) {
  return std::string{realm} + "." + std::string{alias};
}

vault_stores open_stores(const vault_places& x) {
  return {x, open_store(x.keys, x), open_store(x.trusted, x)};
}

opened_agent open_agent(
    const std::string& realm, const agent_settings& agent, const vault_stores& stores,
    std::optional<int64_t> now_ms) {
  opened_agent out;
  out.check.realm = realm;
  out.check.agent = agent.id;
  out.check.system_authorities = agent.trust == trust::own_and_system;
  if (!agent.certificate_alias.empty()) {
    out.check.alias = full_alias(realm, agent.certificate_alias);
    check_identity(out, stores, now_ms);
  }
  check_trust(out.check, stores, now_ms);
  return out;
}

agent_check check_agent(
    const std::string& realm, const agent_settings& agent, const vault_stores& stores,
    std::optional<int64_t> now_ms) {
  return open_agent(realm, agent, stores, now_ms).check;
}

} // namespace troupe
