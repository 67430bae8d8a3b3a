#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/interference.hpp"
#include "tests/support/temp_folder.hpp"

#include "actors/root/root.hpp"
#include "actors/topology.hpp"

#include <boost/json.hpp>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

int64_t noon() { return 1'750'000'000'000; }

/// Two realms, "east" and "hall", each with an asset "press" that has a note.
struct root_fixture : actor_fixture {
  temp_folder folder;
  std::shared_ptr<environment_of_actors> env = std::make_shared<environment_of_actors>();
  root_actor top;
  std::string ended;                          ///< Why root did.
  config_reading next{"t.toml", nullptr, {}}; ///< What the file says now.

  root_fixture() {
    auto config = std::make_shared<settings>();
    config->runtime.storage_dir = folder.path();
    for (auto name : {"east", "hall"}) {
      attribute_settings note;
      note.name = "note";
      note.type = value_type::text;
      asset_settings press;
      press.id = "press";
      press.attributes = {note};
      auto& realm = config->realms.emplace_back();
      realm.name = name;
      realm.assets = {press};
    }
    env->config = config;
    env->who = std::make_shared<roster>();
    env->now_ms = noon;
    env->own_threads = false;
    env->read_config = [this](auto&) { return next; };
    top = spawn_root(system, env);
    keep(top);
    run();
    spawn([this](caf::event_based_actor* self) {
      self->monitor(top);
      self->set_down_handler([this](const caf::down_msg& x) { ended = sentence(x.reason); });
      return caf::behavior{[](pulse_atom) {}};
    });
  }

  caf::expected<realm_actor> realm(const std::string& name) {
    auto found = ask<realm_handle>(top, find_atom::value, name);
    if (!found)
      return found.error();
    return found->realm;
  }

  void write(const std::string& realm_name, const std::string& text) {
    auto to = *realm(realm_name);
    REQUIRE(ask<write_result>(to, write_request{"press", "note", '"' + text + '"', noon(), false}));
    REQUIRE(ask<uint64_t>(to, flush_atom::value));
  }

  std::string note_of(const std::string& realm_name) {
    auto found = realm(realm_name);
    REQUIRE(found);
    auto views = ask<std::vector<attribute_view>>(*found, attribute_query{"press", "note"});
    if (!views || views->size() != 1)
      return "no answer";
    return to_json(views->front().state.content);
  }

  actor_card_ptr card(const std::string& realm_name, const std::string& kind) {
    for (auto& x : env->who->actors())
      if (x->kind == kind && x->realm == realm_name)
        return x;
    throw std::runtime_error{"no such actor"};
  }

  void crash(const actor_card_ptr& x, std::chrono::milliseconds then = 5s) {
    one_crash boom{*x->meter};
    tell(caf::actor_cast<caf::actor>(x->address()), pulse_atom::value);
    pass(then);
  }

  /// Until its budget is spent.
  void crash_for_good(const actor_card_ptr& x) {
    for (size_t i = 0; i <= restart_schedule::budget; ++i)
      crash(x);
  }

  boost::json::value fetch(std::vector<std::string> path) {
    api_request x;
    x.method = "GET";
    x.path = std::move(path);
    x.access = access::admin;
    x.now_ms = noon();
    std::string body = "null";
    x.reply = [&](const api_response& answer) { body = answer.body; };
    way_to_inspector(env)(std::move(x));
    run();
    return boost::json::parse(body);
  }

  /// Of the actors and realms; where the vault's password lies is another matter.
  std::vector<std::string> problems() {
    std::vector<std::string> out;
    auto found = fetch({"api", "inspect", "problems"});
    for (auto& x : found.as_array())
      if (x.at("kind") != "vault")
        out.emplace_back(x.at("text").as_string());
    return out;
  }
};

} // namespace

