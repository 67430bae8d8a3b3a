#include "actors/vault/keystore.hpp"

#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "actors/vault/openssl_handles.hpp"
#include "config/spelling.hpp"
#include "schemas/errors.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <openssl/rand.h>

namespace troupe {
namespace {

constexpr int key_iterations = 10'000; // as keytool; of what an attacker of the file pays
constexpr size_t longest_alias = 255;

using config::in_quotes;

std::string folded(std::string_view x) {
  std::string out{x};
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return out;
}

caf::error alias_problem(const std::string& x) {
  auto fair = std::all_of(x.begin(), x.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (!x.empty() && x.size() <= longest_alias && fair)
    return {};
  return failure(
      errc::value_invalid,
      in_quotes(x) + " is no alias: expected 1 to " + std::to_string(longest_alias)
          + " ASCII characters without control characters; keytool takes \"Ä\" and \"ä\" for the "
            "same and would drop one of two entries");
}

/// The aliases of `all` that are equal but for case, each such group once.
template <class Entry>
std::vector<std::string> twins(const std::vector<Entry>& all, const char* kind) {
  std::map<std::string, std::vector<std::string_view>> groups;
  for (auto& x : all)
    groups[folded(x.alias)].push_back(x.alias);
  std::vector<std::string> out;
  for (auto& [alias, names] : groups)
    if (names.size() > 1)
      out.push_back(
          std::to_string(names.size()) + " " + kind + " have the alias " + in_quotes(alias)
          + " but for the case of letters, so that none of them can be told from the others");
  return out;
}

bool is_same(const certificate& a, const certificate& b) {
  return a && b && X509_cmp(a.get(), b.get()) == 0;
}

struct by_content {
  bool operator()(const x509_st* a, const x509_st* b) const { return X509_cmp(a, b) < 0; }
};

/// The certificates that keys are tied to, by id and name, by id alone, by name alone.
using leaf_index = std::map<std::pair<std::string, std::string>, size_t>;

leaf_index leaves_of(const std::vector<store_bag>& all) {
  leaf_index out;
  for (size_t i = 0; i < all.size(); ++i) {
    auto& x = all[i];
    if (!x.content || x.trusted)
      continue;
    auto name = folded(x.name);
    out.try_emplace({x.key_id, name}, i);
    out.try_emplace({x.key_id, {}}, i);
    out.try_emplace({{}, name}, i);
  }
  out.erase(leaf_index::key_type{});
  return out;
}

/// As Java does it: the same id and name, else the same id, else the same name.
std::optional<size_t> leaf_of(const leaf_index& leaves, const store_bag& key) {
  auto name = folded(key.name);
  for (auto& x : {std::pair{key.key_id, name}, {key.key_id, {}}, {{}, name}})
    if (auto at = leaves.find(x); at != leaves.end())
      return at->second;
  return std::nullopt;
}

} // namespace

bool same_alias(std::string_view a, std::string_view b) { return folded(a) == folded(b); }

std::vector<std::string> keystore::warnings() const {
  auto out = found_reading_;
  out.insert(out.end(), found_indexing_.begin(), found_indexing_.end());
  return out;
}

caf::expected<key_entry> keystore::find_key(std::string_view alias) const {
  std::vector<const key_entry*> found;
  for (auto& x : keys_)
    if (same_alias(x.alias, alias))
      found.push_back(&x);
  if (found.size() == 1)
    return *found.front();
  if (found.empty())
    return failure(errc::not_found, "there is no key with the alias " + in_quotes(alias));
  return failure(
      errc::value_invalid, std::to_string(found.size()) + " keys have the alias " + in_quotes(alias)
                               + " but for the case of letters; remove all but one of them");
}

bool keystore::has_key(std::string_view alias) const {
  return std::any_of(
      keys_.begin(), keys_.end(), [&](auto& x) { return same_alias(x.alias, alias); });
}

bool keystore::has_trusted(std::string_view alias) const {
  return std::any_of(
      trusted_.begin(), trusted_.end(), [&](auto& x) { return same_alias(x.alias, alias); });
}

caf::error keystore::add_key(
    const std::string& alias, const private_key& key, const std::vector<certificate>& chain,
    std::string_view password) {
  clean_error_queue errors;
  if (auto problem = alias_problem(alias))
    return problem;
  std::string id(20, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(id.data()), static_cast<int>(id.size())) != 1)
    return failure(errc::unavailable, "no random numbers: " + openssl_reason());
  auto made = make_key_bag(key, password, key_iterations);
  if (!made)
    return made.error();
  std::vector<store_bag> added{std::move(*made)};
  for (auto& x : chain) {
    auto leaf = added.size() == 1;
    auto known = std::any_of(bags_.begin(), bags_.end(), [&](auto& y) {
      return y.key_id.empty() && is_same(y.content, x);
    });
    if (!leaf && known)
      continue;
    auto bag = make_certificate_bag(x);
    if (!bag)
      return bag.error();
    added.push_back(std::move(*bag));
  }
  for (size_t i = 0; i < std::min<size_t>(2, added.size()); ++i) {
    if (auto problem = name_bag(added[i], alias))
      return problem;
    if (auto problem = tie_bag(added[i], id))
      return problem;
  }
  bags_.insert(bags_.end(), added.begin(), added.end());
  index();
  return {};
}

caf::error keystore::add_trusted(const std::string& alias, const certificate& x) {
  clean_error_queue errors;
  if (auto problem = alias_problem(alias))
    return problem;
  auto bag = make_certificate_bag(x);
  if (!bag)
    return bag.error();
  if (auto problem = name_bag(*bag, alias))
    return problem;
  if (auto problem = mark_trusted(*bag))
    return problem;
  bags_.push_back(std::move(*bag));
  index();
  return {};
}

size_t keystore::remove_key(std::string_view alias) {
  std::vector<bool> gone(bags_.size());
  std::vector<certificate> orphans;
  std::vector<certificate> needed;
  size_t count = 0;
  for (auto& x : keys_) {
    auto leaves = same_alias(x.alias, alias);
    auto& chain = leaves ? orphans : needed;
    chain.insert(chain.end(), x.chain.begin(), x.chain.end());
    if (!leaves)
      continue;
    ++count;
    gone[x.bag] = true;
    if (x.leaf)
      gone[*x.leaf] = true;
  }
  auto is_in = [](const std::vector<certificate>& list, const certificate& x) {
    return std::any_of(list.begin(), list.end(), [&](auto& y) { return is_same(x, y); });
  };
  for (size_t i = 0; i < bags_.size(); ++i) {
    auto& x = bags_[i];
    if (x.content && !x.trusted && x.key_id.empty() && is_in(orphans, x.content)
        && !is_in(needed, x.content))
      gone[i] = true;
  }
  drop(gone);
  return count;
}

size_t keystore::remove_trusted(std::string_view alias) {
  std::vector<bool> gone(bags_.size());
  size_t count = 0;
  for (auto& x : trusted_)
    if (same_alias(x.alias, alias)) {
      gone[x.bag] = true;
      ++count;
    }
  drop(gone);
  return count;
}

void keystore::drop(const std::vector<bool>& gone) {
  clean_error_queue errors;
  std::vector<store_bag> rest;
  for (size_t i = 0; i < bags_.size(); ++i)
    if (!gone[i])
      rest.push_back(std::move(bags_[i]));
  bags_ = std::move(rest);
  index();
}

void keystore::index() {
  keys_.clear();
  trusted_.clear();
  found_indexing_.clear();
  index_keys();
  index_trusted();
  for (auto& text : twins(keys_, "keys"))
    found_indexing_.push_back(text);
  for (auto& text : twins(trusted_, "trusted certificates"))
    found_indexing_.push_back(text);
}

void keystore::index_keys() {
  certificate_pool pool;
  for (auto& x : bags_)
    if (x.content)
      pool.add(x.content);
  auto leaves = leaves_of(bags_);
  auto unnamed = 0;
  for (size_t i = 0; i < bags_.size(); ++i) {
    auto& key = bags_[i];
    if (key.kind != store_bag::kind::key)
      continue;
    key_entry entry;
    entry.bag = i;
    entry.leaf = leaf_of(leaves, key);
    auto* leaf = entry.leaf ? &bags_[*entry.leaf] : nullptr;
    entry.alias = !key.name.empty() ? key.name : leaf ? leaf->name : "";
    if (entry.alias.empty()) {
      entry.alias = std::to_string(++unnamed);
      found_indexing_.push_back(
          "a key has no alias; it is called " + in_quotes(entry.alias) + " here");
    }
    if (leaf)
      entry.chain = chain_from(leaf->content, pool);
    else
      found_indexing_.push_back(
          "the key " + in_quotes(entry.alias) + " has no certificate, so no one can be shown it");
    keys_.push_back(std::move(entry));
  }
}

void keystore::index_trusted() {
  std::set<const x509_st*, by_content> chained;
  for (auto& x : keys_)
    for (auto& y : x.chain)
      chained.insert(y.get());
  auto unnamed = 0;
  auto unmarked = 0;
  for (size_t i = 0; i < bags_.size(); ++i) {
    auto& x = bags_[i];
    if (x.kind == store_bag::kind::certificate && !x.content)
      found_indexing_.push_back(
          "a certificate" + (x.name.empty() ? "" : " with the alias " + in_quotes(x.name))
          + " cannot be read; it is kept but not used");
    if (!x.content || (!x.trusted && (!x.key_id.empty() || chained.contains(x.content.get()))))
      continue;
    unmarked += !x.trusted;
    auto alias = x.name.empty() ? "trusted-" + std::to_string(++unnamed) : x.name;
    trusted_.push_back({alias, x.content, i});
  }
  if (unmarked > 0)
    found_indexing_.push_back(
        std::to_string(unmarked) + (unmarked == 1 ? " certificate has" : " certificates have")
        + " no mark that it is trusted, so that Java does not see it; it is trusted here");
}

} // namespace troupe
