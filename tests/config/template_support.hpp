#pragma once

#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

/// What templates and groups make of a realm "hall".
namespace troupe::test {

inline constexpr auto agents = R"(
  [realm.hall.agent]
  floor.host = "h"
  aws.host   = "cloud"
)";

inline load_result parse_hall(const std::string& text) { return parse(agents + text); }

inline const shared_list<asset_settings>& assets_of(const load_result& x) {
  INFO(lines(x));
  REQUIRE(x.value);
  return x.value->realms.at(0).assets;
}

inline std::vector<std::string> ids_of(const load_result& x) {
  std::vector<std::string> out;
  for (auto& asset : assets_of(x))
    out.push_back(asset.id);
  return out;
}

using names = std::vector<std::string>;

} // namespace troupe::test
