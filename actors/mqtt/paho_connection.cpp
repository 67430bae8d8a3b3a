#include "actors/mqtt/paho_connection.hpp"

#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace troupe {
namespace {

constexpr auto topics_max = mqtt_client::topics_max;

struct connection_table {
  std::mutex mutex;
  std::unordered_map<uint32_t, paho_connection_ptr> entries;
  uint32_t last = 0;
};

connection_table& table() {
  static auto& result = *new connection_table; // Paho's threads may outlive main
  return result;
}

} // namespace

void paho_connection::begin(uint32_t attempt, tcp_socket socket, tls_material_ptr material) {
  std::lock_guard guard{mutex_};
  attempt_ = attempt;
  socket_ = std::move(socket);
  material_ = std::move(material);
  tls_error_.clear();
  cut_reason_.clear();
  slots_.clear();
}

void paho_connection::forget() {
  std::lock_guard guard{mutex_};
  socket_ = tcp_socket{};
  material_.reset();
}

void paho_connection::opened() {
  std::lock_guard guard{mutex_};
  material_.reset();
}

void paho_connection::note_tls_error(std::string_view line) {
  // "NUMBER:error:CODE:LIBRARY:FUNCTION:REASON:FILE:LINE:MORE"
  for (int field = 0; field < 5; ++field) {
    auto colon = line.find(':');
    if (colon == line.npos)
      return;
    line.remove_prefix(colon + 1);
  }
  std::lock_guard guard{mutex_};
  if (tls_error_.empty())
    tls_error_ = line.substr(0, line.find(':'));
}

void paho_connection::cut(std::string reason) {
  std::lock_guard guard{mutex_};
  cut_reason_ = std::move(reason);
  if (socket_)
    ::shutdown(socket_.fd(), SHUT_RDWR);
}

bool paho_connection::is_cut() const {
  std::lock_guard guard{mutex_};
  return !cut_reason_.empty();
}

void paho_connection::acknowledge() {
  std::lock_guard guard{mutex_};
  int on = 1;
  if (socket_)
    ::setsockopt(socket_.fd(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
}

std::string paho_connection::why_lost() const {
  std::lock_guard guard{mutex_};
  if (!cut_reason_.empty())
    return cut_reason_;
  char byte;
  if (socket_ && ::recv(socket_.fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0) {
    if (errno == EAGAIN)
      return "the broker did not answer a ping within the keep-alive time";
    if (errno == ETIMEDOUT)
      return "the broker cannot be reached any more";
  }
  return "the broker closed the connection";
}

std::string paho_connection::why_unanswered() const {
  {
    std::lock_guard guard{mutex_};
    if (cut_reason_.empty() && !tls_error_.empty())
      return "the TLS handshake failed: " + tls_error_;
  }
  return why_lost() + " before it answered CONNECT";
}

void paho_connection::closed(std::string reason, bool vague, bool refused) {
  uint32_t attempt = 0;
  {
    std::lock_guard guard{mutex_};
    socket_ = tcp_socket{};
    material_.reset();
    attempt = attempt_;
  }
  receiver(client_news::closed{attempt, std::move(reason), vague, refused});
}

uint32_t paho_connection::expect_codes(uint32_t request, size_t topics) {
  std::lock_guard guard{mutex_};
  last_slot_ = (last_slot_ + 1) % (UINT32_MAX / topics_max);
  slots_[last_slot_] = {request, std::vector<uint8_t>(topics), topics};
  return last_slot_ * topics_max;
}

void paho_connection::expect_no_codes(uint32_t first_number) {
  std::lock_guard guard{mutex_};
  slots_.erase(first_number / topics_max);
}

void paho_connection::suback(uint32_t number, uint8_t code) {
  client_news::subscribed news;
  {
    std::lock_guard guard{mutex_};
    auto slot = slots_.find(number / topics_max);
    if (slot == slots_.end() || number % topics_max >= slot->second.codes.size())
      return;
    slot->second.codes[number % topics_max] = code;
    if (--slot->second.missing > 0)
      return;
    news = {slot->second.request, std::move(slot->second.codes), {}};
    slots_.erase(slot);
  }
  receiver(std::move(news));
}

uint32_t enter_connection(paho_connection_ptr x) {
  std::lock_guard guard{table().mutex};
  table().entries.emplace(++table().last, std::move(x));
  return table().last;
}

void leave_connection(uint32_t client) {
  std::lock_guard guard{table().mutex};
  table().entries.erase(client);
}

void* paho_context(uint32_t client, uint32_t number) {
  static_assert(sizeof(void*) == sizeof(uint64_t), "two numbers must fit in a pointer");
  return reinterpret_cast<void*>(uint64_t{client} << 32 | number);
}

paho_connection_ptr connection_of(void* context) {
  std::lock_guard guard{table().mutex};
  auto entry = table().entries.find(reinterpret_cast<uint64_t>(context) >> 32);
  return entry == table().entries.end() ? nullptr : entry->second;
}

uint32_t number_of(void* context) {
  return static_cast<uint32_t>(reinterpret_cast<uint64_t>(context));
}

} // namespace troupe
