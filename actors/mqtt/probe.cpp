#include "actors/mqtt/probe.hpp"

#include "actors/mqtt/reasons.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <random>

namespace troupe {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Hands what happens on other threads to the one that waits.
template <class T>
class letter_box {
public:
  void put(T x) {
    {
      std::lock_guard guard{mutex_};
      letters_.push_back(std::move(x));
    }
    arrived_.notify_one();
  }

  std::optional<T> wait_until(clock::time_point end) {
    std::unique_lock guard{mutex_};
    if (!arrived_.wait_until(guard, end, [this] { return !letters_.empty(); }))
      return std::nullopt;
    auto result = std::move(letters_.front());
    letters_.pop_front();
    return result;
  }

private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<T> letters_;
};

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
  prober(const mqtt_probe& x, const mqtt_ports& ports)
      : options_{harmless(x.options)}, topics_{x.topics}, ports_{ports} {
    if (topics_.size() > mqtt_client::topics_max) // enough to see what the broker grants
      topics_.resize(mqtt_client::topics_max);
    report_.realm = x.options.realm;
    report_.agent = x.options.agent;
  }

  probe_report run() {
    auto socket = dial();
    if (socket && connect(std::move(socket)) && !topics_.empty())
      subscribe();
    return std::move(report_);
  }

private:
  using dial_box = letter_box<caf::expected<dial_result>>;
  using news_box = letter_box<client_news::any>;

  bool step(std::string name, bool ok, clock::duration time, std::string detail) {
    report_.steps.push_back({std::move(name), ok, milliseconds_of(time), std::move(detail)});
    return ok;
  }

  tcp_socket dial() {
    auto box = std::make_shared<dial_box>();
    auto start = clock::now();
    ports_.network->dial(
        {options_.host, options_.port, options_.connect_timeout},
        [box](caf::expected<dial_result> x) { box->put(std::move(x)); });
    auto named = is_address(options_.host);
    // The dialler keeps the limit itself; a second more and it is broken.
    auto result = box->wait_until(start + options_.connect_timeout + milliseconds{1000});
    auto time = clock::now() - start;
    if (!result || !*result) {
      auto text = result ? sentence(result->error()) : std::string{"the dialler does not answer"};
      auto at_name = !named && text.starts_with("name ");
      step(at_name ? "dns" : "tcp", false, time, text);
      return {};
    }
    auto& found = **result;
    auto peer = peer_name(options_.host, found.socket.address(), options_.port);
    step("dns", true, found.name_time, named ? "the host is an address" : found.socket.address());
    step("tcp", true, found.tcp_time, "connected to " + peer);
    return std::move(found.socket);
  }

  bool connect(tcp_socket socket) {
    auto start = clock::now();
    client_ = ports_.make_client(
        options_, std::make_shared<deaf_sink>(),
        [box = news_](client_news::any x) { box->put(std::move(x)); });
    if (auto error = client_->connect(1, std::move(socket)))
      return step("connect", false, clock::now() - start, sentence(error));
    auto news = news_->wait_until(start + options_.connect_timeout);
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
    auto news = news_->wait_until(start + options_.connect_timeout);
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
  mqtt_ports ports_;
  probe_report report_;
  std::shared_ptr<news_box> news_ = std::make_shared<news_box>();
  std::unique_ptr<mqtt_client> client_;
};

} // namespace

probe_actor::behavior_type probe(probe_actor::pointer self, mqtt_ports ports) {
  return {[self, ports](const mqtt_probe& x) {
    self->quit();
    return prober{x, ports}.run();
  }};
}

} // namespace troupe
