#pragma once

#include "tests/support/catch.hpp"
#include "tests/support/interference.hpp"
#include "tests/support/temp_folder.hpp"

#include "actors/mqtt/mqtt_client.hpp"
#include "actors/topology.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace troupe::test {

using namespace std::chrono_literals;

/// Brokers without a network: every client connects at once, what it is to receive is
/// handed in.
class easy_network {
public:
  easy_network() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0
        || ::getsockname(listener_, generic, &size) != 0)
      throw std::runtime_error{"no port to dial"};
    port_ = ntohs(address.sin_port);
  }
  easy_network(const easy_network&) = delete;
  easy_network& operator=(const easy_network&) = delete;
  ~easy_network() { ::close(listener_); }

  /// Where connections are taken, and nobody speaks.
  uint16_t port() const { return port_; }

  mqtt_ports ports() {
    mqtt_ports out;
    out.network = std::make_shared<dialler>();
    out.make_client = [this](
                          const client_options& options, std::shared_ptr<message_sink> sink,
                          news_receiver receiver) {
      std::lock_guard guard{mutex_};
      sinks_[options.realm] = std::move(sink);
      return std::make_unique<client>(std::move(receiver));
    };
    return out;
  }

  bool receive(const std::string& realm, std::string_view payload) {
    std::lock_guard guard{mutex_};
    incoming_message x;
    x.topic = "press/speed";
    x.payload = payload;
    return sinks_.at(realm)->take(x);
  }

private:
  class client : public mqtt_client {
  public:
    explicit client(news_receiver receiver) : tell_{std::move(receiver)} {}
    caf::error connect(uint32_t attempt, tcp_socket, tls_material_ptr) override {
      attempt_ = attempt;
      tell_(client_news::connected{attempt, false, 0});
      return caf::none;
    }
    void disconnect() override { cut(); }
    void cut() override { tell_(client_news::closed{attempt_, "told to", false, false}); }
    caf::error subscribe(uint32_t request, const std::vector<topic_request>& topics) override {
      tell_(client_news::subscribed{request, std::vector<uint8_t>(topics.size(), 0), {}});
      return caf::none;
    }
    caf::error unsubscribe(const std::vector<std::string>&) override { return caf::none; }
    caf::error publish(uint32_t number, const mqtt_publish&) override {
      tell_(client_news::published{number, true, {}, false});
      return caf::none;
    }

  private:
    news_receiver tell_;
    uint32_t attempt_ = 0;
  };

  int listener_ = -1;
  uint16_t port_ = 0;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<message_sink>> sinks_;
};

/// All actors of a process on a real scheduler, as `troupe run` makes them: two realms,
/// "east" and "hall", each with an agent, an asset and a link between them.
struct plant_fixture {
  temp_folder folder;
  easy_network network;
  std::shared_ptr<environment_of_actors> env = std::make_shared<environment_of_actors>();
  caf::actor_system_config config;
  caf::actor_system system{prepared(config)};
  root_actor top;

  plant_fixture() {
    auto made = std::make_shared<settings>();
    made->runtime.storage_dir = folder.path();
    for (auto name : {"east", "hall"})
      made->realms.push_back(realm_called(name));
    env->config = made;
    env->who = std::make_shared<roster>();
    env->now_ms = [] { return int64_t{1'750'000'000'000}; };
    env->network = network.ports();
    top = spawn_root(system, env);
    for (auto name : {"east", "hall"})
      eventually([&] { return value_of(name, "floor", "agentStatus") == "\"CONNECTED\""; });
    eventually([&] {
      auto all = env->who->actors();
      return std::all_of(all.begin(), all.end(), [](auto& x) { return x->meter->alive.load(); });
    });
  }

  ~plant_fixture() {
    (void)ask<bool>(top, stop_atom::value);
    caf::anon_send_exit(top, caf::exit_reason::kill);
  }

  template <class T, class Handle, class... Ts>
  caf::expected<T> ask(const Handle& to, Ts... xs) {
    caf::scoped_actor self{system};
    caf::expected<T> out{failure(errc::timed_out, "no answer")};
    self->request(to, 10s, xs...)
        .receive([&](T& x) { out = std::move(x); }, [&](caf::error& x) { out = std::move(x); });
    return out;
  }

  std::string value_of(
      const std::string& realm, const std::string& asset = "press",
      const std::string& attribute = "speed") {
    auto found = ask<realm_handle>(top, find_atom::value, realm);
    if (!found)
      return sentence(found.error());
    auto views = ask<std::vector<attribute_view>>(found->realm, attribute_query{asset, attribute});
    if (!views)
      return sentence(views.error());
    return views->size() == 1 ? to_json(views->front().state.content) : "no answer";
  }

  /// Waits for what other threads are about to bring about.
  void eventually(const std::function<bool()>& happened) {
    auto end = std::chrono::steady_clock::now() + 20s;
    while (!happened()) {
      if (std::chrono::steady_clock::now() > end)
        FAIL("it did not happen within 20 s");
      std::this_thread::yield();
    }
  }

  actor_card_ptr card(const std::string& realm, const std::string& kind, const std::string& name) {
    for (auto& x : env->who->actors())
      if (x->realm == realm && x->kind == kind && x->name == name)
        return x;
    throw std::runtime_error{"no such actor"};
  }

  /// A message that an actor of this kind knows and that changes nothing.
  static caf::atom_value harmless(const actor_card& x) {
    if (x.kind == "agent")
      return drain_atom::value;
    if (x.kind == "vault")
      return view_atom::value;
    if (x.kind == "asset" || x.kind == "link")
      return caf::tick_atom::value;
    return pulse_atom::value;
  }
  static std::string word_of(const actor_card& x) { return caf::to_string(harmless(x)); }

  /// Gives it something to hang or crash in.
  void poke(const actor_card& x) {
    caf::anon_send(caf::actor_cast<caf::actor>(x.address()), harmless(x));
  }

private:
  static caf::actor_system_config& prepared(caf::actor_system_config& x) {
    x.set("scheduler.policy", caf::atom("sharing"));
    x.set("scheduler.max-threads", 3);
    return x;
  }

  realm_settings realm_called(const std::string& name) {
    agent_settings floor;
    floor.id = "floor";
    floor.host = "127.0.0.1";
    floor.port = network.port();
    attribute_settings speed;
    speed.name = "speed";
    speed.type = value_type::number;
    speed.agent_link = agent_link_settings{};
    speed.agent_link->agent = "floor";
    speed.agent_link->subscription_topic = "press/speed";
    asset_settings press;
    press.id = "press";
    press.attributes = {speed};
    realm_settings out;
    out.name = name;
    out.agents = {floor};
    out.assets = {press};
    return out;
  }
};

} // namespace troupe::test
