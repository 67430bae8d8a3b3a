#pragma once

#include "actors/vault/tls_material.hpp"
#include "schemas/mqtt.hpp"

#include <MQTTAsync.h>

#include <string>

namespace troupe {

/// How Paho is told whom to connect to: "ssl://broker.example:8883",
/// "ws://10.0.0.7:80/mqtt?token=1".
std::string broker_uri(const client_options& x);

/// What `MQTTAsync_connect` is given for one attempt. Points into the arguments,
/// which it must not outlive.
class paho_connect_options {
public:
  /// `material` is null without TLS.
  paho_connect_options(const client_options& x, void* context, const tls_material* material);
  paho_connect_options(const paho_connect_options&) = delete;
  paho_connect_options& operator=(const paho_connect_options&) = delete;
  ~paho_connect_options();

  MQTTAsync_connectOptions* get() { return &options_; }

private:
  void choose_version(const client_options& x);
  void set_session(const client_options& x);
  void set_account(const client_options& x);
  void set_will(const will_options& x);
  void set_tls(const client_options& x, const tls_material& material);

  MQTTAsync_connectOptions options_ = MQTTAsync_connectOptions_initializer;
  MQTTAsync_willOptions will_ = MQTTAsync_willOptions_initializer;
  MQTTAsync_SSLOptions tls_ = MQTTAsync_SSLOptions_initializer;
  MQTTProperties properties_ = MQTTProperties_initializer;
  std::string identity_;
  std::string authorities_;
  std::string alpn_;
};

} // namespace troupe
