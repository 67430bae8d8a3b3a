#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include "actors/inspector/ledger.hpp"
#include "actors/realm/realm.hpp"
#include "config/load.hpp"

#include <map>
#include <random>
#include <set>

/// Many changes of a configuration, one after the other; after each the realm must be what a
/// fresh start of the same file makes.
using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

/// A file of some agents, assets, links and forwards.
class random_file {
public:
  explicit random_file(std::mt19937& random) : random_{random} {}

  std::string make() {
    for (auto agent : {"a", "b", "c"})
      if (agents_.empty() || one_of(2))
        add_agent(agent);
    for (auto asset : {"press", "saw", "drill", "oven"})
      if (one_of(2))
        add_asset(asset);
    return text_;
  }

private:
  bool one_of(unsigned n) { return random_() % n == 0; }
  template <class T>
  const T& pick(const std::vector<T>& xs) {
    return xs[random_() % xs.size()];
  }

  void add_agent(const std::string& id) {
    agents_.push_back(id);
    text_ += "[realm.hall.agent." + id + "]\nhost = \"" + pick<std::string>({"x", "x", "x", "y"})
             + "\"\nsubscribe_qos = " + (one_of(3) ? "1" : "0") + "\n";
    if (one_of(4))
      text_ += "wildcard_subscription_topics = [\"t/#\"]\n";
    if (one_of(4))
      text_ += "reconnect_max = \"10m\"\n";
  }

  void add_asset(const std::string& id) {
    text_ += "[realm.hall.asset." + id + ".attribute]\n";
    for (std::string name : {"one", "two", "three"}) {
      if (one_of(3))
        continue;
      text_ += name + " = { type = \"" + pick<std::string>({"number", "text"}) + "\"";
      if (!one_of(4))
        text_ += ", agent_link = { agent = \"" + pick(agents_) + "\", subscription_topic = \""
                 + pick<std::string>({"t/1", "t/2", "t/3", "t/+", "u/1", "u/#"}) + "\" }";
      if (one_of(4))
        text_ += ", forward = [{ agent = \"" + pick(agents_) + "\", publish_topic = \"f/" + id
                 + name + "\" }]";
      text_ += " }\n";
    }
  }

  std::mt19937& random_;
  std::vector<std::string> agents_;
  std::string text_;
};

/// Clients as a broker sees them; each agent's newest one.
struct client_record {
  open_client opened;
  uint32_t attempt = 0;
  bool connected = false;
  std::map<std::string, uint8_t> subscriptions;
};
using client_records = std::shared_ptr<std::vector<client_record>>;

caf::behavior broker(caf::event_based_actor* self, client_records clients) {
  return {
      [=](const open_client& x) {
        clients->emplace_back().opened = x;
        return static_cast<uint32_t>(clients->size() - 1);
      },
      [=](const mqtt_connect& x) {
        auto& client = (*clients)[x.client];
        client.attempt = x.attempt;
        client.connected = true;
        client.subscriptions.clear();
        self->send(client.opened.agent, mqtt_connected{x.attempt, false});
      },
      [=](const mqtt_subscribe& x) {
        auto& client = (*clients)[x.client];
        for (auto& topic : x.topics)
          client.subscriptions[topic.topic] = topic.qos;
        self->send(
            client.opened.agent,
            mqtt_suback{client.attempt, x.request, std::vector<uint8_t>(x.topics.size(), 0), {}});
      },
      [=](const mqtt_unsubscribe& x) {
        for (auto& topic : x.topics)
          (*clients)[x.client].subscriptions.erase(topic);
      },
      [=](const mqtt_publish& x) {
        self->send((*clients)[x.client].opened.agent, mqtt_published{x.token, true, {}});
      },
      [=](const mqtt_disconnect& x) {
        auto& client = (*clients)[x.client];
        client.connected = false;
        self->send(client.opened.agent, mqtt_closed{client.attempt, true, "told to"});
      },
  };
}

