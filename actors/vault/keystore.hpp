#pragma once

#include "actors/vault/certificate.hpp"
#include "actors/vault/store_bag.hpp"

#include <caf/expected.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ossl_lib_ctx_st;

namespace troupe {

/// A client key with the certificates it presents. The key is encrypted still.
struct key_entry {
  std::string alias;              ///< As the file has it.
  std::vector<certificate> chain; ///< The key's own first; empty: it has none.
  size_t bag = 0;                 ///< Where the keystore has it.
  std::optional<size_t> leaf;     ///< And where its own certificate.
};

/// A certificate that others are believed by.
struct trusted_entry {
  std::string alias;
  certificate content;
  size_t bag = 0;
};

/// A PKCS#12 store in memory: keys with their chains and trusted certificates, each
/// under an alias. Keys stay encrypted; what is not understood is kept and written
/// again. New aliases are ASCII and differ by more than the case of letters.
class keystore {
public:
  /// In the order of the file.
  const std::vector<key_entry>& keys() const { return keys_; }
  const std::vector<trusted_entry>& trusted() const { return trusted_; }

  /// What is odd about the store but does not keep it from use, one sentence each.
  std::vector<std::string> warnings() const;

  /// Fails with `not_found`, or with `value_invalid` if several aliases are equal
  /// but for case, so that nobody can tell which is meant.
  caf::expected<key_entry> find_key(std::string_view alias) const;
  bool has_key(std::string_view alias) const;
  bool has_trusted(std::string_view alias) const;

  /// Decrypts the key. Fails with `config_invalid`: another password; with
  /// `unavailable`: an old cipher that was not asked for.
  caf::expected<private_key> open_key(const key_entry& x, std::string_view password) const;

  /// The encrypted key in DER: other bytes whenever it was written anew.
  std::string encrypted_key(const key_entry& x) const;

  /// `chain` begins with the key's certificate. The key is encrypted under `password`.
  caf::error add_key(
      const std::string& alias, const private_key& key, const std::vector<certificate>& chain,
      std::string_view password);
  caf::error add_trusted(const std::string& alias, const certificate& x);

  /// Removes what has the alias; the chain of a key goes unless another key has it,
  /// too. Answers how many entries went.
  size_t remove_key(std::string_view alias);
  size_t remove_trusted(std::string_view alias);

private:
  friend class keystore_reader;
  friend caf::expected<std::string> to_pkcs12(const keystore& x, std::string_view password);

  /// Finds the entries among the bags.
  void index();
  void index_keys();
  void index_trusted();
  void drop(const std::vector<bool>& gone);

  std::vector<store_bag> bags_;
  std::vector<key_entry> keys_;
  std::vector<trusted_entry> trusted_;
  std::vector<std::string> found_reading_;  ///< Warnings about the file.
  std::vector<std::string> found_indexing_; ///< Warnings about the entries.
  std::shared_ptr<ossl_lib_ctx_st> legacy_; ///< Knows the old ciphers; null: not asked for.
};

/// How a store is to be read.
struct keystore_options {
  std::string file;              ///< Begins each sentence.
  bool legacy = false;           ///< Old ciphers are accepted, with a warning.
  std::string_view key_password; ///< Of the keys, where it is not the store's.
};

constexpr size_t most_store_bytes = 16 << 20;
constexpr size_t most_store_entries = 20'000; // a key takes two or more

/// Reads a whole store. Fails with `config_invalid`: the password is wrong (or the
/// file is damaged: nothing tells them apart); with `unavailable`: it needs old
/// ciphers; with `value_invalid`: the file is no store that can be used.
caf::expected<keystore>
read_keystore(std::string_view bytes, std::string_view password, const keystore_options& options);

/// The store as a file that keytool, openssl and `read_keystore` open with `password`.
/// Keys keep the password they have.
caf::expected<std::string> to_pkcs12(const keystore& x, std::string_view password);

/// Whether two aliases are the same.
bool same_alias(std::string_view a, std::string_view b);

} // namespace troupe
