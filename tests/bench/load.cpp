#include "tests/bench/clock.hpp"
#include "tests/bench/wire.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <vector>

/// Publishes 80-byte JSON over many topics, either to a broker or, with
/// --serve, as a broker of its own to the one subscriber that connects: then
/// no real broker sets the ceiling. A raw socket, so that the sender is cheap.
namespace bench {
namespace {

constexpr size_t payload_bytes = 80;
constexpr size_t batch_bytes = 64 * 1024;
constexpr int stall_ms = 30'000;

struct options {
  uint16_t port = 1883;
  bool serve = false;
  int qos = 0;
  size_t topics = 1000;
  uint64_t count = 1'000'000;
  uint64_t rate = 0;
  size_t window = 1000;
  bool stamp = false;
  std::string last_values;
};

class publisher {
public:
  publisher(const options& opts, wire& peer)
      : opts_{opts}, wire_{peer}, last_(opts.topics, 0), pad_(payload_bytes, 'x') {}

  void run() {
    started_ns_ = now_ns();
    while (sent_ < opts_.count || in_flight_ > 0 || !wire_.out.empty()) {
      fill();
      step();
    }
    ended_ns_ = now_ns();
  }

  /// Answers what a subscriber sends until it goes, at most a minute.
  void linger() {
    for (int i = 0; i < 600 && !wire_.closed(); ++i) {
      wire_.exchange(100);
      answer();
    }
  }

  void report() const {
    std::cout << "sent=" << sent_ << " first_ns=" << started_ns_ << " last_ns=" << ended_ns_
              << std::endl;
    if (opts_.last_values.empty())
      return;
    std::ofstream file{opts_.last_values};
    for (size_t i = 0; i < last_.size(); ++i)
      if (last_[i] > 0)
        file << "bench/" << i << ' ' << last_[i] << '\n';
  }

private:
  bool due() const {
    return opts_.rate == 0
           || sent_ <= static_cast<uint64_t>(now_ns() - started_ns_) * opts_.rate / 1'000'000'000;
  }

  void fill() {
    while (sent_ < opts_.count && wire_.out.size() < batch_bytes
           && (opts_.qos == 0 || in_flight_ < opts_.window) && due())
      append_publish(sent_++ % opts_.topics);
  }

  void append_publish(size_t topic) {
    auto& value = last_[topic];
    value = opts_.stamp ? static_cast<uint64_t>(now_ns() / 1000) : value + 1;
    char name[32];
    auto name_length = static_cast<size_t>(std::snprintf(name, sizeof name, "bench/%zu", topic));
    char head[payload_bytes];
    auto head_length = static_cast<size_t>(std::snprintf(
        head, sizeof head, R"({"v":%llu,"ts":%llu,"pad":")", static_cast<unsigned long long>(value),
        static_cast<unsigned long long>(wall_ms())));
    auto& out = wire_.out;
    append_header(
        out, static_cast<uint8_t>(publish | opts_.qos << 1),
        2 + name_length + (opts_.qos > 0 ? 2 : 0) + payload_bytes);
    append_u16(out, name_length);
    out.append(name, name_length);
    if (opts_.qos > 0) {
      append_u16(out, ++packet_id_ == 0 ? ++packet_id_ : packet_id_);
      ++in_flight_;
    }
    out.append(head, head_length);
    out.append(pad_, 0, payload_bytes - head_length - 2);
    out += "\"}";
  }

  static int64_t wall_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  }

  void step() {
    auto paced = opts_.rate > 0 && wire_.out.empty() && sent_ < opts_.count;
    auto moved = wire_.exchange(paced ? 1 : stall_ms);
    if (wire_.closed())
      throw std::runtime_error{"the peer closed after " + std::to_string(sent_) + " messages"};
    if (!moved && !paced)
      throw std::runtime_error{"the peer took nothing for 30 s"};
    answer();
  }

