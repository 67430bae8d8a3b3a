#pragma once

#include <MQTTAsync.h>

#include <cstring>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace bench {

struct subscription {
  uint16_t port = 1883;
  int qos = 0;
  std::string filter = "bench/#";
  std::string client_id;
};

/// A Paho client with one subscription: what both hand-written candidates share.
class subscriber {
public:
  /// Runs on Paho's thread; must not block.
  using handler = std::function<void(std::string_view topic, std::string_view payload)>;

  /// Returns once the broker has granted the subscription; throws if it does not within 5 s.
  subscriber(const subscription& what, handler on_message) : on_message_{std::move(on_message)} {
    auto uri = "tcp://127.0.0.1:" + std::to_string(what.port);
    MQTTAsync client = nullptr;
    if (MQTTAsync_create(
            &client, uri.c_str(), what.client_id.c_str(), MQTTCLIENT_PERSISTENCE_NONE, nullptr)
        != MQTTASYNC_SUCCESS)
      throw std::runtime_error{"cannot create the MQTT client"};
    client_.reset(client);
    MQTTAsync_setCallbacks(client, this, nullptr, arrived, nullptr);
    MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
    await("connect", [&](auto& call) {
      options.onSuccess = call.onSuccess;
      options.onFailure = call.onFailure;
      options.context = call.context;
      return MQTTAsync_connect(client, &options);
    });
    await("subscribe", [&](auto& call) {
      return MQTTAsync_subscribe(client, what.filter.c_str(), what.qos, &call);
    });
  }

private:
  struct destroy {
    void operator()(void* x) const noexcept { MQTTAsync_destroy(&x); }
  };

  template <class Start>
  void await(const char* what, Start start) {
    std::promise<bool> done;
    MQTTAsync_responseOptions call = MQTTAsync_responseOptions_initializer;
    call.context = &done;
    call.onSuccess = [](void* context, auto*) {
      static_cast<std::promise<bool>*>(context)->set_value(true);
    };
    call.onFailure = [](void* context, auto*) {
      static_cast<std::promise<bool>*>(context)->set_value(false);
    };
    auto result = done.get_future();
    if (start(call) != MQTTASYNC_SUCCESS
        || result.wait_for(std::chrono::seconds{5}) != std::future_status::ready || !result.get())
      throw std::runtime_error{std::string{"the broker did not answer: "} + what};
  }

  static int arrived(void* context, char* topic, int topic_length, MQTTAsync_message* message) {
    auto length = topic_length > 0 ? static_cast<size_t>(topic_length) : std::strlen(topic);
    static_cast<subscriber*>(context)->on_message_(
        {topic, length},
        {static_cast<const char*>(message->payload), static_cast<size_t>(message->payloadlen)});
    MQTTAsync_freeMessage(&message);
    MQTTAsync_free(topic);
    return 1;
  }

  handler on_message_;
  std::unique_ptr<void, destroy> client_;
};

} // namespace bench
