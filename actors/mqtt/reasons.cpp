#include "actors/mqtt/reasons.hpp"

#include <string_view>

namespace troupe {
namespace {

/// MQTT 5 section 2.4, as far as a broker can say it to a client.
std::string_view words_of_5(int code) {
  switch (code) {
  case 128: return "unspecified error";
  case 129: return "malformed packet";
  case 130: return "protocol error";
  case 131: return "an error of its implementation";
  case 132: return "it does not speak MQTT 5";
  case 133: return "bad client identifier";
  case 134: return "bad user name or password";
  case 135: return "not authorised";
  case 136: return "server unavailable";
  case 137: return "server busy";
  case 138: return "banned";
  case 139: return "server shutting down";
  case 140: return "bad authentication method";
  case 141: return "nothing was heard from us for longer than the keep-alive time";
  case 142: return "another client connected with the same client id";
  case 143: return "bad topic filter";
  case 144: return "bad topic name";
  case 147: return "more messages in flight than it takes";
  case 148: return "bad topic alias";
  case 149: return "packet too large";
  case 150: return "messages come too fast";
  case 151: return "quota exceeded";
  case 152: return "administrative action";
  case 153: return "bad payload format";
  case 154: return "it does not keep retained messages";
  case 155: return "it does not take this QoS";
  case 156: return "use another server";
  case 157: return "the server has moved";
  case 158: return "it has no shared subscriptions";
  case 159: return "connections come too fast";
  case 160: return "the longest time of a connection is over";
  case 161: return "it has no subscription identifiers";
  case 162: return "it has no wildcard subscriptions";
  default: return {};
  }
}

std::string_view words_of_3(int code) {
  switch (code) {
  case 1: return "it does not speak MQTT 3.1.1";
  case 2: return "bad client identifier";
  case 3: return "server unavailable";
  case 4: return "bad user name or password";
  case 5: return "not authorised"; // many say it of a wrong password, too
  default: return {};
  }
}

std::string with_words(std::string text, std::string_view words, std::string_view kind, int code) {
  if (!words.empty())
    text.append(": ").append(words);
  return text.append(" (").append(kind).append(" ").append(std::to_string(code)).append(")");
}

} // namespace

std::string in_seconds(std::chrono::milliseconds x) {
  auto text = std::to_string(x.count() / 1000);
  if (auto rest = x.count() % 1000; rest != 0) {
    text += '.' + std::to_string(1000 + rest).substr(1);
    while (text.back() == '0')
      text.pop_back();
  }
  return text + " s";
}

std::string connack_reason(bool mqtt5, int code) {
  if (mqtt5)
    return with_words("the broker refused", words_of_5(code), "reason", code);
  return with_words("the broker refused", words_of_3(code), "CONNACK", code);
}

bool refuses_us(bool mqtt5, int code) {
  if (mqtt5) // the client id is a matter of the certificate, too, where a policy ties them
    return code == 133 || code == 134 || code == 135 || code == 138 || code == 140;
  return code == 2 || code == 4 || code == 5;
}

std::string disconnect_reason(int code) {
  if (code == 0)
    return "the broker closed the connection";
  return with_words("the broker closed the connection", words_of_5(code), "reason", code);
}

std::string suback_reason(int code) {
  return with_words("the broker refused the topic", words_of_5(code), "code", code);
}

std::string publish_reason(int code) {
  return with_words("the broker refused the message", words_of_5(code), "reason", code);
}

} // namespace troupe