/// A realm with a broker.
struct plant : actor_fixture {
  temp_folder folder;
  client_records clients = std::make_shared<std::vector<client_record>>();
  roster_ptr who = std::make_shared<roster>();
  std::shared_ptr<const settings> config;
  realm_actor hall;

  explicit plant(const std::string& file) {
    config = load(file);
    auto env = std::make_shared<environment_of_actors>();
    auto runtime = std::make_shared<settings>();
    runtime->runtime.storage_dir = folder.path();
    env->config = runtime;
    env->who = who;
    env->now_ms = [] { return int64_t{1'750'000'000'000}; };
    env->own_threads = false;
    hall = spawn(
        realm, who->enrol(0, "hall", "realm", "hall"), actors_environment{env},
        config->realms.share(0));
    auto mqtt = caf::actor_cast<mqtt_actor>(spawn(broker, clients));
    tell(hall, attach_atom::value, mqtt_handle{mqtt});
  }

  std::shared_ptr<const settings> load(const std::string& file) const {
    auto out = parse_settings(file, "t.toml");
    REQUIRE(out.value);
    if (config)
      share_equals(*out.value, *config);
    return out.value;
  }

  bool change(const std::string& file) {
    config = load(file);
    auto done = ask<bool>(hall, realm_reload{config->realms.share(0)});
    return done && *done;
  }

  client_record& client_of(const std::string& agent) {
    for (auto i = clients->rbegin(); i != clients->rend(); ++i)
      if (i->opened.options.agent == agent)
        return *i;
    throw std::runtime_error{"no client of " + agent};
  }

  /// One message on each topic to each agent, as far as its subscriptions want it.
  void send_everywhere() {
    for (auto& agent : config->realms[0].agents)
      for (std::string topic : {"t/1", "t/2", "t/3", "u/1", "u/2"}) {
        auto payload = agent.id + topic;
        incoming_message x;
        x.topic = topic;
        x.payload = payload;
        client_of(agent.id).opened.sink->take(x);
        run();
        pass(10ms);
      }
    pass(2s); // the commit
  }

  /// All that can be seen of it.
  std::set<std::string> look() {
    std::set<std::string> out;
    for (auto& x : who->actors()) {
      CHECK(x->meter->alive);
      CHECK(out.insert(x->kind + " " + x->name).second);
    }
    for (auto& agent : config->realms[0].agents) {
      auto& client = client_of(agent.id);
      CHECK(client.connected);
      out.insert(agent.id + " at " + client.opened.options.host);
      for (auto& [topic, qos] : client.subscriptions)
        out.insert(agent.id + " subscribes " + topic + " " + std::to_string(qos));
    }
    auto views = ask<std::vector<attribute_view>>(hall, attribute_query{});
    REQUIRE(views);
    for (auto& x : *views)
      if (is_linked(x))
        out.insert(x.asset + "/" + x.attribute + " = " + to_json(x.state.content));
      else
        out.insert(x.asset + "/" + x.attribute);
    for (auto& x : who->links()) {
      out.insert("counters of " + x.asset->id + " " + x.agent);
      for (size_t i = 0; i < x.counters->size(); ++i)
        CHECK(read_ledger((*x.counters)[i]).closes());
    }
    return out;
  }

  bool is_linked(const attribute_view& x) const {
    for (auto& asset : config->realms[0].assets)
      for (auto& attribute : asset.attributes)
        if (asset.id == x.asset && attribute.name == x.attribute)
          return attribute.agent_link.has_value() && attribute.type == value_type::text;
    return false;
  }
};

} // namespace

TEST_CASE("after each of 500 random changes the realm is what a fresh start makes") {
  std::mt19937 random{20'251};
  auto file = random_file{random}.make();
  plant changing{file};
  for (int round = 0; round < 500; ++round) {
    file = random_file{random}.make();
    INFO("round " << round << "\n" << file);
    REQUIRE(changing.change(file));
    changing.send_everywhere();
    plant fresh{file};
    fresh.send_everywhere();
    REQUIRE(changing.look() == fresh.look());
  }
}
