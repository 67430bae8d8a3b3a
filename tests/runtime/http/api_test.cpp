#include "tests/actors/inspector/inspector_support.hpp"
#include "tests/runtime/http/http_support.hpp"

#include "runtime/http/http_client.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

/// The inspector behind the socket, on real threads.
struct api_fixture : http_fixture {
  api_fixture() : system{config} {
    settings->realms.emplace_back().name = "hall";
    realm = system.spawn(stub_realm, script);
    (*realms)["hall"] = realm;
    inspector_options x;
    x.root = system.spawn(stub_root, realms, std::make_shared<vault_view>());
    x.who = std::make_shared<roster>();
    x.who->config(settings);
    who = system.spawn(inspector, std::make_shared<meter>(), std::move(x));
    serve([this](api_request x) { caf::anon_send(who, std::move(x)); });
  }

  ~api_fixture() {
    caf::anon_send_exit(who, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(realm, caf::exit_reason::user_shutdown);
  }

  std::shared_ptr<struct settings> settings = std::make_shared<struct settings>();
  realm_script_ptr script = std::make_shared<realm_script>();
  realm_handles realms = std::make_shared<std::map<std::string, realm_actor>>();
  realm_actor realm;
  inspector_actor who;
  caf::actor_system_config config;
  caf::actor_system system;
};

} // namespace

TEST_CASE_METHOD(api_fixture, "the inspector answers at the socket") {
  script->attributes = {view_of("hall", "press 9", "oil_temp", value_type::number, 21.5, 1'000)};
  auto answer =
      request(options.socket, "GET", "/api/inspect/attributes?realm=hall&asset=press%209");
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(json(answer->body).at(0).at("value") == 21.5);
  auto written = request(options.socket, "PUT", "/api/hall/asset/press%209/attribute/target", "42");
  REQUIRE(written);
  CHECK(json(written->body).at("state") == "stored");
  auto unknown = request(options.socket, "GET", "/api/nowhere/asset");
  REQUIRE(unknown);
  CHECK(unknown->status == 404);
  CHECK(error_sentence(*unknown) == "there is no realm \"nowhere\"");
}

TEST_CASE_METHOD(api_fixture, "changes arrive at the socket as events") {
  script->on_watch = [](const listener_actor& x) {
    caf::anon_send(x, attribute_event{{view_of("hall", "a", "b", value_type::number, 1.0, 1)}});
  };
  std::string seen;
  auto err = follow(options.socket, "/api/hall/events", [&](std::string_view data) {
    seen = data;
    return false;
  });
  CHECK_FALSE(err);
  CHECK(json(seen).at("attribute") == "b");
}
