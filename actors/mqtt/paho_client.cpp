#include "actors/mqtt/paho_client.hpp"

#include "actors/mqtt/interpose.hpp"
#include "actors/mqtt/paho_bell.hpp"
#include "actors/mqtt/reasons.hpp"
#include "schemas/errors.hpp"

#include <MQTTAsync.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <unordered_map>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace troupe {
namespace {

using namespace std::chrono_literals;

/// A request to subscribe, not answered in full.
struct pending_subscribe {
  uint32_t request = 0;
  std::vector<uint8_t> codes;
  size_t missing = 0;
};

/// Topics of one request; the index shares the callback's number with the slot.
constexpr uint32_t topics_max = 256;

/// What Paho's threads may touch of a client.
struct callback_target {
  std::shared_ptr<message_sink> sink;
  news_receiver receiver;
  bool mqtt5 = false;
  std::atomic<uint32_t> attempt{0};

  std::mutex mutex;       ///< Guards the rest.
  tcp_socket socket;      ///< Shares Paho's connection, and outlives Paho's own descriptor.
  std::string cut_reason; ///< Not empty: we ended this connection.
  std::unordered_map<uint32_t, pending_subscribe> subscribes; ///< By slot.
  uint32_t last_slot = 0;

  void begin(uint32_t number, tcp_socket x) {
    std::lock_guard guard{mutex};
    attempt = number;
    socket = std::move(x);
    cut_reason.clear();
    subscribes.clear();
  }

  void cut(std::string reason) {
    std::lock_guard guard{mutex};
    cut_reason = std::move(reason);
    if (socket)
      ::shutdown(socket.fd(), SHUT_RDWR);
  }

