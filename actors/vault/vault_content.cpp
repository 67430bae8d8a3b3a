#include "actors/vault/vault_content.hpp"

#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "schemas/errors.hpp"

namespace troupe {
namespace {

/// keytool rewrites in place: what does not open may be half written.
void keep(
    caf::expected<opened_store>& now, const caf::expected<opened_store>& before,
    std::vector<std::string>& why) {
  if (now || !before)
    return;
  why.push_back(sentence(now.error()) + "; what was read before stays in use");
  now = before;
}

} // namespace

vault_content::vault_content(const vault_places& x, const vault_content* before)
    : stores_{open_stores(x)} {
  if (before) {
    keep(stores_.keys, before->stores_.keys, kept_);
    keep(stores_.trusted, before->stores_.trusted, kept_);
  }
  if (stores_.trusted)
    authorities_ = authorities_pem(stores_.trusted->content);
  trust_ = digest_of(authorities_);
}

store_stamps stamps_of(const vault_places& x) {
  return {stamp_of(x.keys.file), stamp_of(x.trusted.file), stamp_of(x.password_file())};
}

std::string vault_content::entry_of(const std::string& realm, const std::string& alias) const {
  if (stores_.keys)
    if (auto found = stores_.keys->content.find_key(full_alias(realm, alias)))
      return entry_digest(stores_.keys->content, *found);
  return {};
}

/// The judgement of `troupe vault check`, of an agent with the same key.
caf::expected<ready_key_ptr>
vault_content::key_of(const std::string& realm, const std::string& alias) const {
  agent_settings agent;
  agent.certificate_alias = alias;
  auto opened = open_agent(realm, agent, stores_, std::nullopt);
  if (!opened.check.problems.empty())
    return failure(errc::config_invalid, opened.check.problems.front());
  auto ready = make_ready(opened.entry, opened.key);
  if (!ready)
    return failure(errc::config_invalid, sentence(ready.error()));
  ready->entry = entry_digest(stores_.keys->content, opened.entry);
  return std::make_shared<const ready_key>(std::move(*ready));
}

caf::expected<identity> vault_content::identity_of(
    const ready_key_ptr& key, bool own_authorities_only, int64_t now_ms) const {
  if (auto problem = key ? dating_problem(key->presented, now_ms) : ""; !problem.empty())
    return failure(errc::config_invalid, std::move(problem));
  agent_settings agent;
  agent.trust = own_authorities_only ? trust::own : trust::own_and_system;
  auto checked = check_agent({}, agent, stores_, now_ms);
  if (!checked.problems.empty())
    return failure(errc::config_invalid, checked.problems.front());
  identity out;
  auto material = std::make_shared<tls_material>();
  material->system_authorities = !own_authorities_only;
  if (auto why = put_authorities(*material, authorities_))
    return why;
  out.trust = trust_;
  if (key) {
    if (auto why = put_identity(*material, *key))
      return why;
    out.fingerprint = key->fingerprint;
    out.not_after_ms = not_after_ms(*first_to_expire(key->presented));
    out.chain = key->chain;
    out.entry = key->entry;
  }
  out.material = std::move(material);
  return out;
}

vault_view vault_content::view() const {
  vault_view out;
  out.keystore_file = stores_.places.keys.file.string();
  out.truststore_file = stores_.places.trusted.file.string();
  auto add = [&](const caf::expected<opened_store>& store) {
    if (!store) {
      out.problems.push_back(sentence(store.error()));
      return;
    }
    for (auto& x : store->problems)
      out.problems.push_back(x.text);
    for (auto& x : store->content.keys())
      out.certificates.push_back(view_of(x.alias, true, x.chain));
    for (auto& x : store->content.trusted())
      out.certificates.push_back(view_of(x.alias, false, {x.content}));
  };
  add(stores_.keys);
  add(stores_.trusted);
  out.problems.insert(out.problems.end(), kept_.begin(), kept_.end());
  for (auto& text : misplaced_stores(stores_.places))
    out.problems.push_back(text);
  return out;
}

} // namespace troupe
