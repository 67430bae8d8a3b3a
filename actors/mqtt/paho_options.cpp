#include "actors/mqtt/paho_options.hpp"

#include "actors/mqtt/paho_callbacks.hpp"
#include "actors/mqtt/tls_rules.hpp"
#include "actors/mqtt/websocket_path.hpp"

#include <algorithm>
#include <chrono>

namespace troupe {
namespace {

int whole_seconds(std::chrono::milliseconds x) {
  return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(x).count());
}

const char* scheme(const client_options& x) {
  if (x.websocket)
    return x.tls ? "wss://" : "ws://";
  return x.tls ? "ssl://" : "tcp://";
}

} // namespace

std::string broker_uri(const client_options& x) {
  // Paho compares the brackets of an IPv6 address with the certificate, too, but
  // finds the port without them.
  auto brackets = !x.tls && x.host.find(':') != std::string::npos;
  auto host = brackets ? '[' + x.host + ']' : x.host;
  auto path = x.websocket ? websocket_path(*x.websocket) : std::string{};
  return scheme(x) + host + ':' + std::to_string(x.port) + path;
}

paho_connect_options::paho_connect_options(
    const client_options& x, void* context, const tls_material* material) {
  choose_version(x);
  set_session(x);
  options_.context = context;
  options_.keepAliveInterval = whole_seconds(x.keep_alive);
  // Only a net below ours: Paho looks at it every 3 s.
  options_.connectTimeout = whole_seconds(x.connect_timeout) + 5;
  set_account(x);
  if (x.will)
    set_will(*x.will);
  if (x.tls && material != nullptr)
    set_tls(x, *material);
}

paho_connect_options::~paho_connect_options() { MQTTProperties_free(&properties_); }

void paho_connect_options::choose_version(const client_options& x) {
  if (x.mqtt5) {
    options_ = MQTTAsync_connectOptions_initializer5;
    options_.onSuccess5 = paho::on_connected5;
    options_.onFailure5 = paho::on_refused5;
  } else {
    options_.MQTTVersion = MQTTVERSION_3_1_1;
    options_.onSuccess = paho::on_connected;
    options_.onFailure = paho::on_refused;
  }
}

void paho_connect_options::set_session(const client_options& x) {
  if (!x.mqtt5) {
    options_.cleansession = x.clean_session;
    return;
  }
  options_.cleanstart = x.clean_session;
  options_.connectProperties = &properties_;
  if (x.clean_session)
    return;
  MQTTProperty property{};
  property.identifier = MQTTPROPERTY_CODE_SESSION_EXPIRY_INTERVAL;
  property.value.integer4 =
      static_cast<unsigned>(std::min<int64_t>(x.session_expiry.count(), UINT32_MAX));
  MQTTProperties_add(&properties_, &property);
}

void paho_connect_options::set_account(const client_options& x) {
  if (x.username)
    options_.username = x.username->c_str();
  if (x.password)
    options_.binarypwd = {static_cast<int>(x.password->size()), x.password->data()};
}

void paho_connect_options::set_will(const will_options& x) {
  will_.topicName = x.topic.c_str();
  will_.payload = {static_cast<int>(x.payload.size()), x.payload.data()};
  will_.retained = x.retain;
  options_.will = &will_;
}

void paho_connect_options::set_tls(const client_options& x, const tls_material& material) {
  if (material.identity) {
    identity_ = material.identity.path();
    tls_.keyStore = tls_.privateKey = identity_.c_str();
    tls_.privateKeyPassword = material.password.c_str();
  }
  if (material.authorities) {
    authorities_ = material.authorities.path();
    tls_.trustStore = authorities_.c_str();
  }
  // Given a file, Paho does not look where OpenSSL would by default: name the place.
  tls_.disableDefaultTrustStore = 1;
  if (material.system_authorities)
    tls_.CApath = system_authorities();
  tls_.enabledCipherSuites = tls_ciphers;
  tls_.enableServerCertAuth = 1;
  tls_.verify = 1; // the host's name or address, too
  tls_.ssl_error_cb = paho::on_tls_error;
  tls_.ssl_error_context = options_.context;
  alpn_ = alpn_list(x.alpn);
  if (!alpn_.empty()) {
    tls_.protos = reinterpret_cast<const unsigned char*>(alpn_.c_str());
    tls_.protos_len = static_cast<unsigned>(alpn_.size());
  }
  options_.ssl = &tls_;
}

} // namespace troupe
