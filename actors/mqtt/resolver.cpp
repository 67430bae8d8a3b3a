#include "actors/mqtt/resolver.hpp"

#include "schemas/errors.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include <netdb.h>
#include <sys/socket.h>

namespace troupe {
namespace {

struct free_list {
  void operator()(addrinfo* x) const noexcept { ::freeaddrinfo(x); }
};

using address_list = std::unique_ptr<addrinfo, free_list>;

/// getaddrinfo's code and what it found.
std::pair<int, address_list> look_up(const std::string& host, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  auto code = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  return {code, address_list{code == 0 ? found : nullptr}};
}

std::string why(int code) {
  switch (code) {
  case EAI_NONAME: [[fallthrough]];
  case EAI_NODATA: return " is unknown";
  case EAI_AGAIN: return " could not be looked up: no name server answers";
  default: return std::string{" could not be looked up: "} + ::gai_strerror(code);
  }
}

} // namespace

bool is_address(const std::string& host) { return look_up(host, AI_NUMERICHOST).first == 0; }

addresses system_lookup(const std::string& name) {
  auto [code, list] = look_up(name, AI_ADDRCONFIG);
  if (code != 0)
    return failure(errc::unavailable, "name " + name + why(code));
  std::vector<std::string> result;
  for (auto* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(
            entry->ai_addr, entry->ai_addrlen, text, sizeof(text), nullptr, 0, NI_NUMERICHOST)
        == 0)
      result.emplace_back(text);
  }
  return result;
}

struct resolver::state {
  explicit state(name_lookup f) : lookup{std::move(f)} {}

  using waiting_list = std::vector<std::function<void(const addresses&)>>;

  void run(const std::string& name) {
    auto found = lookup(name);
    std::lock_guard guard{mutex}; // held while calling: ~resolver then waits for the calls
    auto entry = waiting.find(name);
    for (auto& done : entry->second)
      done(found);
    waiting.erase(entry);
  }

  name_lookup lookup;
  std::mutex mutex;
  std::map<std::string, waiting_list> waiting; ///< By name; an entry for each thread.
};

resolver::resolver(name_lookup lookup) : state_{std::make_shared<state>(std::move(lookup))} {}

resolver::~resolver() {
  std::lock_guard guard{state_->mutex};
  for (auto& [name, list] : state_->waiting)
    list.clear();
}

void resolver::resolve(const std::string& name, std::function<void(const addresses&)> done) {
  if (is_address(name)) {
    done(std::vector<std::string>{name});
    return;
  }
  std::lock_guard guard{state_->mutex};
  auto& waiting = state_->waiting;
  if (auto entry = waiting.find(name); entry != waiting.end()) {
    entry->second.push_back(std::move(done));
    return;
  }
  auto refuse = [&](const std::string& cause) {
    done(failure(errc::unavailable, "name " + name + " could not be looked up: " + cause));
  };
  if (waiting.size() >= lookups_max) {
    refuse("the look-ups of " + std::to_string(lookups_max) + " other names hang");
    return;
  }
  try {
    std::thread{[s = state_, name] { s->run(name); }}.detach();
    waiting[name].push_back(std::move(done));
  } catch (const std::system_error& x) {
    refuse(x.what());
  }
}

} // namespace troupe