TEST_CASE_METHOD(root_fixture, "a process's actor that crashes is restarted, the others stay") {
  auto [realm_name, kind] = GENERATE(table<std::string, std::string>(
      {{"", "inspector"}, {"", "vault"}, {"", "mqtt"}, {"hall", "realm"}}));
  CAPTURE(kind);
  write("hall", "before");
  auto crashed = card(realm_name, kind);
  auto started = fetch({"api", "inspect", "status"}).at("started");
  std::vector<std::pair<actor_card_ptr, caf::actor_addr>> others;
  for (auto& x : env->who->actors())
    if (x != crashed && (x->realm != "hall" || kind != "realm"))
      others.emplace_back(x, x->address());
  crash(crashed);
  CHECK(crashed->meter->restarts == 1);
  CHECK(crashed->meter->alive);
  CHECK(crashed->last_error() == "injected");
  for (auto& [x, address] : others) {
    CAPTURE(x->title());
    CHECK(x->meter->alive);
    CHECK(x->address() == address);
  }
  CHECK(note_of("hall") == "\"before\"");
  write("hall", "after");
  CHECK(note_of("hall") == "\"after\"");
  CHECK(problems().empty());
  CHECK(fetch({"api", "inspect", "status"}).at("started") == started);
  CHECK(ended.empty());
}

TEST_CASE_METHOD(root_fixture, "a spent budget in a realm begins the realm anew, with its state") {
  write("hall", "kept");
  crash_for_good(card("hall", "asset"));
  CHECK(card("hall", "realm")->meter->restarts == 1);
  CHECK_THAT(
      card("hall", "realm")->last_error(), Contains("its asset press failed more than 5 times"));
  CHECK(card("east", "realm")->meter->restarts == 0);
  CHECK(note_of("hall") == "\"kept\"");
  CHECK(problems().empty());
}

TEST_CASE_METHOD(root_fixture, "a realm whose budget is spent stays down, and everyone says why") {
  crash_for_good(card("hall", "realm"));
  auto told = std::string{"realm hall was given up: injected"};
  auto found = realm("hall");
  REQUIRE_FALSE(found);
  CHECK(is(found.error(), errc::given_up));
  CHECK_THAT(sentence(found.error()), Contains(told));
  CHECK(problems() == std::vector<std::string>{told});
  auto status = fetch({"api", "inspect", "status"});
  auto& realms = status.at("realms").as_array();
  CHECK(realms.at(0).as_object().if_contains("problem") == nullptr);
  CHECK_THAT(std::string{realms.at(1).at("problem").as_string()}, Contains(told));
  write("east", "well");
  CHECK(note_of("east") == "\"well\"");
  auto stopped = ask<bool>(top, stop_atom::value);
  REQUIRE(stopped);
  CHECK(*stopped);
}

TEST_CASE_METHOD(root_fixture, "without the vault, realms go on and a problem tells of it") {
  crash_for_good(card("", "vault"));
  CHECK(problems() == std::vector<std::string>{"vault was given up: injected"});
  write("hall", "well");
  CHECK(ended.empty());
}

TEST_CASE_METHOD(root_fixture, "without the mqtt actor the process ends in order, with an error") {
  write("hall", "kept");
  crash_for_good(card("", "mqtt"));
  CHECK_THAT(ended, Contains("mqtt actor"));
  CHECK_THAT(ended, Contains("injected"));
  for (auto& x : env->who->actors()) {
    CAPTURE(x->title());
    CHECK_FALSE(x->meter->alive);
  }
}

TEST_CASE_METHOD(root_fixture, "a realm waits for the store of its predecessor to end") {
  auto store = card("hall", "store");
  crash(card("hall", "realm"), 500ms);
  REQUIRE_FALSE(store->meter->alive);
  store->meter->alive = true; // as if it were in a long commit
  pass(30s);
  CHECK_FALSE(card("hall", "realm")->meter->alive);
  store->meter->alive = false;
  pass(2s);
  CHECK(card("hall", "realm")->meter->alive);
  CHECK(note_of("hall") == "null");
}

namespace {

/// A root whose configuration changes.
struct reloading_root : root_fixture {
  /// The file says what is in force, but for what `edit` does to it.
  void write_file(const std::function<void(settings&)>& edit) {
    auto wanted = std::make_shared<settings>(*env->who->config());
    edit(*wanted);
    share_equals(*wanted, *env->who->config());
    next.value = wanted;
  }

  reload_report
  reload(reload_step step = reload_step::apply, std::chrono::milliseconds confirm_within = 0ms) {
    auto answer = request<reload_report>(top, reload_request{step, confirm_within, "me"});
    pass(1s);
    REQUIRE(*answer);
    REQUIRE(**answer);
    return ***answer;
  }

  bool refuses(reload_step step) {
    return !ask<reload_report>(top, reload_request{step, 0ms, "me"});
  }

  void add_yard() {
    write_file([](settings& x) { x.realms.emplace_back().name = "yard"; });
  }
};

} // namespace

