#include "actors/vault/vault_content.hpp"

#include "actors/vault/certificate_text.hpp"
#include "actors/vault/key_pem.hpp"
#include "schemas/errors.hpp"

namespace troupe {
namespace {

/// The judgement of `troupe vault check`, of an agent that asks for the same.
opened_agent opened(
    const std::string& realm, const identity_query& x, const vault_stores& stores, int64_t now_ms) {
  agent_settings agent;
  agent.certificate_alias = x.alias;
  agent.trust = x.own_authorities_only ? trust::own : trust::own_and_system;
  return open_agent(realm, agent, stores, now_ms);
}

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
}

store_stamps stamps_of(const vault_places& x) {
  return {stamp_of(x.keys.file), stamp_of(x.trusted.file), stamp_of(x.password_file())};
}

caf::expected<identity> vault_content::identity_of(
    const std::string& realm, const identity_query& x, int64_t now_ms) const {
  auto found = opened(realm, x, stores_, now_ms);
  if (!found.check.problems.empty())
    return failure(errc::config_invalid, found.check.problems.front());
  identity out;
  auto material = std::make_shared<tls_material>();
  material->system_authorities = !x.own_authorities_only;
  if (stores_.trusted)
    if (auto why = put_authorities(*material, stores_.trusted->content))
      return why;
  if (found.key) {
    if (auto why = put_identity(*material, found.entry, found.key))
      return failure(errc::config_invalid, sentence(why));
    out.not_after_ms = not_after_ms(*found.entry.chain.front());
    out.fingerprint = material->fingerprint;
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
