#include "actors/mqtt/probe.hpp"

#include "actors/mqtt/letter_box.hpp"
#include "actors/mqtt/reasons.hpp"
#include "actors/mqtt/tls_probe.hpp"

#include <random>

namespace troupe {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Nothing that comes in while probing is wanted; it stays with the broker.
struct deaf_sink : message_sink {
  bool take(const incoming_message&) override { return true; }
};

double milliseconds_of(clock::duration x) {
  return std::chrono::duration<double, std::milli>{x}.count();
}

std::string random_suffix() {
  static constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::random_device random;
  std::string result;
  for (int i = 0; i < 8; ++i)
    result += letters[random() % letters.size()];
  return result;
}

/// A client of the same account that disturbs neither the agent's session nor
/// those who wait for its will.
client_options harmless(client_options x) {
  x.client_id += "-probe-" + random_suffix();
  x.clean_session = true;
  x.will.reset();
  return x;
}

class prober {
public:
  prober(const mqtt_probe& x, const mqtt_ports& ports, std::stop_token stop)
      : options_{harmless(x.options)}, topics_{x.topics}, material_{x.material}, ports_{ports},
        stop_{std::move(stop)} {
    if (topics_.size() > mqtt_client::topics_max) // enough to see what the broker grants
      topics_.resize(mqtt_client::topics_max);
    report_.realm = x.options.realm;
    report_.agent = x.options.agent;
  }

  probe_report run() {
    auto socket = dial();
    if (socket && (options_.tls || options_.websocket))
      socket = pass_layers(std::move(socket));
    if (socket && connect(std::move(socket)) && !topics_.empty())
      subscribe();
    return std::move(report_);
  }

private:
  using news_box = letter_box<client_news::any>;

  bool step(std::string name, bool ok, clock::duration time, std::string detail) {
    report_.steps.push_back({std::move(name), ok, milliseconds_of(time), std::move(detail)});
    return ok;
  }

  tcp_socket dial() {
    auto start = clock::now();
    auto named = is_address(options_.host);
    auto result = dial_again();
    auto time = clock::now() - start;
    if (!result) {
      auto text = sentence(result.error());
      auto at_name = !named && text.starts_with("name ");
      step(at_name ? "dns" : "tcp", false, time, text);
      return {};
    }
    auto& found = *result;
    auto peer = peer_name(options_.host, found.socket.address(), options_.port);
    step("dns", true, found.name_time, named ? "the host is an address" : found.socket.address());
    step("tcp", true, found.tcp_time, "connected to " + peer);
    return std::move(found.socket);
  }

  caf::expected<dial_result> dial_again() {
    return dial_and_wait(
        *ports_.network, {options_.host, options_.port, options_.connect_timeout}, stop_);
  }

  /// A handshake of our own on this connection says what fails; the client makes
  /// another one, on the socket that this answers.
  tcp_socket pass_layers(tcp_socket socket) {
    auto layers = try_layers(
        std::move(socket), options_, material_.get(),
        {clock::now() + options_.connect_timeout, stop_});
    for (auto& x : layers.steps)
      report_.steps.push_back(x);
    if (!report_.steps.back().ok)
      return {};
    auto start = clock::now();
    auto again = dial_again();
    if (again)
      return std::move(again->socket);
    step("tcp", false, clock::now() - start, sentence(again.error()));
    return {};
  }

  std::optional<client_news::any> wait_for_news(clock::time_point start) {
    return news_->wait({start + options_.connect_timeout, stop_});
  }

  bool connect(tcp_socket socket) {
    auto start = clock::now();
    client_ = ports_.make_client(
        options_, std::make_shared<deaf_sink>(),
        [box = news_](client_news::any x) { box->put(std::move(x)); });
    if (auto error = client_->connect(1, std::move(socket), material_))
      return step("connect", false, clock::now() - start, sentence(error));
    auto news = wait_for_news(start);
    auto time = clock::now() - start;
    if (!news)
      return step(
          "connect", false, time, "no CONNACK within " + in_seconds(options_.connect_timeout));
    if (auto* closed = std::get_if<client_news::closed>(&*news))
      return step("connect", false, time, closed->reason);
    auto version = options_.mqtt5 ? "5" : "3.1.1";
    return step(
        "connect", true, time,
        "accepted over MQTT " + std::string{version} + " as " + options_.client_id);
  }

  bool subscribe() {
    auto start = clock::now();
    if (auto error = client_->subscribe(1, topics_))
      return step("subscribe", false, clock::now() - start, sentence(error));
    auto news = wait_for_news(start);
    auto time = clock::now() - start;
    if (!news)
      return step(
          "subscribe", false, time, "no SUBACK within " + in_seconds(options_.connect_timeout));
    if (auto* closed = std::get_if<client_news::closed>(&*news))
      return step("subscribe", false, time, closed->reason);
    auto codes = std::get<client_news::subscribed>(*news).codes;
    for (size_t i = 0; i < codes.size(); ++i)
      if (codes[i] >= 128)
        return step("subscribe", false, time, topics_[i].topic + ": " + suback_reason(codes[i]));
    return step("subscribe", true, time, std::to_string(codes.size()) + " topics granted");
  }

  client_options options_;
  std::vector<topic_request> topics_;
  tls_material_ptr material_;
  mqtt_ports ports_;
  std::stop_token stop_;
  probe_report report_;
  std::shared_ptr<news_box> news_ = std::make_shared<news_box>();
  std::unique_ptr<mqtt_client> client_;
};

} // namespace

probe_actor::behavior_type
probe(probe_actor::pointer self, mqtt_ports ports, std::stop_token stop) {
  return {[self, ports, stop](const mqtt_probe& x) {
    self->quit();
    return prober{x, ports, stop}.run();
  }};
}

} // namespace troupe
