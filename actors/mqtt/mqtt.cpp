#include "actors/mqtt/mqtt.hpp"

#include "actors/mqtt/paho_bell.hpp"
#include "actors/mqtt/paho_client.hpp"
#include "actors/mqtt/probe.hpp"
#include "schemas/errors.hpp"

#include <system_error>

namespace troupe {

mqtt_inside::behavior_type
mqtt(metered_self<mqtt_inside, mqtt_state> self, std::shared_ptr<meter> meter, mqtt_ports ports) {
  self->keep_meter(std::move(meter));
  self->state.start(std::move(ports));
  self->set_down_handler([self](const caf::down_msg& x) { self->state.close_all(x.source); });
  auto find = [self](uint32_t client) { return self->state.find(client); };
  return {
      [self](open_client& x) { return self->state.open(x); },
      [self](close_atom, uint32_t client) { self->state.close(client); },
      [find](const mqtt_connect& x) {
        if (auto* to = find(x.client))
          to->connect(x.attempt, x.material);
      },
      [find](const mqtt_disconnect& x) {
        if (auto* to = find(x.client))
          to->disconnect();
      },
      [find](mqtt_subscribe& x) {
        if (auto* to = find(x.client))
          to->subscribe(std::move(x));
      },
      [find](const mqtt_unsubscribe& x) {
        if (auto* to = find(x.client))
          to->unsubscribe(x);
      },
      [find](mqtt_publish& x) {
        if (auto* to = find(x.client))
          to->publish(std::move(x));
      },
      [self](mqtt_probe& x) { return self->state.probe(std::move(x)); },
      [self](mqtt_handshake& x) { return self->state.prove(std::move(x)); },
      [self](pulse_atom) { return self->state.pulse(); },
      [self](const mqtt_event& x) { self->state.handle(x); },
  };
}

mqtt_ports system_mqtt_ports() {
  set_up_paho();
  return {make_paho_client, std::make_shared<dialler>(), ring_paho_bell, [] {
            return paho_trouble(bell_limit);
          }};
}

void mqtt_state::start(mqtt_ports ports) {
  ports_ = std::move(ports);
  nudge_after(bell_period, true);
}

uint32_t mqtt_state::open(const open_client& x) {
  auto id = ++last_client_;
  self_->monitor(x.agent);
  sessions_[id] = std::make_unique<session>(x.options, x.agent->address(), surroundings_of(id, x));
  return id;
}

void mqtt_state::close_all(const caf::actor_addr& agent) {
  std::erase_if(sessions_, [&](auto& entry) { return entry.second->agent() == agent; });
}

session* mqtt_state::find(uint32_t client) {
  auto entry = sessions_.find(client);
  if (entry == sessions_.end())
    return nullptr;
  if (!std::exchange(nudge_due_, true))
    nudge_after(bell_delay, false);
  return entry->second.get();
}

/// Each has a thread, of which the system may grant no more.
const caf::error no_thread = failure(errc::unavailable, "the system grants no thread for a probe");

caf::result<probe_report> mqtt_state::probe(mqtt_probe x) {
  try {
    auto worker = self_->spawn<caf::detached>(troupe::probe, ports_, stop_.get_token());
    return self_->delegate(worker, std::move(x));
  } catch (const std::system_error&) {
    return no_thread;
  }
}

caf::result<handshake_report> mqtt_state::prove(mqtt_handshake x) {
  auto promise = self_->make_response_promise<handshake_report>();
  auto done = [promise](const caf::expected<handshake_report>& found) mutable {
    if (found)
      promise.deliver(*found);
    else
      promise.deliver(found.error());
  };
  constexpr std::chrono::seconds patience{25};
  look_into({clock::now() + patience, std::move(x), std::move(done)});
  return promise;
}

void mqtt_state::look_into(trial x) {
  trials_.push_back(std::move(x));
  next_trials();
}

void mqtt_state::next_trials() {
  while (trying_ < trials_max && !trials_.empty()) {
    auto x = std::move(trials_.front());
    trials_.pop_front();
    auto left = std::chrono::floor<std::chrono::milliseconds>(x.end - clock::now());
    if (left.count() > 0)
      begin(std::move(x), left);
    else
      x.done(failure(errc::timed_out, "too many others were looked into"));
  }
}

void mqtt_state::begin(trial x, std::chrono::milliseconds left) {
  x.what.options.connect_timeout = std::min(x.what.options.connect_timeout, left);
  auto finish = [this, done = x.done](const caf::expected<handshake_report>& found) {
    --trying_;
    done(found);
    next_trials();
  };
  try {
    auto worker = self_->spawn<caf::detached>(handshake, ports_.network, stop_.get_token());
    ++trying_;
    self_->request(worker, caf::infinite, std::move(x.what))
        .then(
            [finish](const handshake_report& found) { finish(found); },
            [finish](const caf::error& why) { finish(why); });
  } catch (const std::system_error&) {
    x.done(no_thread);
  }
}

void mqtt_state::nudge_after(std::chrono::milliseconds delay, bool periodic) {
  self_->delayed_send(self_, delay, mqtt_event{0, mqtt_event::nudge{periodic}});
}

void mqtt_state::nudge(bool periodic) {
  if (periodic)
    nudge_after(bell_period, true);
  else
    nudge_due_ = false;
  if (!sessions_.empty())
    ports_.nudge();
}

/// Without clients nobody rings, and nobody waits for the library.
caf::result<void> mqtt_state::pulse() const {
  if (auto why = sessions_.empty() ? std::string{} : ports_.stuck(); !why.empty())
    return failure(errc::timed_out, std::move(why));
  return caf::unit;
}

void mqtt_state::handle(const mqtt_event& x) {
  if (auto* due = std::get_if<mqtt_event::nudge>(&x.what)) {
    nudge(due->periodic);
    return;
  }
  auto* to = find(x.client);
  if (to == nullptr)
    return;
  if (auto* call = std::get_if<mqtt_event::dialled>(&x.what))
    to->dialled(call->attempt, std::move(*call->result));
  else if (auto* alarm = std::get_if<mqtt_event::overdue>(&x.what))
    to->overdue(alarm->attempt);
  else
    std::visit([to](auto& news) { to->on(news); }, std::get<client_news::any>(x.what));
}

session::surroundings mqtt_state::surroundings_of(uint32_t client, const open_client& x) {
  auto me = caf::actor_cast<mqtt_inside>(self_);
  auto report = [me, client](auto what) {
    caf::anon_send(me, mqtt_event{client, std::move(what)});
  };
  session::surroundings result;
  result.client = ports_.make_client(x.options, x.sink, report);
  result.dial = [this, report,
                 request = dial_request{x.options.host, x.options.port, x.options.connect_timeout}](
                    uint32_t attempt) {
    ports_.network->dial(request, [report, attempt](caf::expected<dial_result> found) {
      report(mqtt_event::dialled{
          attempt, std::make_shared<caf::expected<dial_result>>(std::move(found))});
    });
  };
  result.explain = [this, client, options = x.options](
                       uint32_t attempt, tls_material_ptr material,
                       std::chrono::milliseconds limit) {
    auto done = [this, client, attempt](const caf::expected<handshake_report>& found) {
      if (auto* to = find(client))
        to->explained(
            attempt, found ? found->reason : std::string{}, found ? found->refused : refusal::none);
    };
    mqtt_handshake what{options, std::move(material)};
    what.options.connect_timeout = limit; // all that is left of the attempt's time
    look_into({clock::now() + limit, std::move(what), std::move(done)});
  };
  result.alarm = [this, client](std::chrono::milliseconds delay, uint32_t attempt) {
    self_->delayed_send(self_, delay, mqtt_event{client, mqtt_event::overdue{attempt}});
  };
  return result;
}

} // namespace troupe
