#include "actors/mqtt/websocket_probe.hpp"

#include "actors/mqtt/websocket_path.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>

namespace troupe {
namespace {

constexpr size_t head_max = 4096;
constexpr size_t line_max = 100;

std::string request(const client_options& x) {
  unsigned char nonce[16];
  RAND_bytes(nonce, sizeof(nonce));
  unsigned char key[25];
  EVP_EncodeBlock(key, nonce, sizeof(nonce));
  auto host = x.host.find(':') == std::string::npos ? x.host : '[' + x.host + ']';
  host += ':' + std::to_string(x.port);
  return "GET " + websocket_path(*x.websocket) + " HTTP/1.1\r\nHost: " + host
         + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: "
         + (x.tls ? "https://" : "http://") + host
         + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Key: "
         + reinterpret_cast<const char*>(key) + "\r\n\r\n";
}

/// "404 Not Found" of "HTTP/1.1 404 Not Found"; empty: it is no such line.
std::string status(const std::string& line) {
  auto space = line.find(' ');
  if (!line.starts_with("HTTP/") || space == line.npos)
    return {};
  auto result = line.substr(space + 1, line_max);
  std::replace_if(
      result.begin(), result.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return result;
}

} // namespace

std::string
why_no_websocket(probe_stream& stream, const client_options& x, const std::string& peer) {
  using enum stream_trace::end;
  auto at = " at " + websocket_path(*x.websocket);
  std::string head;
  if (stream.write(request(x)))
    while (head.size() < head_max && head.find("\r\n") == head.npos) {
      auto more = stream.read();
      if (more.empty())
        break;
      head += more;
    }
  auto end = head.find("\r\n");
  if (end == head.npos) {
    if (stream.trace().how == timed_out)
      return peer + " does not answer the request for a WebSocket" + at;
    return peer + " closed the connection instead of opening a WebSocket" + at;
  }
  auto answer = status(head.substr(0, end));
  if (answer.starts_with("101"))
    return {};
  if (answer.empty())
    return peer + " does not speak HTTP, which a WebSocket begins with";
  return peer + " opens no WebSocket" + at + ": HTTP " + answer;
}

} // namespace troupe