  /// Brokers such as mosquitto send a small packet only after TCP has acknowledged
  /// the one before, which the kernel puts off for 40 ms. Called where no answer of
  /// MQTT's takes the acknowledgement along.
  void acknowledge_now() {
    std::lock_guard guard{mutex};
    int on = 1;
    if (socket)
      ::setsockopt(socket.fd(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
  }

  bool is_cut() {
    std::lock_guard guard{mutex};
    return !cut_reason.empty();
  }

  /// Why the connection ended, read off the socket that Paho has let go of.
  std::string why_lost() {
    std::lock_guard guard{mutex};
    char byte;
    if (!cut_reason.empty())
      return cut_reason;
    if (socket && ::recv(socket.fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0) {
      if (errno == EAGAIN)
        return "the broker did not answer a ping within the keep-alive time";
      if (errno == ETIMEDOUT)
        return "the broker cannot be reached any more";
    }
    return "the broker closed the connection";
  }

  /// The code of one topic; reports when it was the last one missing.
  void suback(uint32_t number, uint8_t code) {
    client_news::subscribed news;
    {
      std::lock_guard guard{mutex};
      auto entry = subscribes.find(number / topics_max);
      if (entry == subscribes.end() || number % topics_max >= entry->second.codes.size())
        return;
      entry->second.codes[number % topics_max] = code;
      if (--entry->second.missing > 0)
        return;
      news = {entry->second.request, std::move(entry->second.codes), {}};
      subscribes.erase(entry);
    }
    receiver(std::move(news));
  }

  void closed(std::string reason) {
    {
      std::lock_guard guard{mutex};
      socket = tcp_socket{};
    }
    receiver(client_news::closed{attempt, std::move(reason)});
  }
};

using target_ptr = std::shared_ptr<callback_target>;

/// Finds a target by its number, which is all that Paho is given: a callback that
/// comes late finds nothing instead of a dangling pointer.
class target_table {
public:
  uint32_t add(target_ptr x) {
    std::lock_guard guard{mutex_};
    targets_.emplace(++last_, std::move(x));
    return last_;
  }

  void remove(uint32_t id) {
    std::lock_guard guard{mutex_};
    targets_.erase(id);
  }

  target_ptr find(uint32_t id) {
    std::lock_guard guard{mutex_};
    auto entry = targets_.find(id);
    return entry == targets_.end() ? nullptr : entry->second;
  }

private:
  std::mutex mutex_;
  std::unordered_map<uint32_t, target_ptr> targets_;
  uint32_t last_ = 0;
};

target_table& targets() {
  static auto& result = *new target_table; // never destroyed: Paho's threads may outlive main
  return result;
}

/// The client's number and that of what was asked of it, in the place of a pointer.
void* context(uint32_t client, uint32_t number) {
  return reinterpret_cast<void*>(uint64_t{client} << 32 | number);
}

target_ptr target_of(void* context) {
  return targets().find(static_cast<uint32_t>(reinterpret_cast<uint64_t>(context) >> 32));
}

uint32_t number_of(void* context) {
  return static_cast<uint32_t>(reinterpret_cast<uint64_t>(context));
}

// -- callbacks: on Paho's threads, under its mutex -----------------------------

int on_message(void* context, char* topic, int length, MQTTAsync_message* message) {
  if (auto target = target_of(context)) {
    incoming_message x;
    x.topic = length > 0 ? std::string_view{topic, static_cast<size_t>(length)} : topic;
    x.payload = {
        static_cast<const char*>(message->payload), static_cast<size_t>(message->payloadlen)};
    x.qos = static_cast<uint8_t>(message->qos);
    x.packet_id = x.qos == 0 ? 0 : static_cast<uint16_t>(message->msgid);
    x.dup = message->dup != 0;
    x.retain = message->retained != 0;
    // Paho acknowledges when this returns, whatever it returns. What must not be
    // acknowledged therefore takes the connection with it, and so does all that
    // follows until Paho notices.
    if (x.qos == 0)
      target->acknowledge_now();
    auto refused = x.qos > 0 && target->is_cut();
    if (!refused && !target->sink->take(x) && x.qos > 0)
      target->cut("a message could not be kept; cut off, so that the broker delivers it again");
  }
  MQTTAsync_freeMessage(&message);
  MQTTAsync_free(topic);
  return 1;
}

void on_lost(void* context, char*) {
  if (auto target = target_of(context))
    target->closed(target->why_lost());
}

void on_server_disconnect(void* context, MQTTProperties*, MQTTReasonCodes code) {
  if (auto target = target_of(context))
    target->closed(disconnect_reason(code));
}

void on_disconnected(void* context, MQTTAsync_successData*) {
  if (auto target = target_of(context))
    target->closed("disconnected");
}

void on_disconnected5(void* context, MQTTAsync_successData5*) { on_disconnected(context, nullptr); }

void on_connected(void* context, MQTTAsync_successData* data) {
  if (auto target = target_of(context))
    target->receiver(client_news::connected{
        number_of(context), data != nullptr && data->alt.connect.sessionPresent != 0, 0});
}

void on_connected5(void* context, MQTTAsync_successData5* data) {
  auto target = target_of(context);
  if (!target)
    return;
  client_news::connected news{number_of(context), false, 0};
  if (data != nullptr) {
    news.session_present = data->alt.connect.sessionPresent != 0;
    auto maximum =
        MQTTProperties_getNumericValue(&data->properties, MQTTPROPERTY_CODE_RECEIVE_MAXIMUM);
    news.receive_maximum = maximum > 0 && maximum <= UINT16_MAX ? maximum : 0;
  }
  target->receiver(news);
}

void refused(void* context, int code) {
  if (auto target = target_of(context))
    target->closed(
        code > 0 ? connack_reason(target->mqtt5, code)
                 : target->why_lost() + " before it answered CONNECT");
}

void on_refused(void* context, MQTTAsync_failureData* data) {
  refused(context, data != nullptr ? data->code : -1);
}

void on_refused5(void* context, MQTTAsync_failureData5* data) {
  refused(context, data != nullptr ? data->code : -1);
}

void suback(void* context, int code) {
  if (auto target = target_of(context))
    target->suback(number_of(context), static_cast<uint8_t>(code));
}

void on_subscribed(void* context, MQTTAsync_successData* data) { suback(context, data->alt.qos); }

void on_subscribed5(void* context, MQTTAsync_successData5* data) {
  suback(context, data->reasonCode);
}

constexpr int subscribe_failure = 128;

void on_not_subscribed(void* context, MQTTAsync_failureData*) {
  suback(context, subscribe_failure);
}

void on_not_subscribed5(void* context, MQTTAsync_failureData5* data) {
  suback(context, data != nullptr && data->reasonCode != 0 ? data->reasonCode : subscribe_failure);
}

void published(void* context, bool ok, std::string reason) {
  if (auto target = target_of(context)) {
    target->acknowledge_now();
    target->receiver(client_news::published{number_of(context), ok, std::move(reason)});
  }
}

void on_published(void* context, MQTTAsync_successData*) { published(context, true, {}); }

void on_published5(void* context, MQTTAsync_successData5*) { published(context, true, {}); }

constexpr auto not_sent = "the message could not be sent";

void on_not_published(void* context, MQTTAsync_failureData*) {
  published(context, false, not_sent);
}

void on_not_published5(void* context, MQTTAsync_failureData5* data) {
  auto code = data == nullptr ? 0 : static_cast<int>(data->reasonCode);
  published(context, false, code == 0 ? not_sent : publish_reason(code));
}

// -- the client ----------------------------------------------------------------

class paho_client final : public mqtt_client {
public:
  paho_client(
      const client_options& options, std::shared_ptr<message_sink> sink, news_receiver receiver)
      : options_{options}, target_{std::make_shared<callback_target>()} {
    target_->sink = std::move(sink);
    target_->receiver = std::move(receiver);
    target_->mqtt5 = options.mqtt5;
    id_ = targets().add(target_);
  }

  ~paho_client() override {
    targets().remove(id_); // first: then nothing is reported of the end
    MQTTAsync_destroy(&handle_);
  }

  caf::error connect(uint32_t attempt, tcp_socket socket) override {
    if (auto error = make_handle())
      return error;
    socket_offer offer{options_.host, socket.address(), socket.fd()};
    target_->begin(attempt, std::move(socket));
    if (auto error = send_connect(attempt))
      return error;
    for (auto waited = 0ms; waited < take_limit; waited += bell_delay) {
      auto taken = offer.wait_until_taken(bell_delay);
      ring_paho_bell();
      if (taken)
        return caf::none;
    }
    // The command may still lie in Paho's queue; it goes with the handle.
    MQTTAsync_destroy(&handle_);
    return failure(errc::unavailable, "the MQTT library is stuck and did not begin to connect");
  }

  void disconnect() override {
    MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer;
    if (options_.mqtt5) {
      options = MQTTAsync_disconnectOptions_initializer5;
      options.onSuccess5 = on_disconnected5;
    } else {
      options.onSuccess = on_disconnected;
    }
    options.context = context(id_, 0);
    if (MQTTAsync_disconnect(handle_, &options) != MQTTASYNC_SUCCESS)
      cut();
  }

  void cut() override { target_->cut("disconnected"); }

  /// A SUBSCRIBE for each topic: of several topics Paho passes on the codes that
  /// came over 3.1.1 without their number, so that a broker could make us read
  /// beyond their end.
  caf::error subscribe(uint32_t request, const std::vector<topic_request>& topics) override {
    if (topics.empty() || topics.size() > topics_max)
      return failure(errc::unavailable, "a request takes 1 to 256 topics");
    auto slot = expect_codes(request, topics.size());
    for (uint32_t i = 0; i < topics.size(); ++i) {
      auto options = response_options(
          slot * topics_max + i, on_subscribed, on_not_subscribed, on_subscribed5,
          on_not_subscribed5);
      if (auto rc = MQTTAsync_subscribe(handle_, topics[i].topic.c_str(), topics[i].qos, &options))
        return library_error("subscribe to " + topics[i].topic, rc);
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
    auto options =
        response_options(number, on_published, on_not_published, on_published5, on_not_published5);
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
    auto literal_v6 = options_.host.find(':') != std::string::npos;
    auto uri = "tcp://" + (literal_v6 ? '[' + options_.host + ']' : options_.host) + ':'
               + std::to_string(options_.port);
    MQTTAsync_createOptions options = MQTTAsync_createOptions_initializer;
    options.MQTTVersion = options_.mqtt5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1;
    options.maxBufferedMessages = 1000; // far above what a session hands over
    auto rc = MQTTAsync_createWithOptions(
        &handle_, uri.c_str(), options_.client_id.c_str(), MQTTCLIENT_PERSISTENCE_NONE, nullptr,
        &options);
    if (rc != MQTTASYNC_SUCCESS)
      return library_error("make a client for " + uri, rc);
    MQTTAsync_setCallbacks(handle_, context(id_, 0), on_lost, on_message, nullptr);
    if (options_.mqtt5)
      MQTTAsync_setDisconnected(handle_, context(id_, 0), on_server_disconnect);
    return caf::none;
  }

  caf::error send_connect(uint32_t attempt) {
    MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
    MQTTAsync_willOptions will = MQTTAsync_willOptions_initializer;
    MQTTProperties properties = MQTTProperties_initializer;
    if (options_.mqtt5) {
      options = MQTTAsync_connectOptions_initializer5;
      options.cleanstart = options_.clean_session;
      add_session_expiry(properties);
      options.connectProperties = &properties;
      options.onSuccess5 = on_connected5;
      options.onFailure5 = on_refused5;
    } else {
      options.MQTTVersion = MQTTVERSION_3_1_1;
      options.cleansession = options_.clean_session;
      options.onSuccess = on_connected;
      options.onFailure = on_refused;
    }
    options.context = context(id_, attempt);
    options.keepAliveInterval = whole_seconds(options_.keep_alive);
    // Only a net below ours: Paho looks at it every 3 s.
    options.connectTimeout = whole_seconds(options_.connect_timeout) + 5;
    set_credentials(options);
    if (options_.will) {
      will.topicName = options_.will->topic.c_str();
      will.payload = {
          static_cast<int>(options_.will->payload.size()), options_.will->payload.data()};
      will.retained = options_.will->retain;
      options.will = &will;
    }
    auto rc = MQTTAsync_connect(handle_, &options); // copies all of it
    MQTTProperties_free(&properties);
    return rc == MQTTASYNC_SUCCESS ? caf::none : library_error("connect", rc);
  }

  void set_credentials(MQTTAsync_connectOptions& options) const {
    if (options_.username)
      options.username = options_.username->c_str();
    if (options_.password)
      options.binarypwd = {static_cast<int>(options_.password->size()), options_.password->data()};
  }

  void add_session_expiry(MQTTProperties& properties) const {
    if (options_.clean_session)
      return;
    MQTTProperty property{};
    property.identifier = MQTTPROPERTY_CODE_SESSION_EXPIRY_INTERVAL;
    property.value.integer4 =
        static_cast<unsigned>(std::min<int64_t>(options_.session_expiry.count(), UINT32_MAX));
    MQTTProperties_add(&properties, &property);
  }

  static int whole_seconds(std::chrono::milliseconds x) {
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(x).count());
  }

  uint32_t expect_codes(uint32_t request, size_t count) {
    std::lock_guard guard{target_->mutex};
    target_->last_slot = (target_->last_slot + 1) % (UINT32_MAX / topics_max);
    target_->subscribes[target_->last_slot] = {request, std::vector<uint8_t>(count), count};
    return target_->last_slot;
  }

  MQTTAsync_responseOptions response_options(
      uint32_t number, MQTTAsync_onSuccess* success, MQTTAsync_onFailure* failure,
      MQTTAsync_onSuccess5* success5, MQTTAsync_onFailure5* failure5) const {
    MQTTAsync_responseOptions result = MQTTAsync_responseOptions_initializer;
    result.context = context(id_, number);
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
  target_ptr target_;
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
