#pragma once

#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include "actors/inspector/inspector.hpp"
#include "runtime/http/request_target.hpp"

#include <boost/json/parse.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe::test {

/// What a stub realm says and what it was told.
struct realm_script {
  std::vector<agent_view> agents;
  std::vector<attribute_view> attributes;
  std::vector<data_point> history;
  store_view store;
  std::vector<silence_view> silences;
  probe_report probe;
  caf::expected<write_result> written{write_result{}};
  caf::error attributes_error;
  bool mute = false;

  std::vector<write_request> writes;
  std::vector<history_query> queries;
  int flushes = 0;
  std::string watched_asset;
  std::vector<listener_actor> listeners;
  std::function<void(const listener_actor&)> on_watch;
};

using realm_script_ptr = std::shared_ptr<realm_script>;

/// A realm that says what its script says; a mute one owes every answer.
inline realm_actor::behavior_type stub_realm(realm_actor::pointer self, realm_script_ptr script) {
  auto say = [self, script]<class T>(const T& x) -> caf::result<T> {
    if (script->mute)
      return self->make_response_promise<T>();
    return x;
  };
  return {
      [=](const write_request& x) -> caf::result<write_result> {
        script->writes.push_back(x);
        if (!script->written)
          return script->written.error();
        return say(*script->written);
      },
      [=](const attribute_query& x) -> caf::result<std::vector<attribute_view>> {
        if (script->attributes_error)
          return script->attributes_error;
        std::vector<attribute_view> out;
        for (auto& view : script->attributes)
          if ((x.asset.empty() || x.asset == view.asset)
              && (x.attribute.empty() || x.attribute == view.attribute))
            out.push_back(view);
        return say(out);
      },
      [=](const history_query& x) {
        script->queries.push_back(x);
        return say(script->history);
      },
      [=](flush_atom) {
        ++script->flushes;
        return say(uint64_t{1});
      },
      [=](view_atom) { return say(script->agents); },
      [=](store_atom) { return say(script->store); },
      [=](probe_atom, const std::string& agent) -> caf::result<probe_report> {
        if (agent != script->probe.agent)
          return failure(errc::not_found, "there is no agent \"" + agent + '"');
        return say(script->probe);
      },
      [=](silence_atom) { return say(script->silences); },
      [](freshness_report&) {},
      [](caf::tick_atom) {},
      [=](watch_atom, const std::string& asset, const listener_handle& x) {
        script->watched_asset = asset;
        script->listeners.push_back(x.listener);
        if (script->on_watch)
          script->on_watch(x.listener);
      },
      [=](unwatch_atom, const listener_handle& x) { std::erase(script->listeners, x.listener); },
      [=](attach_atom, const mqtt_handle&) {},
      [=](attach_atom, const realm_vault_handle&) {},
      [=](vault_changed) {},
      [=](restart_atom, uint32_t) {},
      [=](const purge_request&) { return std::vector<leftover>{}; },
      [=](const realm_reload&) { return true; },
      [=](retry_atom, uint32_t) {},
      [](pulse_atom) {},
      [=](stop_atom) { return true; },
  };
}

using realm_handles = std::shared_ptr<std::map<std::string, realm_actor>>;

inline root_actor::behavior_type
stub_root(root_actor::pointer, realm_handles realms, std::shared_ptr<vault_view> vault) {
  return {
      [=](find_atom, const std::string& name) -> caf::result<realm_handle> {
        if (auto found = realms->find(name); found != realms->end())
          return realm_handle{found->second};
        return failure(errc::not_found, "there is no realm \"" + name + '"');
      },
      [=](view_atom) { return *vault; },
      [=](restart_atom, uint32_t) {},
      [=](const reload_request& x) {
        reload_report out;
        out.step = x.step;
        out.by = x.by;
        out.ok = true;
        out.confirm_until_ms = x.confirm_within.count();
        return out;
      },
      [=](reload_atom) { return reload_report{}; },
      [=](retry_atom, uint32_t) {},
      [](pulse_atom) {},
      [=](stop_atom) { return true; },
  };
}

/// What came back for one request.
struct call_record {
  std::optional<api_response> response;
  bool streaming = false;
  bool client_gone = false;
  std::string streamed;
  boost::json::value parsed;

  int status() const { return response ? response->status : 0; }
  const boost::json::value& json() {
    parsed = boost::json::parse(response->body);
    return parsed;
  }
  std::string error() { return std::string{json().at("error").as_string()}; }
};

using call_ptr = std::shared_ptr<call_record>;

/// An inspector before two stub realms, "hall" and "east".
struct inspector_fixture : actor_fixture {
  inspector_fixture() {
    hall->store.realm = "hall";
    east->store.realm = "east";
    for (auto& [name, script] : {std::pair{"east", east}, {"hall", hall}}) {
      config->realms.emplace_back().name = name;
      (*realms)[name] = spawn(stub_realm, script);
    }
    inspector_options options;
    options.root = spawn(stub_root, realms, vault);
    options.who = who;
    who->config(config);
    options.version = "1.2.3";
    options.now_ms = clock();
    options.started_ms = now_ms() - 5'000;
    options.problems_file = folder.path() / "problems.json";
    handle = spawn(inspector, own_meter, std::move(options));
  }

  /// Says METHOD TARGET (nothing encoded, a query after `?`) to the inspector.
  call_ptr call(
      std::string method, std::string target, std::string body = {},
      enum access rights = access::admin) {
    api_request x;
    x.method = std::move(method);
    auto parsed = parse_target(target);
    x.path = parsed->path;
    x.query = parsed->query;
    x.body = std::move(body);
    x.access = rights;
    x.caller = "uid 1000";
    x.now_ms = now_ms();
    auto out = std::make_shared<call_record>();
    x.reply = [out](api_response response) {
      REQUIRE_FALSE(out->response); // once
      out->response = std::move(response);
    };
    x.stream = [out] {
      out->streaming = true;
      return [out](const std::string& piece) {
        out->streamed += piece;
        return !out->client_gone;
      };
    };
    tell(handle, std::move(x));
    return out;
  }

  call_ptr fetch(std::string target) { return call("GET", std::move(target)); }

  realm_settings& realm(const std::string& name) { return config->realms[name == "east" ? 0 : 1]; }

  std::shared_ptr<settings> config = std::make_shared<settings>();
  roster_ptr who = std::make_shared<roster>();
  realm_script_ptr hall = std::make_shared<realm_script>();
  realm_script_ptr east = std::make_shared<realm_script>();
  realm_handles realms = std::make_shared<std::map<std::string, realm_actor>>();
  std::shared_ptr<vault_view> vault = std::make_shared<vault_view>();
  temp_folder folder;
  std::shared_ptr<meter> own_meter = std::make_shared<meter>();
  inspector_inside handle;
};

/// What `text` says, to compare with.
inline boost::json::value json(std::string_view text) {
  return boost::json::parse(boost::json::string_view{text.data(), text.size()});
}

inline attribute_view view_of(
    std::string realm, std::string asset, std::string attribute, value_type type, value content,
    int64_t timestamp_ms) {
  return {
      std::move(realm),
      std::move(asset),
      std::move(attribute),
      type,
      {std::move(content), timestamp_ms, quality::good}};
}

} // namespace troupe::test
