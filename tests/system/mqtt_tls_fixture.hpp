#pragma once

#include "tests/support/authority.hpp"
#include "tests/system/mqtt_fixture.hpp"

namespace troupe::test {

/// Agents that connect with TLS, and an authority that their vault trusts.
struct tls_fixture : mqtt_fixture {
  using material_maker = std::function<tls_material_ptr()>;
  using list = std::vector<std::string>;

  authority ca;

  static client_options tls_options(uint16_t port);
  static std::string peer(uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

  /// Fresh material for each attempt, as the vault makes it: only `ca` is trusted.
  material_maker trusting(const issued& identity = {}) const;

  client open(const client_options& options, material_maker material);
  /// Subscribes, publishes and receives; connects before where that is asked for.
  static bool echoes(client& x, bool connect = true);

  handshake_report handshake(const client_options& options, tls_material_ptr material);
  probe_report probe(const client_options& options, tls_material_ptr material);
  /// "tcp", "tls failed"
  static list names(const probe_report& x);
};

} // namespace troupe::test
