#pragma once

#include "tests/support/authority.hpp"
#include "tests/system/support/broker.hpp"

#include <functional>

namespace troupe::test {

/// What a mosquitto with TLS is started with. `client_authority` is PEM; not empty:
/// a client certificate is demanded, and its CN is the user.
broker_options tls_broker(
    const issued& server, const std::string& client_authority = {},
    std::vector<std::string> lines = {});

/// A program that listens on 127.0.0.1 with a folder of its own for its files.
class listening_program {
public:
  /// `make` is given the port and the folder.
  using command = std::function<std::vector<std::string>(uint16_t, const std::filesystem::path&)>;

  explicit listening_program(const command& make);

  uint16_t port() const { return port_; }

private:
  temp_folder folder_;
  uint16_t port_ = 0;
  std::unique_ptr<process> process_;
};

/// `openssl s_server` for what mosquitto would not do; `more` are its options.
std::unique_ptr<listening_program>
openssl_server(const issued& server, const std::vector<std::string>& more);

/// nginx ends TLS and passes on plain MQTT to those who ask for this protocol only.
std::unique_ptr<listening_program>
alpn_terminator(const issued& server, const std::string& protocol, uint16_t to);

/// nginx ends TLS and passes on what asks for a WebSocket at /mqtt.
std::unique_ptr<listening_program> https_terminator(const issued& server, uint16_t to);

} // namespace troupe::test
