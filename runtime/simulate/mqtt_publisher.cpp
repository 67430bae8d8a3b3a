#include "runtime/simulate/mqtt_publisher.hpp"

#include <MQTTAsync.h>

#include <chrono>
#include <future>

namespace troupe {
namespace {

constexpr auto connect_patience = std::chrono::seconds{10};
constexpr int buffered_max = 100'000;

std::string reason_of(MQTTAsync_failureData* data) {
  if (data && data->message)
    return data->message;
  static constexpr const char* refusals[] = {
      "",
      "wrong protocol version",
      "client id refused",
      "broker not available",
      "wrong user name or password",
      "not authorised"};
  if (data && data->code > 0 && data->code < 6)
    return refusals[data->code];
  return "no broker answers";
}

} // namespace

struct mqtt_publisher::impl {
  publisher_options options;
  std::function<void(std::string_view, std::string_view)> on_message;
  MQTTAsync client = nullptr;
  std::atomic<bool> connected{false};
  std::atomic<uint64_t> published{0};
  std::atomic<uint64_t> acknowledged{0};
  std::atomic<uint64_t> failed{0};

  static impl& of(void* context) { return *static_cast<impl*>(context); }

  static void lost(void* context, char*) { of(context).connected = false; }

  static int arrived(void* context, char* topic, int size, MQTTAsync_message* message) {
    auto length = size > 0 ? static_cast<size_t>(size) : std::char_traits<char>::length(topic);
    of(context).on_message(
        {topic, length},
        {static_cast<const char*>(message->payload), static_cast<size_t>(message->payloadlen)});
    MQTTAsync_freeMessage(&message);
    MQTTAsync_free(topic);
    return 1;
  }

  static void sent(void* context, MQTTAsync_successData*) { ++of(context).acknowledged; }
  static void not_sent(void* context, MQTTAsync_failureData*) { ++of(context).failed; }
};

mqtt_publisher::mqtt_publisher(
    publisher_options options, std::function<void(std::string_view, std::string_view)> on_message)
    : impl_{std::make_unique<impl>()} {
  impl_->options = std::move(options);
  impl_->on_message = std::move(on_message);
  MQTTAsync_createOptions create = MQTTAsync_createOptions_initializer;
  create.maxBufferedMessages = buffered_max;
  auto uri = "tcp://" + impl_->options.host + ":" + std::to_string(impl_->options.port);
  auto code = MQTTAsync_createWithOptions(
      &impl_->client, uri.c_str(), impl_->options.client_id.c_str(), MQTTCLIENT_PERSISTENCE_NONE,
      nullptr, &create);
  if (code == MQTTASYNC_SUCCESS)
    MQTTAsync_setCallbacks(impl_->client, impl_.get(), impl::lost, impl::arrived, nullptr);
  else
    impl_->client = nullptr;
}

mqtt_publisher::~mqtt_publisher() {
  if (!impl_->client)
    return;
  std::promise<void> done;
  MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer;
  options.timeout = 1'000;
  options.context = &done;
  options.onSuccess = [](void* x, MQTTAsync_successData*) {
    static_cast<std::promise<void>*>(x)->set_value();
  };
  if (connected() && MQTTAsync_disconnect(impl_->client, &options) == MQTTASYNC_SUCCESS)
    (void)done.get_future().wait_for(std::chrono::seconds{1}); // or not: it ends either way
  MQTTAsync_destroy(&impl_->client);                           // no callback runs after this
}

std::string mqtt_publisher::connect() {
  if (!impl_->client)
    return "the MQTT library refuses these options";
  auto outcome = std::make_unique<std::promise<std::string>>();
  auto answer = outcome->get_future();
  MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
  options.cleansession = 1;
  options.connectTimeout = 5;
  options.maxInflight = 1'000;
  options.MQTTVersion = MQTTVERSION_3_1_1;
  options.context = outcome.get();
  options.onSuccess = [](void* x, MQTTAsync_successData*) {
    static_cast<std::promise<std::string>*>(x)->set_value({});
  };
  options.onFailure = [](void* x, MQTTAsync_failureData* data) {
    static_cast<std::promise<std::string>*>(x)->set_value(reason_of(data));
  };
  if (!impl_->options.username.empty()) {
    options.username = impl_->options.username.c_str();
    options.password = impl_->options.password.c_str();
  }
  if (auto code = MQTTAsync_connect(impl_->client, &options); code != MQTTASYNC_SUCCESS)
    return "the MQTT library refuses to connect (" + std::to_string(code) + ")";
  if (answer.wait_for(connect_patience) != std::future_status::ready) {
    outcome.release(); // the library may still call back
    return "the broker does not answer";
  }
  auto reason = answer.get();
  impl_->connected = reason.empty();
  if (reason.empty() && !impl_->options.subscription.empty())
    MQTTAsync_subscribe(impl_->client, impl_->options.subscription.c_str(), 1, nullptr);
  return reason;
}

bool mqtt_publisher::connected() const { return impl_->connected; }

bool mqtt_publisher::publish(
    const std::string& topic, std::string_view payload, int qos, bool retain) {
  MQTTAsync_message message = MQTTAsync_message_initializer;
  message.payload = const_cast<char*>(payload.data()); // the library copies it
  message.payloadlen = static_cast<int>(payload.size());
  message.qos = qos;
  message.retained = retain ? 1 : 0;
  MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
  options.context = impl_.get();
  options.onSuccess = impl::sent;
  options.onFailure = impl::not_sent;
  ++impl_->published;
  if (MQTTAsync_sendMessage(impl_->client, topic.c_str(), &message, &options) == MQTTASYNC_SUCCESS)
    return true;
  --impl_->published;
  return false;
}

uint64_t mqtt_publisher::acknowledged() const { return impl_->acknowledged; }

uint64_t mqtt_publisher::failed() const { return impl_->failed; }

uint64_t mqtt_publisher::in_flight() const {
  auto ended = impl_->acknowledged.load() + impl_->failed.load();
  auto published = impl_->published.load();
  return published > ended ? published - ended : 0;
}

std::string paho_version() {
  for (auto* x = MQTTAsync_getVersionInfo(); x && x->name; ++x)
    if (std::string_view{x->name} == "Version")
      return x->value;
  return "unknown";
}

} // namespace troupe
