#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "config/spelling.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/vault_session.hpp"
#include "schemas/errors.hpp"

#include <algorithm>
#include <iostream>
#include <map>

namespace troupe::cli {
namespace {

constexpr auto with_force = "; --force imports it nevertheless";

[[noreturn]] void refuse(const std::string& text) { throw command_error{exit_failed, text}; }

/// A key with what it presents, wherever it comes from.
struct pair {
  private_key key;
  std::vector<certificate> chain;
};

void append(std::vector<certificate>& out, std::vector<certificate> more) {
  out.insert(out.end(), more.begin(), more.end());
}

bool is_in(const std::vector<certificate>& all, const certificate& x) {
  return std::find(all.begin(), all.end(), x) != all.end();
}

/// The certificate the key fits, then those that lead on from it.
std::vector<certificate> ordered(const private_key& key, const std::vector<certificate>& all) {
  for (auto& x : all)
    if (fits(key, x))
      return chain_from(x, certificate_pool{all});
  return {};
}

pair pair_from_files(const vault_import_options& x) {
  if (x.cert.empty())
    throw command_error{exit_usage, "name --cert and --key, or --p12"};
  auto certificates =
      need(read_certificates(input_bytes(x.cert, false).view(), input_name(x.cert)));
  std::map<std::string, std::vector<certificate>> chains;
  for (auto& file : x.chain) {
    auto more = need(read_certificates(input_bytes(file, false).view(), input_name(file)));
    chains[input_name(file)] = more;
    append(certificates, std::move(more));
  }
  auto text = input_bytes(x.key, true);
  auto password = password_from(x.key_password_file);
  auto key = read_private_key(text.view(), password.view(), input_name(x.key));
  if (!key && is(key.error(), errc::config_invalid) && x.key_password_file.empty())
    refuse(input_name(x.key) + " is encrypted: name --key-password-file");
  pair out{need(std::move(key)), {}};
  out.chain = ordered(out.key, certificates);
  if (out.chain.empty())
    refuse(
        "the key in " + input_name(x.key) + " does not fit "
        + (certificates.size() == 1 ? "the certificate " + subject_of(*certificates.front())
                                    : "any of the certificates"));
  for (auto& [name, all] : chains)
    if (std::none_of(all.begin(), all.end(), [&](auto& y) { return is_in(out.chain, y); }))
      warn(name + " holds no issuer of " + subject_of(*out.chain.back()) + "; it is left out");
  return out;
}

key_entry chosen(const keystore& from, const vault_import_options& x) {
  if (!x.p12_alias.empty())
    return need(from.find_key(x.p12_alias));
  if (from.keys().empty())
    refuse(input_name(x.p12) + " holds no key");
  std::string aliases;
  for (auto& y : from.keys())
    aliases += (aliases.empty() ? "" : ", ") + config::in_quotes(y.alias);
  if (from.keys().size() > 1)
    refuse(
        input_name(x.p12) + " holds " + std::to_string(from.keys().size())
        + " keys; choose one with --p12-alias: " + aliases);
  return from.keys().front();
}

pair pair_from_p12(const vault_import_options& x, bool legacy) {
  auto password = password_from(x.key_password_file);
  auto bytes = input_bytes(x.p12, true);
  auto read = read_keystore(bytes.view(), password.view(), {input_name(x.p12), legacy, {}});
  if (!read && is(read.error(), errc::config_invalid) && x.key_password_file.empty())
    refuse(sentence(read.error()) + "; name --key-password-file");
  auto content = need(std::move(read));
  auto entry = chosen(content, x);
  pair out{need(content.open_key(entry, password.view())), entry.chain};
  if (out.chain.empty())
    refuse("the key " + config::in_quotes(entry.alias) + " has no certificate");
  if (!fits(out.key, out.chain.front()))
    refuse("the key " + config::in_quotes(entry.alias) + " does not fit its certificate");
  return out;
}

void object(const std::string& why, bool force) {
  if (!why.empty())
    force ? warn(why) : refuse(why + with_force);
}

void check_dates(const std::vector<certificate>& all, bool force) {
  auto now = judging_clock();
  if (!now)
    return warn(
        std::string{clock_before_build} + ": see to the dates of " + subject_of(*all.front()));
  for (auto& x : all)
    if (auto problem = validity_problem(x, *now); !problem.empty())
      object("the certificate " + subject_of(*x) + " " + problem, force || broker_has(x, all));
}

/// Nothing but what somebody asked for gives way.
void make_room(opened_store& store, bool keys, const std::string& alias, bool replace) {
  auto& x = store.content;
  if (keys ? x.has_trusted(alias) : x.has_key(alias))
    refuse(
        config::in_quotes(alias) + " is the alias of a " + (keys ? "certificate" : "key") + " in "
        + store.place.file.string() + "; take another one");
  if (!(keys ? x.has_key(alias) : x.has_trusted(alias)))
    return;
  if (!replace)
    refuse(
        store.place.file.string() + " has " + config::in_quotes(alias)
        + " already; --replace puts the new one in its place");
  keys ? x.remove_key(alias) : x.remove_trusted(alias);
}

std::string summary(const certificate& x) {
  return key_type_of(*x) + ", " + subject_of(*x) + ", valid until " + moment_text(not_after_ms(*x));
}

void trust_one(opened_store& store, const std::string& alias, const certificate& x, bool replace) {
  make_room(store, false, alias, replace);
  for (auto& y : store.content.trusted())
    if (to_der(y.content) == to_der(x))
      warn("the same certificate is trusted as " + config::in_quotes(y.alias) + " already");
  if (!is_authority(x))
    warn(subject_of(*x) + " is no authority: only a broker with this very certificate is believed");
  need(store.content.add_trusted(alias, x));
  std::cout << "trusted " << printable(alias) << ": " << printable(summary(x)) << '\n';
}

std::string sibling(const std::string& alias, size_t number) {
  return number == 1 ? alias : alias + "-" + std::to_string(number);
}

/// They may be what an earlier, longer file left, or somebody's own.
void tell_siblings(const opened_store& store, const std::string& alias, size_t count) {
  for (auto name = sibling(alias, ++count); store.content.has_trusted(name);
       name = sibling(alias, ++count))
    warn(
        config::in_quotes(name) + " is trusted still; 'troupe vault remove --trusted --alias "
        + name + "' ends that");
}

} // namespace

int vault_import(const vault_import_options& x) {
  auto session = begin_vault(x);
  check_realm(session, x.realm);
  check_alias(x.alias);
  auto found = x.p12.empty() ? pair_from_files(x) : pair_from_p12(x, session.places.legacy);
  check_dates(found.chain, x.force);
  object(presenting_problem(found.chain), x.force);
  if (same_alias(x.alias.substr(0, x.realm.size() + 1), x.realm + "."))
    warn(
        "the realm stands before the alias by itself: this one will be "
        + config::in_quotes(full_alias(x.realm, x.alias)));
  auto alias = full_alias(x.realm, x.alias);
  change_store(session, true, [&](opened_store& store) {
    make_room(store, true, alias, x.replace);
    need(store.content.add_key(
        alias, found.key, found.chain, new_key_password(store, session.places)));
  });
  std::cout << "imported " << printable(alias) << ": " << printable(summary(found.chain.front()))
            << ", " << plural(found.chain.size(), "certificate") << ", into "
            << session.places.keys.file.string() << '\n';
  return exit_well;
}

int vault_trust(const vault_trust_options& x) {
  auto session = begin_vault(x);
  check_alias(x.alias);
  auto certificates =
      need(read_certificates(input_bytes(x.file, false).view(), input_name(x.file)));
  for (auto& y : certificates) {
    check_dates({y}, x.force);
    object(weakness(y), x.force);
  }
  change_store(session, false, [&](opened_store& store) {
    for (size_t i = 0; i < certificates.size(); ++i)
      trust_one(store, sibling(x.alias, i + 1), certificates[i], x.replace);
    if (x.replace)
      tell_siblings(store, x.alias, certificates.size());
  });
  return exit_well;
}

int vault_remove(const vault_remove_options& x) {
  auto session = begin_vault(x);
  if (!x.realm.empty())
    check_realm(session, x.realm);
  auto alias = x.realm.empty() ? x.alias : full_alias(x.realm, x.alias);
  change_store(session, !x.trusted, [&](opened_store& store) {
    std::vector<std::string_view> known;
    for (auto& y : store.content.keys())
      known.push_back(y.alias);
    for (auto& y : store.content.trusted())
      known.push_back(y.alias);
    auto count = x.trusted ? store.content.remove_trusted(alias) : store.content.remove_key(alias);
    if (count == 0)
      refuse(
          store.place.file.string() + " has no " + (x.trusted ? "certificate" : "key")
          + " with the alias " + config::in_quotes(alias) + config::hint(alias, known));
  });
  std::cout << "removed " << printable(alias) << '\n';
  return exit_well;
}

} // namespace troupe::cli
