#include "actors/vault/certificate_check.hpp"
#include "actors/vault/certificate_text.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/table.hpp"
#include "runtime/cli/vault_json.hpp"
#include "runtime/cli/vault_session.hpp"
#include "schemas/errors.hpp"

#include <iostream>

namespace troupe::cli {
namespace {

void add_problems(vault_view& out, const caf::expected<opened_store>& x) {
  if (!x) {
    out.problems.push_back(sentence(x.error()));
    return;
  }
  for (auto& problem : x->problems)
    out.problems.push_back(problem.text);
}

vault_view view_of(const vault_stores& x) {
  vault_view out;
  out.keystore_file = x.places.keys.file.string();
  out.truststore_file = x.places.trusted.file.string();
  if (x.keys)
    for (auto& y : x.keys->content.keys())
      out.certificates.push_back(troupe::view_of(y.alias, true, y.chain));
  if (x.trusted)
    for (auto& y : x.trusted->content.trusted())
      out.certificates.push_back(troupe::view_of(y.alias, false, {y.content}));
  add_problems(out, x.keys);
  add_problems(out, x.trusted);
  return out;
}

std::string expiry(const certificate_view& x, std::optional<int64_t> clock) {
  if (x.chain_length == 0 || !clock)
    return {};
  auto now = *clock;
  return now > x.not_after_ms ? "expired " + when_text(x.not_after_ms, now)
                              : span_text(x.not_after_ms - now);
}

} // namespace

int vault_list(const vault_list_options& x) {
  auto session = begin_vault(x);
  auto stores = open_stores(session.places);
  auto shown = view_of(stores);
  auto now = judging_clock();
  if (!now)
    shown.problems.emplace_back(clock_before_build);
  if (x.json) {
    std::cout << vault_json(shown) << '\n';
  } else {
    table out{{"ALIAS", "KIND", "KEY", "SUBJECT", "ISSUER", ">CHAIN", ">LEFT", "SHA-256"}};
    for (auto& y : shown.certificates)
      out.add(
          {y.alias, y.is_key ? "key" : "trusted", y.key_type, y.subject, y.issuer,
           std::to_string(y.chain_length), expiry(y, now), y.fingerprint.substr(0, 16)});
    std::cout << "keystore    " << shown.keystore_file << "\ntruststore  " << shown.truststore_file
              << "\n\n"
              << (out.empty() ? "no entries\n" : out.text());
    for (auto& text : shown.problems)
      warn(text);
  }
  return stores.keys && stores.trusted ? exit_well : exit_failed;
}

} // namespace troupe::cli
