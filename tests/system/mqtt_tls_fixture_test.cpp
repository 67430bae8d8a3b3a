#include "tests/system/mqtt_tls_fixture.hpp"

namespace troupe::test {

client_options tls_fixture::tls_options(uint16_t port) {
  client_options result;
  result.host = "127.0.0.1";
  result.port = port;
  result.client_id = "one";
  result.tls = true;
  result.connect_timeout = milliseconds{4000};
  return result;
}

tls_fixture::material_maker tls_fixture::trusting(const issued& identity) const {
  return [wish = material_wish{.authorities = ca.pem(), .identity = identity}] {
    return make_material(wish);
  };
}

mqtt_fixture::client tls_fixture::open(const client_options& options, material_maker material) {
  auto result = mqtt_fixture::open(options);
  result.material = std::move(material);
  return result;
}

bool tls_fixture::echoes(client& x, bool connect) {
  if (connect && !x.connect())
    return false;
  auto before = x.log->messages.size();
  x.subscribe({{"echo/#", 1}});
  x.publish("echo/a", "hello", 1);
  return x.log->wait(x.log->messages, before + 1)
         && x.log->last(x.log->messages).payload == "hello";
}

handshake_report tls_fixture::handshake(const client_options& options, tls_material_ptr material) {
  handshake_report result;
  caf::scoped_actor self{system};
  self->request(mqtt, caf::infinite, mqtt_handshake{options, std::move(material)})
      .receive([&](const handshake_report& x) { result = x; }, [](const caf::error&) {});
  return result;
}

probe_report tls_fixture::probe(const client_options& options, tls_material_ptr material) {
  probe_report result;
  caf::scoped_actor self{system};
  self->request(mqtt, caf::infinite, mqtt_probe{options, {}, std::move(material)})
      .receive([&](const probe_report& x) { result = x; }, [](const caf::error&) {});
  return result;
}

tls_fixture::list tls_fixture::names(const probe_report& x) {
  list result;
  for (auto& step : x.steps)
    result.push_back(step.name + (step.ok ? "" : " failed"));
  return result;
}

} // namespace troupe::test
