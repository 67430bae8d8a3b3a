#pragma once

#include "tests/system/mqtt_tls_fixture.hpp"
#include "tests/system/support/tls_server.hpp"

namespace troupe::test {

/// What fails TLS, for the agent, for `troupe probe` and for a proof of the key alike.
struct failure_fixture : tls_fixture {
  authority other{"Other CA"};
  client_options options = tls_options(0);
  material_wish wish{.authorities = ca.pem()};
  refusal refused = refusal::none; ///< As the agent and the proof heard with `sentence`.

  /// The sentence that all three tell.
  std::string sentence();

  std::string peer() const { return tls_fixture::peer(options.port); }
  std::string shown(const std::string& name) const {
    return "the certificate \"CN=" + name + "\" that " + peer() + " shows ";
  }
};

} // namespace troupe::test