  void answer() {
    while (auto x = wire_.next()) {
      if (x->type == puback && in_flight_ > 0)
        --in_flight_;
      else if (x->type == pingreq)
        append_header(wire_.out, pingresp, 0);
    }
  }

  const options& opts_;
  wire& wire_;
  std::vector<uint64_t> last_;
  std::string pad_;
  uint64_t sent_ = 0;
  size_t in_flight_ = 0;
  uint16_t packet_id_ = 0;
  int64_t started_ns_ = 0;
  int64_t ended_ns_ = 0;
};

packet await(wire& peer, int timeout_ms) {
  for (auto end = now_ns() + timeout_ms * int64_t{1'000'000};;) {
    if (auto x = peer.next())
      return *x;
    auto left = (end - now_ns()) / 1'000'000;
    if (left <= 0 || peer.closed())
      return {};
    peer.exchange(static_cast<int>(left));
  }
}

void log_in(wire& peer) {
  std::string_view id = "bench-load";
  append_header(peer.out, connect, 12 + id.size());
  append_u16(peer.out, 4);
  peer.out += std::string_view{"MQTT\x04\x02\x00\x00", 8}; // 3.1.1, clean session, no keep-alive
  append_u16(peer.out, id.size());
  peer.out += id;
  if (auto x = await(peer, 5000); x.type != connack || u16_at(x.body, 0) != 0)
    throw std::runtime_error{"the broker refused CONNECT"};
}

/// Grants every topic of a SUBSCRIBE.
void grant(wire& peer, std::string_view body) {
  std::string answer{body.substr(0, 2)};
  for (size_t at = 2; at < body.size();) {
    at += 2 + u16_at(body, at) + 1;
    answer += at <= body.size() ? body[at - 1] : '\x80';
  }
  append_header(peer.out, suback, answer.size());
  peer.out += answer;
}

/// Plays the broker until the subscriber has asked for nothing more for half a second.
void welcome(wire& peer) {
  for (bool subscribed = false;;) {
    auto x = await(peer, subscribed ? 500 : 10'000);
    if (x.type == connect)
      peer.out += std::string_view{"\x20\x02\x00\x00", 4};
    else if (x.type == subscribe)
      grant(peer, x.body), subscribed = true;
    else if (x.type == 0 && subscribed)
      return;
    else if (x.type == 0)
      throw std::runtime_error{"the client did not subscribe"};
  }
}

void run(const options& opts) {
  wire peer{opts.serve ? accept_one(opts.port) : dial(opts.port)};
  opts.serve ? welcome(peer) : log_in(peer);
  publisher load{opts, peer};
  load.run();
  load.report();
  if (opts.serve)
    return load.linger();
  append_header(peer.out, disconnect, 0);
  peer.exchange(1000);
}

} // namespace
} // namespace bench

int main(int argc, char** argv) {
  bench::options opts;
  CLI::App app{"Publishes 80-byte JSON to bench/0, bench/1, … on loopback"};
  app.add_option("--port", opts.port);
  app.add_flag("--serve", opts.serve, "be the broker of one subscriber instead of using one");
  app.add_option("--qos", opts.qos)->check(CLI::Range(0, 1));
  app.add_option("--topics", opts.topics)->check(CLI::Range(1, 1'000'000));
  app.add_option("--count", opts.count, "messages in all");
  app.add_option("--rate", opts.rate, "messages per second; 0: as fast as the peer takes them");
  app.add_option("--window", opts.window, "unacknowledged at QoS 1")->check(CLI::Range(1, 60'000));
  app.add_flag("--stamp", opts.stamp, "send the monotonic clock in microseconds as value");
  app.add_option("--last-values", opts.last_values, "file for `topic value` lines at the end");
  CLI11_PARSE(app, argc, argv);
  try {
    bench::run(opts);
  } catch (const std::exception& e) {
    std::cerr << "load: " << e.what() << '\n';
    return 1;
  }
}
