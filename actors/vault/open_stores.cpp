#include "actors/vault/open_stores.hpp"

#include "actors/log.hpp"
#include "actors/vault/openssl_handles.hpp"
#include "actors/vault/store_weaknesses.hpp"
#include "config/spelling.hpp"
#include "schemas/errors.hpp"

#include <algorithm>
#include <array>

#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace troupe {
namespace {

namespace fs = std::filesystem;

constexpr size_t most_misplaced = 10;

/// 256 random bits, such that a shell and keytool take them for a password.
caf::expected<std::string> random_text() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_priv_bytes(bytes.data(), bytes.size()) != 1)
    return failure(errc::unavailable, "no random numbers: " + openssl_reason());
  std::string out;
  for (auto x : bytes) {
    out += "0123456789abcdef"[x >> 4];
    out += "0123456789abcdef"[x & 15];
  }
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return out;
}

bool is_missing(const store_place& x) {
  std::error_code ignored;
  auto type = fs::symlink_status(x.file, ignored).type();
  return x.named_by.empty() && type == fs::file_type::not_found; // not: cannot be looked at
}

/// Nobody says which password a new store is to have.
bool needs_password(const store_place& x) { return is_missing(x) && x.passwords.front().fallback; }

caf::error make_password(vault_places& x) {
  auto text = random_text();
  if (!text)
    return text.error();
  if (auto problem = create_file(x.password_file(), *text + "\n"))
    return problem;
  known_password made{x.password_file().string(), {*text}, false, true};
  for (auto* place : {&x.keys, &x.trusted})
    if (place->named_by.empty())
      place->passwords.insert(place->passwords.begin(), made);
  return {};
}

caf::error make_store(const store_place& x) {
  auto& password = x.passwords.front();
  if (auto why = keytool_problem(password.source, password.text); !why.empty())
    return failure(errc::config_invalid, std::move(why));
  auto bytes = to_pkcs12(keystore{}, password.text.text);
  if (!bytes)
    return bytes.error();
  if (auto problem = create_file(x.file, *bytes))
    return problem;
  log::info("vault.store_made", "file", x.file.string());
  return {};
}

/// OpenRemote logs it, too: someday nobody knows why the store opens.
void log_fallback(const opened_store& x) {
  auto& first = x.place.passwords.front();
  if (x.password.source == first.source && !first.fallback)
    return;
  if (first.fallback && x.password.text.text.empty())
    return; // nobody named one, and it has none
  log::warn(
      "vault.other_password", "file", x.place.file.string(), "opened_with", x.password.source,
      "advice", "set OR_KEYSTORE_PASSWORD or vault.keystore_password to it");
}

caf::error missing(const store_place& x) {
  return failure(
      errc::not_found,
      x.named_by.empty()
          ? x.file.string()
                + " is not there; restore it from a backup, or the next start makes an empty one"
          : x.named_by + " names " + x.file.string() + ", which is not there");
}

/// The names of the passwords, for the sentence that none of them fits.
std::string sources(const std::vector<known_password>& all) {
  std::string out;
  for (auto& x : all)
    out += (out.empty() ? "" : ", ") + x.source;
  return out;
}

} // namespace

caf::error make_missing_stores(vault_places& x) {
  if (!is_missing(x.keys) && !is_missing(x.trusted))
    return {};
  if (auto problem = create_folder(x.folder()))
    return problem;
  auto lock = folder_lock::take(x.folder());
  if (!lock)
    return lock.error();
  if (needs_password(x.keys) || needs_password(x.trusted))
    if (auto problem = make_password(x))
      return problem;
  for (auto* place : {&x.keys, &x.trusted})
    if (is_missing(*place))
      if (auto problem = make_store(*place))
        return problem;
  return {};
}

caf::expected<vault_places> ready_stores(const settings& x, const environment& env) {
  auto places = find_stores(x, env);
  if (!places)
    return places;
  if (auto problem = make_missing_stores(*places))
    return problem;
  return find_stores(x, env);
}

caf::expected<opened_store> open_store(const store_place& x, const vault_places& all) {
  auto file = read_file(x.file, most_store_bytes);
  if (!file && is(file.error(), errc::not_found))
    return missing(x);
  if (!file)
    return file.error();
  keystore_options options{x.file.string(), all.legacy, {}};
  if (all.key_password)
    options.key_password = all.key_password->text;
  for (auto& password : x.passwords) {
    auto content = read_keystore(file->bytes, password.text.text, options);
    if (!content && is(content.error(), errc::config_invalid))
      continue;
    if (!content)
      return content.error();
    opened_store out{x, std::move(*content), password, file->stamp, {}};
    note_weaknesses(out, all, *file);
    log_fallback(out);
    for (auto& text : out.content.warnings())
      out.problems.push_back(
          {text.starts_with(options.file) ? text : options.file + ": " + text, true});
    return out;
  }
  return failure(
      errc::config_invalid, x.file.string()
                                + " does not open: the password is wrong, or the file is damaged; "
                                  "tried were: "
                                + sources(x.passwords));
}

caf::error save_store(opened_store& x) {
  auto bytes = to_pkcs12(x.content, x.password.text.text);
  if (!bytes)
    return bytes.error();
  auto again = read_keystore(*bytes, x.password.text.text, {x.place.file.string(), false, {}});
  if (!again)
    return failure(
        errc::value_invalid,
        "nothing was written, since it could not be read again: " + sentence(again.error()));
  if (auto problem = replace_file(x.place.file, *bytes, x.stamp))
    return problem;
  x.stamp = stamp_of(x.place.file);
  return {};
}

caf::expected<private_key>
open_key(const opened_store& x, const key_entry& key, const vault_places& all) {
  if (all.key_password)
    if (auto opened = x.content.open_key(key, all.key_password->text);
        opened || !is(opened.error(), errc::config_invalid))
      return opened;
  auto opened = x.content.open_key(key, x.password.text.text);
  if (opened || !is(opened.error(), errc::config_invalid))
    return opened;
  return failure(
      errc::config_invalid, "the key " + config::in_quotes(key.alias) + " opens neither with "
                                + (all.key_password ? "vault.key_password nor with " : "")
                                + "the password of its store"
                                + (all.key_password ? "" : "; set vault.key_password"));
}

std::string_view new_key_password(const opened_store& x, const vault_places& all) {
  return all.key_password ? all.key_password->text : x.password.text.text;
}

std::vector<std::string> misplaced_stores(const vault_places& x) {
  std::vector<std::string> out;
  std::error_code failed;
  for (fs::directory_iterator at{x.storage, failed}, end; !failed && at != end;
       at.increment(failed)) {
    auto& file = at->path();
    if (file.extension() != ".p12" || out.size() >= most_misplaced)
      continue;
    if (file == x.keys.file || file == x.trusted.file)
      continue;
    auto trusted = file.filename() == "client_truststore.p12";
    auto place = (trusted ? x.trusted : x.keys).file.string();
    out.push_back(
        file.string() + " is not read: it lies one folder too high; move it to " + place
        + ", or, if that has entries already, import it with '"
        + (trusted
               ? "keytool -importkeystore -srckeystore " + file.string() + " -destkeystore " + place
               : "troupe vault import --realm REALM --alias ALIAS --p12 " + file.string())
        + "'");
  }
  std::sort(out.begin(), out.end());
  return out;
}

} // namespace troupe
