#include "actors/mqtt/paho_client.hpp"

#include "actors/mqtt/interpose.hpp"
#include "actors/mqtt/paho_bell.hpp"
#include "actors/mqtt/paho_callbacks.hpp"
#include "actors/mqtt/paho_connection.hpp"
#include "actors/mqtt/paho_options.hpp"
#include "actors/mqtt/tls_rules.hpp"
#include "schemas/errors.hpp"

namespace troupe {
namespace {

using namespace std::chrono_literals;

class paho_client final : public mqtt_client {
public:
  paho_client(
      const client_options& options, std::shared_ptr<message_sink> sink, news_receiver receiver)
      : options_{options}, connection_{std::make_shared<paho_connection>(
                               options.mqtt5, std::move(sink), std::move(receiver))},
        id_{enter_connection(connection_)} {}

  ~paho_client() override {
    leave_connection(id_); // first: then nothing is reported of the end
    MQTTAsync_destroy(&handle_);
  }

  caf::error connect(uint32_t attempt, tcp_socket socket, tls_material_ptr material) override {
    if (auto error = check_broker(options_, material.get()))
      return error;
    if (auto error = make_handle())
      return error;
    auto layered = options_.tls || options_.websocket;
    socket_offer offer{
        options_.host, socket.address(), socket.fd(),
        layered ? socket_offer::answer::in_progress : socket_offer::answer::connected};
    connection_->begin(attempt, std::move(socket), material);
    if (auto error = send_connect(attempt, material.get())) {
      connection_->forget();
      return error;
    }
    for (auto waited = 0ms; waited < take_limit; waited += bell_delay) {
      auto taken = offer.wait_until_taken(bell_delay);
      ring_paho_bell();
      if (taken)
        return caf::none;
    }
    // The command may still lie in Paho's queue; it goes with the handle.
    MQTTAsync_destroy(&handle_);
    connection_->forget();
    return failure(errc::unavailable, "the MQTT library is stuck and did not begin to connect");
  }

  void disconnect() override {
    MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer;
    if (options_.mqtt5) {
      options = MQTTAsync_disconnectOptions_initializer5;
      options.onSuccess5 = paho::on_disconnected5;
    } else {
      options.onSuccess = paho::on_disconnected;
    }
    options.context = paho_context(id_, 0);
    if (MQTTAsync_disconnect(handle_, &options) != MQTTASYNC_SUCCESS)
      cut();
  }

  void cut() override { connection_->cut("disconnected"); }

  /// A SUBSCRIBE for each topic: of several topics Paho passes on the codes that
  /// came over 3.1.1 without their number, so that a broker could make us read
  /// beyond their end.
  caf::error subscribe(uint32_t request, const std::vector<topic_request>& topics) override {
    if (topics.empty() || topics.size() > topics_max)
      return failure(errc::unavailable, "a request takes 1 to 256 topics");
    auto first = connection_->expect_codes(request, topics.size());
    for (uint32_t i = 0; i < topics.size(); ++i) {
      auto options = response_options(
          first + i, paho::on_subscribed, paho::on_not_subscribed, paho::on_subscribed5,
          paho::on_not_subscribed5);
      if (auto rc =
              MQTTAsync_subscribe(handle_, topics[i].topic.c_str(), topics[i].qos, &options)) {
        connection_->expect_no_codes(first);
        return library_error("subscribe to " + topics[i].topic, rc);
      }
    }
    return caf::none;
  }

  caf::error unsubscribe(const std::vector<std::string>& topics) override {
    std::vector<char*> pointers;
    for (auto& topic : topics)
      pointers.push_back(const_cast<char*>(topic.c_str())); // only the type wants it
    MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
    auto rc = MQTTAsync_unsubscribeMany(
        handle_, static_cast<int>(pointers.size()), pointers.data(), &options);
    return rc == MQTTASYNC_SUCCESS ? caf::none : library_error("unsubscribe", rc);
  }

  caf::error publish(uint32_t number, const mqtt_publish& x) override {
    auto options = response_options(
        number, paho::on_published, paho::on_not_published, paho::on_published5,
        paho::on_not_published5);
    auto rc = MQTTAsync_send(
        handle_, x.topic.c_str(), static_cast<int>(x.payload.size()), x.payload.data(), x.qos,
        x.retain, &options);
    return rc == MQTTASYNC_SUCCESS ? caf::none : library_error("publish to " + x.topic, rc);
  }

private:
  static constexpr auto take_limit = 2s;

  static caf::error library_error(const std::string& what, int code) {
    auto words = MQTTAsync_strerror(code);
    return failure(
        errc::unavailable, "cannot " + what + ": " + (words ? words : std::to_string(code)));
  }

  caf::error make_handle() {
    if (handle_ != nullptr)
      return caf::none;
    auto uri = broker_uri(options_);
    MQTTAsync_createOptions options = MQTTAsync_createOptions_initializer;
    options.MQTTVersion = options_.mqtt5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1;
    options.maxBufferedMessages = 1000; // far above what a session hands over
    auto rc = MQTTAsync_createWithOptions(
        &handle_, uri.c_str(), options_.client_id.c_str(), MQTTCLIENT_PERSISTENCE_NONE, nullptr,
        &options);
    if (rc != MQTTASYNC_SUCCESS)
      return library_error("make a client for " + uri, rc);
    MQTTAsync_setCallbacks(handle_, paho_context(id_, 0), paho::on_lost, paho::on_message, nullptr);
    if (options_.mqtt5)
      MQTTAsync_setDisconnected(handle_, paho_context(id_, 0), paho::on_server_disconnect);
    return caf::none;
  }

  caf::error send_connect(uint32_t attempt, const tls_material* material) {
    paho_connect_options options{options_, paho_context(id_, attempt), material};
    // It writes its callbacks without Paho's mutex, into the hands of a receive thread
    // that may still be reporting the last connection's end: let that finish first.
    MQTTAsync_isConnected(handle_);
    auto rc = MQTTAsync_connect(handle_, options.get()); // copies all of it
    return rc == MQTTASYNC_SUCCESS ? caf::none : library_error("connect", rc);
  }

  MQTTAsync_responseOptions response_options(
      uint32_t number, MQTTAsync_onSuccess* success, MQTTAsync_onFailure* failure,
      MQTTAsync_onSuccess5* success5, MQTTAsync_onFailure5* failure5) const {
    MQTTAsync_responseOptions result = MQTTAsync_responseOptions_initializer;
    result.context = paho_context(id_, number);
    if (options_.mqtt5) {
      result.onSuccess5 = success5;
      result.onFailure5 = failure5;
    } else {
      result.onSuccess = success;
      result.onFailure = failure;
    }
    return result;
  }

  client_options options_;
  paho_connection_ptr connection_;
  uint32_t id_ = 0;
  MQTTAsync handle_ = nullptr;
};

} // namespace

std::unique_ptr<mqtt_client> make_paho_client(
    const client_options& options, std::shared_ptr<message_sink> sink, news_receiver receiver) {
  ring_paho_bell(); // the first time hangs it up, which needs a socket_offer of its own
  return std::make_unique<paho_client>(options, std::move(sink), std::move(receiver));
}

} // namespace troupe
