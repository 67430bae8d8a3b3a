#include "tests/system/mqtt_fixture.hpp"
#include "tests/system/support/eventually.hpp"

#include <caf/exit_reason.hpp>

namespace troupe::test {
namespace {

agent_actor::behavior_type note_taker(agent_actor::pointer self, std::shared_ptr<agent_log> log) {
  return {
      [](attach_atom, const agent_wiring&) {},
      [](drain_atom) {},
      [](attach_atom, const link_route&) {},
      [](const agent_change&) {},
      [](attach_atom) {},
      [](const publish_request&) { return write_result{}; },
      [log](const mqtt_connected& x) { log->note(log->connected, x); },
      [log](const mqtt_closed& x) { log->note(log->closed, x); },
      [log](const mqtt_suback& x) { log->note(log->subacks, x); },
      [log](const mqtt_published& x) { log->note(log->published, x); },
      [](retry_atom, uint32_t) {},
      [](vault_changed) {},
      [](view_atom) { return agent_view{}; },
      [](probe_atom) { return probe_report{}; },
      [self](stop_atom) { self->quit(); },
  };
}

struct pooled_config : caf::actor_system_config {
  pooled_config() {
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", 2);
  }
};

} // namespace

bool agent_log::take(const incoming_message& x) {
  message copy{std::string{x.topic}, std::string{x.payload}, x.qos, x.dup, x.retain, x.packet_id};
  auto accepted = !accept || accept(copy);
  note(messages, copy);
  return accepted;
}

mqtt_fixture::mqtt_fixture(mqtt_ports ports)
    : config{pooled_config{}}, system{config}, mqtt{system.spawn<caf::detached>(
                                                   troupe::mqtt, std::make_shared<meter>(),
                                                   std::move(ports))} {}

mqtt_fixture::~mqtt_fixture() { caf::anon_send_exit(mqtt, caf::exit_reason::user_shutdown); }

mqtt_fixture::client mqtt_fixture::open(const client_options& options) {
  client result;
  result.mqtt = mqtt;
  result.agent = system.spawn(note_taker, result.log);
  caf::scoped_actor self{system};
  self->request(mqtt, caf::infinite, open_client{options, result.agent, result.log})
      .receive([&](uint32_t id) { result.id = id; }, [](const caf::error&) {});
  return result;
}

client_options mqtt_fixture::options(const broker& x, const std::string& client_id, bool mqtt5) {
  client_options result;
  result.host = x.host();
  result.port = x.port();
  result.client_id = client_id;
  result.mqtt5 = mqtt5;
  return result;
}

void mqtt_fixture::client::begin_connect() {
  caf::anon_send(mqtt, mqtt_connect{id, ++attempt, material ? material() : nullptr});
}

bool mqtt_fixture::client::connect() {
  auto connected = log->connected.size();
  auto closed = log->closed.size();
  begin_connect();
  eventually(
      [&] {
        return log->wait(log->connected, connected + 1, milliseconds{0})
               || log->wait(log->closed, closed + 1, milliseconds{0});
      },
      milliseconds{15'000});
  return log->wait(log->connected, connected + 1, milliseconds{0});
}

void mqtt_fixture::client::disconnect() {
  auto closed = log->closed.size();
  caf::anon_send(mqtt, mqtt_disconnect{id});
  log->wait(log->closed, closed + 1);
}

std::vector<uint8_t> mqtt_fixture::client::subscribe(std::vector<topic_request> topics) {
  auto count = log->subacks.size();
  caf::anon_send(mqtt, mqtt_subscribe{id, static_cast<uint32_t>(count), std::move(topics)});
  log->wait(log->subacks, count + 1);
  return log->last(log->subacks).codes;
}

void mqtt_fixture::client::publish(
    const std::string& topic, const std::string& payload, int qos, uint64_t token) {
  caf::anon_send(mqtt, mqtt_publish{id, token, topic, payload, static_cast<uint8_t>(qos), false});
}

} // namespace troupe::test
