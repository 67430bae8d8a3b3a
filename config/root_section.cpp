#include "config/formats.hpp"
#include "config/sections.hpp"

#include <algorithm>

namespace troupe::config {
namespace {

void check(reader& r, const written& keys, settings& x) {
  std::vector<std::string_view> names;
  for (auto& realm : x.realms)
    names.push_back(realm.name);
  r.resolve(r.realms, "a realm of this configuration", names);
  std::sort(x.realms.begin(), x.realms.end(), [](const auto& a, const auto& b) {
    return a.name < b.name;
  });
  check_loops(r, x);
  check_health(r, keys, x);
  auto realms = keys.value("realm");
  if (!realms || (as<table>(*realms) && x.realms.empty()))
    keys.warning(r, "realm", "there is none, so the runtime has nothing to do");
}

realm_draft start_realm(const settings&, const entry& e) {
  realm_draft out;
  out.name = e.key;
  out.at = e.at;
  return out;
}

} // namespace

const section<settings>& root_section() {
  using s = settings;
  static const section<s> it{
      "The whole configuration.",
      {
          {key_info{
               .name = "include",
               .doc = "More files, relative to this one; `*`, `?` and `[…]` match names. "
                      "Tables merge; a key set twice is an error.",
               .type = "an array of file names",
               .schema = R"({"type":"array","items":{"type":"string"}})",
               .example = "[\"conf.d/*.toml\"]"},
           [](reader&, const entry&, s&) {}}, // followed before anything is read
          table_key<s>("runtime", &s::runtime, runtime_section()),
          table_key<s>("console", &s::console, console_section()),
          table_key<s>("vault", &s::vault, vault_section()),
          table_key<s>("health", &s::health, health_section()),
          named_tables<s, realm_draft>{
              "realm", "NAME", realm_section(), check_realm_name, start_realm,
              [](s& x, realm_draft realm) { x.realms.push_back(std::move(realm)); }},
      },
      check};
  return it;
}

} // namespace troupe::config
