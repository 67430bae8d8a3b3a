#pragma once

#include <MQTTAsync.h>

/// What Paho calls, on its threads and under its one mutex: each copies what it is
/// given, passes it to the connection that the context names, and returns.
namespace troupe::paho {

int on_message(void* context, char* topic, int length, MQTTAsync_message* message);

void on_lost(void* context, char* cause);
void on_server_disconnect(void* context, MQTTProperties* properties, MQTTReasonCodes code);
void on_disconnected(void* context, MQTTAsync_successData* data);
void on_disconnected5(void* context, MQTTAsync_successData5* data);

/// A line of OpenSSL's errors.
int on_tls_error(const char* line, size_t size, void* context);

void on_connected(void* context, MQTTAsync_successData* data);
void on_connected5(void* context, MQTTAsync_successData5* data);
void on_refused(void* context, MQTTAsync_failureData* data);
void on_refused5(void* context, MQTTAsync_failureData5* data);

// For a SUBSCRIBE of one topic.
void on_subscribed(void* context, MQTTAsync_successData* data);
void on_subscribed5(void* context, MQTTAsync_successData5* data);
void on_not_subscribed(void* context, MQTTAsync_failureData* data);
void on_not_subscribed5(void* context, MQTTAsync_failureData5* data);

void on_published(void* context, MQTTAsync_successData* data);
void on_published5(void* context, MQTTAsync_successData5* data);
void on_not_published(void* context, MQTTAsync_failureData* data);
void on_not_published5(void* context, MQTTAsync_failureData5* data);

} // namespace troupe::paho
