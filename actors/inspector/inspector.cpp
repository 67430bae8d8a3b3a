#include "actors/inspector/inspector.hpp"

#include "actors/inspector/problem_watch.hpp"
#include "actors/inspector/routes.hpp"

#include <array>
#include <optional>

namespace troupe {
namespace {

struct route {
  std::string_view method;
  std::string_view pattern; ///< `{}` stands for any one segment.
  access needed;
  void (*run)(const inquiry_ptr&);
};

constexpr std::array all_routes{
    route{"GET", "livez", access::none, routes::livez},
    route{"GET", "readyz", access::none, routes::readyz},
    route{"GET", "api/inspect/status", access::read, routes::status},
    route{"GET", "api/inspect/problems", access::read, routes::problems},
    route{"POST", "api/inspect/problems/{}/ack", access::write, routes::acknowledge_problem},
    route{
        "DELETE", "api/inspect/problems/{}/ack", access::write, routes::take_back_acknowledgement},
    route{"POST", "api/inspect/problems/{}/mute", access::write, routes::mute_problem},
    route{"DELETE", "api/inspect/problems/{}/mute", access::write, routes::unmute_problem},
    route{"GET", "api/inspect/health", access::read, routes::health},
    route{"GET", "api/inspect/actors", access::read, routes::actors},
    route{"GET", "api/inspect/actors/{}", access::read, routes::actor},
    route{"GET", "api/inspect/certificates", access::read, routes::certificates},
    route{"GET", "api/inspect/config", access::read, routes::config},
    route{"POST", "api/inspect/config/reload", access::admin, routes::reload_config},
    route{"POST", "api/inspect/config/confirm", access::admin, routes::confirm_config},
    route{"POST", "api/inspect/config/roll-back", access::admin, routes::roll_back_config},
    route{"GET", "api/inspect/agents", access::read, routes::agents},
    route{"POST", "api/inspect/agents/{}/{}/probe", access::write, routes::probe},
    route{"GET", "api/inspect/store", access::read, routes::stores},
    route{"GET", "api/inspect/store/leftovers", access::read, routes::leftovers},
    route{"POST", "api/inspect/store/purge", access::admin, routes::purge},
    route{"GET", "api/inspect/ledger", access::read, routes::ledger},
    route{"GET", "api/inspect/attributes", access::read, routes::attributes},
    route{"GET", "api/inspect/explain", access::read, routes::last_messages},
    route{"POST", "api/inspect/explain", access::read, routes::explain},
    route{"GET", "api/{}/asset/{}", access::read, routes::asset},
    route{"GET", "api/{}/asset", access::read, routes::assets},
    route{"POST", "api/{}/asset/query", access::read, routes::query_assets},
    route{"PUT", "api/{}/asset/{}/attribute/{}", access::write, routes::write_attribute},
    route{"POST", "api/{}/asset/datapoint/{}/{}", access::read, routes::data_points},
    route{"GET", "api/{}/events", access::read, routes::events},
};

/// What the pattern's `{}` stand for in `path`; nothing if it is another path.
std::optional<std::vector<std::string>>
match(std::string_view pattern, const std::vector<std::string>& path) {
  std::vector<std::string> captures;
  for (auto& segment : path) {
    auto end = pattern.find('/');
    auto expected = pattern.substr(0, end);
    if (expected == "{}")
      captures.push_back(segment);
    else if (expected != segment)
      return std::nullopt;
    pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end + 1);
  }
  return pattern.empty() ? std::optional{std::move(captures)} : std::nullopt;
}

std::string to_text(const std::vector<std::string>& path) {
  std::string out;
  for (auto& segment : path)
    out.append("/").append(segment);
  return out.empty() ? "/" : out;
}

void refuse_method(const inquiry& q, std::string allowed) {
  json_writer body;
  body.open('{')
      .field("error", q.request.method + " is not possible here, only " + allowed)
      .close('}');
  api_response out;
  out.status = 405;
  out.body = body.take();
  out.headers.emplace_back("Allow", std::move(allowed));
  q.request.reply(std::move(out));
}

} // namespace

void inspector_state::handle(const api_request& x) const {
  auto q = std::make_shared<inquiry>(inquiry{self, options, x, options->who->config(), {}, watch});
  std::string allowed;
  for (auto& route : all_routes) {
    auto captures = match(route.pattern, x.path);
    if (!captures)
      continue;
    if (route.method != x.method) {
      allowed.append(allowed.empty() ? "" : ", ").append(route.method);
      continue;
    }
    if (x.access < route.needed)
      return q->fail(
          403, x.access == access::none ? x.caller + " may not use this socket"
                                        : x.caller + " may look, but not change anything");
    q->captures = std::move(*captures);
    return route.run(q);
  }
  if (!allowed.empty())
    return refuse_method(*q, std::move(allowed));
  q->fail(404, "there is nothing at " + to_text(x.path));
}

caf::result<bool> inspector_state::stop() {
  auto promise = self->make_response_promise<bool>();
  watch->stop([promise]() mutable { promise.deliver(true); });
  return promise;
}

inspector_inside::behavior_type inspector(
    metered_self<inspector_inside, inspector_state> self, std::shared_ptr<meter> own,
    inspector_options options) {
  self->keep_meter(std::move(own));
  self->state.options = std::make_shared<const inspector_options>(std::move(options));
  self->state.watch = std::make_shared<problem_watch>(self, self->state.options);
  self->state.watch->start();
  return {
      [self](const api_request& x) { self->state.handle(x); },
      [](pulse_atom) {},
      [self](caf::tick_atom) { self->state.watch->tick(); },
      [self](stop_atom) { return self->state.stop(); },
  };
}

} // namespace troupe
