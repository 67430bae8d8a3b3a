#include "actors/vault/store_places.hpp"

#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe {
namespace {

constexpr auto openremote_default = "secret";

struct role {
  std::string file_variable;
  std::string password_variable;
  const char* default_name;
};

const role key_role{
    "OR_SSL_CLIENT_KEYSTORE_FILE", "OR_SSL_CLIENT_KEYSTORE_PASSWORD", "client_keystore.p12"};
const role trust_role{
    "OR_SSL_CLIENT_TRUSTSTORE_FILE", "OR_SSL_CLIENT_TRUSTSTORE_PASSWORD", "client_truststore.p12"};

std::string first_line_end_dropped(std::string x) {
  if (x.ends_with('\n'))
    x.pop_back();
  if (x.ends_with('\r'))
    x.pop_back();
  return x;
}

/// Collects passwords in order, each text once.
class password_list {
public:
  explicit password_list(const environment& env) : env_{env} {}

  void add(known_password x) {
    auto known =
        std::find_if(all_.begin(), all_.end(), [&](auto& y) { return y.text.text == x.text.text; });
    if (known == all_.end())
      all_.push_back(std::move(x));
    else
      known->beside_stores |= x.beside_stores;
  }

  void add(const char* source, const std::optional<secret>& x) {
    if (x && !x->text.empty())
      add({source, *x, false, false});
  }

  /// Whether the variable is set, itself or by a file. An empty one is not: compose files
  /// pass on what is not set that way.
  bool add_variable(const std::string& name, bool fallback = false) {
    auto direct = variable(name);
    auto file = variable(name + "_FILE");
    if (direct && file)
      return fail(name + " and " + name + "_FILE are both set; keep one of them");
    if (direct)
      return add({name, {*direct}, fallback, false}), true;
    if (!file)
      return false;
    auto text = password_in(*file);
    if (!text)
      return fail(name + "_FILE: " + sentence(text.error()));
    return add({name + "_FILE", {*std::move(text)}, fallback, false}), true;
  }

  /// The one made at the first start, if it was.
  void add_generated(const std::filesystem::path& file) {
    auto text = password_in(file);
    if (text)
      add({file.string(), {*std::move(text)}, false, true});
    else if (!is(text.error(), errc::not_found))
      fail(sentence(text.error()));
  }

  caf::expected<std::vector<known_password>> take() {
    if (problem_)
      return problem_;
    return std::move(all_);
  }

private:
  std::optional<std::string> variable(const std::string& name) const {
    auto out = env_.variable(name);
    return out && out->empty() ? std::nullopt : out;
  }

  caf::expected<std::string> password_in(const std::filesystem::path& file) const {
    auto text = env_.secret_file(file);
    if (!text)
      return text;
    auto out = first_line_end_dropped(*std::move(text));
    if (out.empty())
      return failure(
          errc::value_invalid,
          file.string()
              + " is empty; expected a password. Restore it from a backup; if the stores "
                "have another password, remove it");
    return out;
  }

  bool fail(std::string text) {
    if (!problem_)
      problem_ = failure(errc::config_invalid, std::move(text));
    return false;
  }

  const environment& env_;
  std::vector<known_password> all_;
  caf::error problem_;
};

/// A file somebody names has its own password first, one in the default place that
/// of all stores; what else is known is tried after it.
caf::expected<std::vector<known_password>> passwords_of(
    const role& x, const vault_settings& own, const vault_places& places, bool named,
    const environment& env) {
  password_list out{env};
  auto for_all = [&] { out.add_variable("OR_KEYSTORE_PASSWORD"); };
  if (named)
    out.add_variable(x.password_variable);
  else
    for_all();
  if (&x == &trust_role)
    out.add("vault.truststore_password", own.truststore_password);
  out.add("vault.keystore_password", own.keystore_password);
  if (named) {
    for_all();
  } else {
    out.add_variable(x.password_variable);
    out.add_generated(places.password_file());
  }
  auto admin = out.add_variable("OR_ADMIN_PASSWORD", true);
  out.add({"the empty password", {}, true, false});
  if (!admin)
    out.add({"OpenRemote's default password", {openremote_default}, true, false});
  return out.take();
}

caf::error fill(
    store_place& out, const role& x, const std::filesystem::path& setting, const char* setting_name,
    const settings& all, const vault_places& places, const environment& env) {
  out.for_keys = &x == &key_role;
  auto variable = env.variable(x.file_variable);
  if (variable && !variable->empty()) {
    out.file = *variable;
    out.named_by = x.file_variable;
  } else if (!setting.empty()) {
    out.file = setting;
    out.named_by = setting_name;
  } else
    out.file = places.folder() / x.default_name;
  auto passwords = passwords_of(x, all.vault, places, !out.named_by.empty(), env);
  if (!passwords)
    return passwords.error();
  out.passwords = std::move(*passwords);
  return {};
}

} // namespace

bool is_well_known(const secret& x) { return x.text.empty() || x.text == openremote_default; }

caf::expected<vault_places> find_stores(const settings& x, const environment& env) {
  vault_places out;
  out.storage = x.runtime.storage_dir;
  out.key_password = x.vault.key_password;
  out.legacy = x.vault.legacy_pkcs12;
  if (auto problem =
          fill(out.keys, key_role, x.vault.keystore_file, "vault.keystore_file", x, out, env))
    return problem;
  if (auto problem = fill(
          out.trusted, trust_role, x.vault.truststore_file, "vault.truststore_file", x, out, env))
    return problem;
  return out;
}

} // namespace troupe
