#pragma once

#include "tests/actors/vault/keystore_support.hpp"

#include "actors/vault/open_stores.hpp"

#include <map>

namespace troupe::test {

/// A storage folder with certificates made beside it.
struct store_box {
  vault_places places(std::map<std::string, std::string> set = {}) const {
    settings x;
    x.runtime.storage_dir = storage;
    x.vault = vault;
    environment env;
    env.variable = [set](const std::string& name) -> std::optional<std::string> {
      auto at = set.find(name);
      return at == set.end() ? std::nullopt : std::optional{at->second};
    };
    auto out = find_stores(x, env);
    REQUIRE(out);
    return *out;
  }

  certificate_maker make;
  std::filesystem::path storage = make.folder() / "storage";
  vault_settings vault;
};

inline std::string joined(const std::vector<store_problem>& all) {
  std::string out;
  for (auto& x : all)
    out += (x.low ? "low: " : "") + x.text + "\n";
  return out;
}

} // namespace troupe::test
