#include "actors/inspector/watcher.hpp"

#include "actors/inspector/asset_json.hpp"
#include "actors/inspector/routes.hpp"
#include "actors/inspector/view_json.hpp"

namespace troupe {

void watcher_state::write(std::string piece) {
  if (client(std::move(piece)))
    return;
  self->send(realm, unwatch_atom::value, listener_handle{self});
  self->quit();
}

void watcher_state::write(const attribute_event& x) {
  std::string text;
  for (auto& change : x.changes) {
    json_writer line;
    append(line, change);
    text.append("data: ").append(line.take()).append("\n\n");
  }
  if (!text.empty())
    write(std::move(text));
}

void watcher_state::tick() {
  self->delayed_send(self, watcher_tick, caf::tick_atom::value);
  write(std::string{":\n\n"}); // a comment
}

watcher_actor::behavior_type watcher(
    watcher_actor::stateful_pointer<watcher_state> self, realm_actor realm, std::string asset,
    stream_writer client) {
  self->state.realm = realm;
  self->state.client = std::move(client);
  self->set_down_handler([self](const caf::down_msg&) { self->quit(); });
  self->monitor(realm);
  self->send(realm, watch_atom::value, std::move(asset), listener_handle{self});
  self->state.tick();
  return {
      [self](const attribute_event& x) { self->state.write(x); },
      [self](caf::tick_atom) { self->state.tick(); },
  };
}

void routes::events(const inquiry_ptr& q) {
  auto realm = q->realm(q->captures[0]);
  if (!realm)
    return;
  std::string asset{q->parameter("asset")};
  if (!asset.empty() && !find_asset(*realm, asset))
    return q->fail(404, "there is no asset \"" + asset + "\" in realm \"" + realm->name + '"');
  auto then = [q, asset](const realm_actor& x) {
    q->self->spawn(watcher, x, asset, q->request.stream());
  };
  find_realm(q, realm->name, then, [q](const caf::error& x) { q->fail(x); });
}

} // namespace troupe
