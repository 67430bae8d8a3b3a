#include "actors/vault/agent_check.hpp"

#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "config/spelling.hpp"
#include "schemas/errors.hpp"

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

void check_validity(agent_check& out, const key_entry& key, int64_t now_ms) {
  for (auto& x : key.chain)
    if (auto problem = validity_problem(x, now_ms); !problem.empty())
      (x == key.chain.front() ? out.problems : out.warnings)
          .push_back("the certificate " + subject_of(x) + " " + problem);
  if (auto days = days_left(key.chain.front(), now_ms); days >= 0 && days < days_of_notice)
    out.warnings.push_back(
        "the certificate " + subject_of(key.chain.front()) + " expires in " + std::to_string(days)
        + (days == 1 ? " day" : " days"));
}

void check_key(
    agent_check& out, const key_entry& key, const opened_store& store, const vault_places& places) {
  auto opened = open_key(store, key, places);
  if (!opened)
    out.problems.push_back(sentence(opened.error()));
  else if (!fits(*opened, key.chain.front()))
    out.problems.push_back(
        "the key " + config::in_quotes(key.alias) + " does not fit its certificate "
        + subject_of(key.chain.front()));
  if (auto why = weakness(key.chain); !why.empty())
    out.problems.push_back(why);
}

void check_identity(agent_check& out, const vault_stores& stores, int64_t now_ms) {
  if (!stores.keys) {
    out.problems.push_back(sentence(stores.keys.error()));
    return;
  }
  auto& store = *stores.keys;
  auto key = store.content.find_key(out.alias);
  if (!key) {
    out.problems.push_back(
        sentence(key.error()) + " in " + store.place.file.string()
        + (is(key.error(), errc::not_found) ? likely_alias(store.content, out.realm, out.alias)
                                            : std::string{}));
    return;
  }
  out.identity = view_of(key->alias, true, key->chain);
  for (auto& x : key->chain)
    out.chain.push_back(subject_of(x));
  if (key->chain.empty()) {
    out.problems.push_back("the key " + config::in_quotes(key->alias) + " has no certificate");
    return;
  }
  if (!self_signed(key->chain.back()))
    out.issuer = issuer_of(key->chain.back());
  check_key(out, *key, store, stores.places);
  check_validity(out, *key, now_ms);
}

void check_trust(agent_check& out, const vault_stores& stores, int64_t now_ms) {
  if (!stores.trusted) {
    auto& list = out.system_authorities ? out.warnings : out.problems;
    list.push_back(sentence(stores.trusted.error()));
    return;
  }
  for (auto& x : stores.trusted->content.trusted()) {
    out.own_authorities.push_back(x.alias);
    if (auto problem = validity_problem(x.content, now_ms); !problem.empty())
      out.warnings.push_back(
          "the trusted certificate " + config::in_quotes(x.alias) + " " + problem);
  }
  if (out.own_authorities.empty() && !out.system_authorities)
    out.problems.push_back(
        "trust = \"own\", but " + stores.trusted->place.file.string()
        + " has no certificate, so no broker is trusted; 'troupe vault trust' adds one");
}

} // namespace

std::string full_alias(std::string_view realm, std::string_view alias) {
  return std::string{realm} + "." + std::string{alias};
}

vault_stores open_stores(const vault_places& x) {
  return {x, open_store(x.keys, x), open_store(x.trusted, x)};
}

agent_check check_agent(
    const std::string& realm, const agent_settings& agent, const vault_stores& stores,
    int64_t now_ms) {
  agent_check out;
  out.realm = realm;
  out.agent = agent.id;
  out.system_authorities = agent.trust == trust::own_and_system;
  if (!agent.certificate_alias.empty()) {
    out.alias = full_alias(realm, agent.certificate_alias);
    check_identity(out, stores, now_ms);
  }
  check_trust(out, stores, now_ms);
  return out;
}

} // namespace troupe