TEST_CASE_METHOD(reloading_root, "only realms that differ hear of another configuration") {
  write("hall", "kept");
  auto east = card("east", "asset")->address();
  write_file([](settings& x) {
    x.realms[1].assets[0].name = "Press";
    x.realms.emplace_back().name = "yard";
  });
  auto report = reload();
  CHECK(report.ok);
  CHECK(report.problem.empty());
  REQUIRE(report.changes.size() == 2);
  CHECK(report.changes[0].name == "press");
  CHECK(report.changes[0].action == "restarts");
  CHECK(report.changes[1].realm == "yard");
  CHECK(report.changes[1].action == "starts");
  CHECK(card("east", "asset")->address() == east);
  CHECK(note_of("hall") == "\"kept\"");
  CHECK(realm("yard"));
  CHECK(fetch({"api", "inspect", "status"}).at("config").at("by") == "me");
  CHECK(reload().changes.empty());
}

TEST_CASE_METHOD(reloading_root, "a realm that is gone ends with all it has, and may come back") {
  write("east", "kept");
  write_file([](settings& x) { x.realms = {x.realms[1]}; });
  CHECK(reload().ok);
  CHECK_FALSE(realm("east"));
  for (auto& x : env->who->actors())
    CHECK(x->realm != "east");
  CHECK(problems().empty());
  write_file([&](settings& x) { x.realms = {env->config->realms[0], x.realms[0]}; });
  CHECK(reload().ok);
  CHECK(note_of("east") == "\"kept\"");
}

TEST_CASE_METHOD(reloading_root, "a file with errors changes nothing, and a plan neither") {
  next.findings = {{true, "t.toml", 3, 1, "realm.hall: no"}};
  auto report = reload();
  CHECK_FALSE(report.ok);
  CHECK_THAT(report.problem, Contains("nothing was changed"));
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].line == 3);
  CHECK(fetch({"api", "inspect", "config"}).at("ok") == false);

  next.findings.clear();
  add_yard();
  report = reload(reload_step::plan);
  CHECK(report.changes.size() == 1);
  CHECK_FALSE(realm("yard"));
  CHECK(fetch({"api", "inspect", "config"}).at("step") == "reload"); // a plan is no news
}

TEST_CASE_METHOD(reloading_root, "what nobody confirms is undone, what somebody confirms stays") {
  add_yard();
  CHECK(reload(reload_step::apply, 60s).confirm_until_ms == noon() + 60'000);
  CHECK(realm("yard"));
  CHECK(refuses(reload_step::apply));
  CHECK(reload(reload_step::plan).ok); // does not keep it from being undone
  pass(60s);
  CHECK_FALSE(realm("yard"));
  CHECK(refuses(reload_step::confirm));
  CHECK(refuses(reload_step::roll_back));

  reload(reload_step::apply, 60s);
  CHECK(reload(reload_step::confirm).ok);
  pass(2min);
  CHECK(realm("yard"));

  write_file([](settings& x) { x.realms = {x.realms[0], x.realms[1]}; });
  reload(reload_step::apply, 60s);
  CHECK_FALSE(realm("yard"));
  CHECK(reload(reload_step::roll_back).ok);
  CHECK(realm("yard"));
}

TEST_CASE_METHOD(reloading_root, "a realm that was given up has another chance with a reload") {
  write("hall", "kept");
  auto hall = card("hall", "realm");
  crash_for_good(hall);
  CHECK_FALSE(realm("hall"));
  write_file([](settings&) {});
  auto report = reload();
  REQUIRE(report.changes.size() == 1);
  CHECK(report.changes[0].detail == "it had been given up");
  pass(5s);
  CHECK(note_of("hall") == "\"kept\"");
  CHECK(problems().empty());
}

TEST_CASE_METHOD(
    reloading_root, "a realm that crashes during a change begins by the new settings") {
  write("hall", "kept");
  write_file([](settings& x) { x.realms[1].assets[0].name = "Press"; });
  auto address = card("hall", "realm")->address();
  caf::anon_send(
      caf::actor_cast<caf::actor>(address),
      caf::exit_msg{address, caf::make_error(caf::sec::runtime_error, "injected")});
  auto answer = request<reload_report>(top, reload_request{reload_step::apply, 0ms, "me"});
  pass(30s);
  REQUIRE(*answer);
  REQUIRE(**answer);
  CHECK(note_of("hall") == "\"kept\"");
  CHECK(reload().changes.empty());
}
