#include "runtime/cli/vault_json.hpp"

#include <boost/json.hpp>

namespace troupe::cli {
namespace {

namespace json = boost::json;

json::array array_of(const std::vector<std::string>& x) {
  json::array out;
  for (auto& y : x)
    out.emplace_back(y);
  return out;
}

json::object object_of(const certificate_view& x) {
  return {
      {"alias", x.alias},
      {"kind", x.is_key ? "key" : "trusted"},
      {"subject", x.subject},
      {"issuer", x.issuer},
      {"key_type", x.key_type},
      {"fingerprint", x.fingerprint},
      {"not_before", x.not_before_ms},
      {"not_after", x.not_after_ms},
      {"ends_with", x.ends_with},
      {"chain_length", x.chain_length}};
}

} // namespace

std::string vault_json(const vault_view& x) {
  json::array certificates;
  for (auto& y : x.certificates)
    certificates.push_back(object_of(y));
  return json::serialize(json::object{
      {"keystore_file", x.keystore_file},
      {"truststore_file", x.truststore_file},
      {"certificates", certificates},
      {"problems", array_of(x.problems)}});
}

std::string checks_json(const std::vector<agent_check>& x) {
  json::array out;
  for (auto& y : x) {
    json::value identity = nullptr;
    if (y.identity.chain_length > 0)
      identity = object_of(y.identity);
    out.push_back(json::object{
        {"realm", y.realm},
        {"agent", y.agent},
        {"alias", y.alias},
        {"identity", identity},
        {"chain", array_of(y.chain)},
        {"issuer", y.issuer},
        {"own_authorities", array_of(y.own_authorities)},
        {"system_authorities", y.system_authorities},
        {"problems", array_of(y.problems)},
        {"warnings", array_of(y.warnings)}});
  }
  return json::serialize(out);
}

} // namespace troupe::cli
