#include "actors/mqtt/tls_probe.hpp"

#include "actors/mqtt/tls_causes.hpp"
#include "actors/mqtt/tls_facts.hpp"
#include "actors/mqtt/tls_rules.hpp"
#include "actors/mqtt/websocket_probe.hpp"

namespace troupe {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// TLS 1.3 refuses a client certificate only after the handshake: listen so long.
constexpr auto alert_limit = 1000ms;

class layers {
public:
  layers(
      tcp_socket socket, const client_options& x, const tls_material* material,
      const patience& limit)
      : options_{x}, material_{material}, limit_{limit},
        peer_{peer_name(x.host, socket.address(), x.port)}, stream_{std::move(socket), limit} {}

  layers_report run() {
    if (!options_.tls || step("tls", [this] { return secure(); }))
      if (options_.websocket)
        step("websocket", [this] { return upgrade(); });
    return std::move(report_);
  }

private:
  /// `attempt` answers why it failed; empty: it did not.
  template <class Attempt>
  bool step(const char* name, Attempt attempt) {
    auto start = clock::now();
    auto reason = attempt();
    auto time = std::chrono::duration<double, std::milli>{last_ - start}.count();
    auto found = options_.tls && report_.steps.empty() ? facts_text(report_.server) : "opened";
    report_.steps.push_back({name, reason.empty(), time, reason.empty() ? found : reason});
    return reason.empty();
  }

  std::string secure() {
    auto context = make_tls_context(options_, *material_);
    auto done = context && stream_.secure(**context, options_.host);
    last_ = clock::now();
    if (!context)
      return sentence(context.error());
    if (!done)
      return why();
    report_.server = facts_of(stream_);
    // Whoever is asked for a WebSocket answers, an alert or the answer itself.
    return options_.websocket || stays() ? "" : why();
  }

  std::string upgrade() {
    auto reason = why_no_websocket(stream_, options_, peer_);
    last_ = clock::now();
    return stream_.trace().alert >= 0 ? why() : reason;
  }

  /// Whether the server leaves the connection as it is; a broker waits for CONNECT.
  bool stays() {
    stream_.set_limit({std::min(clock::now() + alert_limit, limit_.end), limit_.stop});
    return !stream_.read().empty() || stream_.trace().how == stream_trace::end::timed_out;
  }

  std::string why() {
    report_.refused = refusal_in(stream_);
    return why_tls_failed(stream_, options_, *material_, peer_);
  }

  const client_options& options_;
  const tls_material* material_;
  patience limit_;
  std::string peer_;
  probe_stream stream_;
  layers_report report_;
  clock::time_point last_; ///< When what a step is about was over.
};

} // namespace

layers_report try_layers(
    tcp_socket socket, const client_options& x, const tls_material* material,
    const patience& limit) {
  if (auto error = check_broker(x, material))
    return {{{"tls", false, 0, sentence(error)}}, {}, refusal::none};
  return layers{std::move(socket), x, material, limit}.run();
}

handshake_actor::behavior_type
handshake(handshake_actor::pointer self, std::shared_ptr<dialler> network, std::stop_token stop) {
  return {[self, network, stop](const mqtt_handshake& x) {
    self->quit();
    auto end = clock::now() + x.options.connect_timeout;
    dial_request request{x.options.host, x.options.port, x.options.connect_timeout};
    auto dialled = dial_and_wait(*network, request, stop);
    if (!dialled)
      return handshake_report{false, sentence(dialled.error()), {}, refusal::none};
    auto tried = try_layers(std::move(dialled->socket), x.options, x.material.get(), {end, stop});
    handshake_report result{true, {}, std::move(tried.server), tried.refused};
    if (!tried.steps.empty() && !tried.steps.back().ok) {
      result.ok = false;
      result.reason = std::move(tried.steps.back().detail);
    }
    return result;
  }};
}

} // namespace troupe
