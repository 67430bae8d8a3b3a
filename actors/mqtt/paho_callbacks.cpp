#include "actors/mqtt/paho_callbacks.hpp"

#include "actors/mqtt/paho_connection.hpp"
#include "actors/mqtt/reasons.hpp"

#include <string_view>

namespace troupe::paho {

int on_message(void* context, char* topic, int length, MQTTAsync_message* message) {
  if (auto to = connection_of(context)) {
    incoming_message x;
    x.topic = length > 0 ? std::string_view{topic, static_cast<size_t>(length)} : topic;
    x.payload = {
        static_cast<const char*>(message->payload), static_cast<size_t>(message->payloadlen)};
    x.qos = static_cast<uint8_t>(message->qos);
    x.packet_id = x.qos == 0 ? 0 : static_cast<uint16_t>(message->msgid);
    x.dup = message->dup != 0;
    x.retain = message->retained != 0;
    if (x.qos == 0)
      to->acknowledge();
    // Paho acknowledges when this returns, whatever it returns. What must not be
    // acknowledged therefore takes the connection with it, and so does all that
    // follows until Paho notices.
    auto refused = x.qos > 0 && to->is_cut();
    if (!refused && !to->sink->take(x) && x.qos > 0)
      to->cut("a message could not be kept; cut off, so that the broker delivers it again");
  }
  MQTTAsync_freeMessage(&message);
  MQTTAsync_free(topic);
  return 1;
}

void on_lost(void* context, char*) {
  if (auto to = connection_of(context))
    to->closed(to->why_lost());
}

void on_server_disconnect(void* context, MQTTProperties*, MQTTReasonCodes code) {
  if (auto to = connection_of(context))
    to->closed(disconnect_reason(code));
}

void on_disconnected(void* context, MQTTAsync_successData*) {
  if (auto to = connection_of(context))
    to->closed("disconnected");
}

void on_disconnected5(void* context, MQTTAsync_successData5*) { on_disconnected(context, nullptr); }

int on_tls_error(const char* line, size_t size, void* context) {
  if (auto to = connection_of(context))
    to->note_tls_error({line, size});
  return 1; // go on with the next line
}

void on_connected(void* context, MQTTAsync_successData* data) {
  if (auto to = connection_of(context)) {
    to->opened();
    to->receiver(client_news::connected{
        number_of(context), data != nullptr && data->alt.connect.sessionPresent != 0, 0});
  }
}

void on_connected5(void* context, MQTTAsync_successData5* data) {
  auto to = connection_of(context);
  if (!to)
    return;
  client_news::connected news{number_of(context), false, 0};
  if (data != nullptr) {
    news.session_present = data->alt.connect.sessionPresent != 0;
    auto maximum =
        MQTTProperties_getNumericValue(&data->properties, MQTTPROPERTY_CODE_RECEIVE_MAXIMUM);
    news.receive_maximum = maximum > 0 && maximum <= UINT16_MAX ? maximum : 0;
  }
  to->opened();
  to->receiver(news);
}

namespace {

void refused(void* context, int code) {
  auto to = connection_of(context);
  if (!to)
    return;
  if (code > 0)
    to->closed(connack_reason(to->mqtt5, code), false, refuses_us(to->mqtt5, code));
  else
    to->closed(to->why_unanswered(), true);
}

} // namespace

void on_refused(void* context, MQTTAsync_failureData* data) {
  refused(context, data != nullptr ? data->code : -1);
}

void on_refused5(void* context, MQTTAsync_failureData5* data) {
  refused(context, data != nullptr ? data->code : -1);
}

namespace {

void suback(void* context, int code) {
  if (auto to = connection_of(context))
    to->suback(number_of(context), static_cast<uint8_t>(code));
}

} // namespace

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

namespace {

/// MQTT 5, 2.4: from here on it is a failure.
constexpr int first_failure = 128;
constexpr int quota_exceeded = 151;

void published(void* context, bool ok, std::string reason, bool refused = false) {
  if (auto to = connection_of(context)) {
    to->acknowledge();
    to->receiver(client_news::published{number_of(context), ok, std::move(reason), refused});
  }
}

} // namespace

void on_published(void* context, MQTTAsync_successData*) { published(context, true, {}); }

void on_published5(void* context, MQTTAsync_successData5*) { published(context, true, {}); }

constexpr auto not_sent = "the message could not be sent";

void on_not_published(void* context, MQTTAsync_failureData*) {
  published(context, false, not_sent);
}

void on_not_published5(void* context, MQTTAsync_failureData5* data) {
  auto code = data == nullptr ? 0 : static_cast<int>(data->reasonCode);
  auto refused = code >= first_failure && code != quota_exceeded;
  published(context, false, code == 0 ? not_sent : publish_reason(code), refused);
}

} // namespace troupe::paho
