#include "tests/system/mqtt_tls_failure_fixture.hpp"

#include "tests/support/catch.hpp"

using Catch::Matchers::StartsWith;

namespace troupe::test {

std::string failure_fixture::sentence() {
  auto make = [this] { return make_material(wish); };
  auto client = open(options, make);
  auto start = std::chrono::steady_clock::now();
  auto connected = client.connect();
  CHECK_FALSE(connected);
  CHECK(std::chrono::steady_clock::now() - start < options.connect_timeout + milliseconds{2500});
  CHECK_FALSE(client.log->last(client.log->closed).was_connected);
  auto report = probe(options, make());
  REQUIRE_FALSE(report.steps.empty());
  auto& last = report.steps.back();
  CHECK(last.name == "tls");
  CHECK_FALSE(last.ok);
  auto proof = handshake(options, make());
  CHECK_FALSE(proof.ok);
  auto told = client.why_closed();
  refused = client.log->last(client.log->closed).refused;
  CHECK(proof.refused == refused);
  // A clock in a sentence may have moved on.
  CHECK_THAT(last.detail, StartsWith(told.substr(0, told.find("; the clock here"))));
  CHECK_THAT(proof.reason, StartsWith(told.substr(0, told.find("; the clock here"))));
  return told;
}

} // namespace troupe::test
