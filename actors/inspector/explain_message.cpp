#include "actors/inspector/explain_message.hpp"

#include "actors/agent/subscription_plan.hpp"
#include "actors/agent/topic_distance.hpp"
#include "actors/link/explanation.hpp"
#include "actors/link/payload.hpp"
#include "actors/link/value_words.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"
#include "schemas/topic.hpp"
#include "schemas/topic_trie.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace troupe {
namespace {

constexpr size_t nearest_max = 5;
constexpr size_t value_bytes_max = 4096;

/// One link that receives.
struct receiver {
  const link_group* group;
  size_t index;

  const attribute_settings& attribute() const { return *group->attributes[index]; }
  const agent_link_settings& link() const { return *attribute().agent_link; }
  const inbound_pipeline& pipeline() const { return *(*group->pipelines)[index]; }
  const payload_time* time() const { return group->times ? (*group->times)[index].get() : nullptr; }
};

std::vector<receiver>
receivers(const std::vector<link_group>& groups, const link_selection& which) {
  auto wanted = [](const std::string& name, const std::string& x) {
    return name.empty() || name == x;
  };
  std::vector<receiver> out;
  for (auto& group : groups) {
    if (group.realm != which.realm->name || !wanted(which.asset, group.asset->id)
        || !wanted(which.agent, group.agent))
      continue;
    for (size_t i = 0; group.pipelines && i < group.pipelines->size(); ++i)
      if ((*group.pipelines)[i] && wanted(which.attribute, group.attributes[i]->name))
        out.push_back({&group, i});
  }
  return out;
}

const agent_settings* find_agent(const realm_settings& realm, const std::string& id) {
  auto& all = realm.agents;
  auto found = std::find_if(all.begin(), all.end(), [&](auto& agent) { return agent.id == id; });
  return found == all.end() ? nullptr : &*found;
}

/// By which subscription the broker sends the message; empty if by none.
std::string subscription_of(const realm_settings& realm, const receiver& x, std::string& problem) {
  auto agent = find_agent(realm, x.group->agent);
  if (!agent)
    return {};
  auto plan =
      plan_subscriptions(agent->wildcard_subscription_topics, {{x.link().subscription_topic, 0}});
  if (!plan)
    problem = sentence(plan.error());
  else if (!plan->services.front().problem.empty())
    problem = plan->services.front().problem;
  else if (agent->disabled)
    problem = "agent " + agent->id + " is disabled and does not connect";
  return problem.empty() ? plan->subscriptions.front().topic : std::string{};
}

void append_head(json_writer& out, const realm_settings& realm, const receiver& x) {
  out.field("realm", realm.name).field("asset", x.group->asset->id);
  out.field("attribute", x.attribute().name).field("agent", x.group->agent);
  out.field("subscription_topic", x.link().subscription_topic);
  std::string problem;
  out.field("subscription", subscription_of(realm, x, problem)).field("problem", problem);
}

void append(json_writer& out, const std::vector<trace_step>& steps) {
  out.key("steps").open('[');
  for (auto& x : steps) {
    out.open('{').field("name", x.name).field("what", x.what);
    out.field("value", x.value).field("note", x.note).close('}');
  }
  out.close(']');
}

void append(json_writer& out, const explanation& x) {
  append(out, x.steps);
  out.field("outcome", to_string(x.outcome));
  auto small = [](const value& y) {
    auto text = std::get_if<std::string>(&y);
    auto json = std::get_if<json_text>(&y);
    return (text ? text->size() : json ? json->text.size() : 0) <= value_bytes_max;
  };
  auto stored = x.outcome == inbound::stored;
  out.field("value", stored && small(x.content) ? x.content : value{});
  out.field("sentence", x.sentence).field("cause", x.cause);
}

void append_payload(json_writer& out, std::string_view payload, size_t bytes) {
  out.field("payload_bytes", static_cast<uint64_t>(bytes));
  if (valid_utf8(payload))
    out.field("payload", shown_raw(payload));
  else
    out.field("payload_hex", shown_hex(payload));
}

// -- no link is reached ---------------------------------------------------------

/// A topic that links want, and how far the message's is from it.
struct wanted_place {
  const receiver* first;
  size_t links = 0;
  topic_distance distance;
};

std::vector<wanted_place> places(const std::vector<receiver>& all, std::string_view topic) {
  std::map<std::pair<std::string_view, std::string_view>, wanted_place> known;
  for (auto& x : all) {
    auto& place = known[{x.group->agent, x.link().subscription_topic}];
    if (++place.links == 1)
      place.first = &x;
  }
  std::vector<wanted_place> out;
  for (auto& [key, place] : known) {
    out.push_back(place);
    out.back().distance = distance_to(key.second, topic);
  }
  std::stable_sort(out.begin(), out.end(), [](auto& a, auto& b) {
    return a.distance.levels < b.distance.levels;
  });
  return out;
}

void append(json_writer& out, const wanted_place& x) {
  out.open('{').field("subscription_topic", x.first->link().subscription_topic);
  out.field("agent", x.first->group->agent).field("links", static_cast<uint64_t>(x.links));
  out.field("difference", x.distance.why).close('}');
}

std::string whose(const link_selection& which) {
  return "realm " + which.realm->name + (which.agent.empty() ? "" : " at agent " + which.agent);
}

std::string nobody(const link_selection& which, const std::vector<wanted_place>& all) {
  if (all.empty())
    return "no agent link of " + whose(which) + " has a subscription_topic";
  return "no agent link of " + whose(which) + " wants this topic; nearest is "
         + shown_text(all.front().first->link().subscription_topic) + ": "
         + all.front().distance.why;
}

// -- what came last -------------------------------------------------------------

void append(json_writer& out, const receiver& x, const remembered& y) {
  if (!y.message) {
    out.put(value{});
    return;
  }
  auto& message = *y.message;
  out.open('{').field("topic", message.topic).time_field("time", message.received_ms);
  append_payload(out, message.payload, message.payload_bytes);
  if (message.whole()) {
    payload_view view{message.topic, message.payload};
    append(
        out,
        explain(
            x.pipeline(), x.group->asset->id, x.attribute(), view, message.received_ms, x.time()));
  } else {
    append(out, std::vector<trace_step>{});
    auto cut = "only its first " + bytes_words(message.payload.size())
               + " are remembered, so its steps cannot be shown";
    out.field("outcome", to_string(y.outcome)).field("value", value{});
    out.field("sentence", cut).field("cause", y.cause);
  }
  out.close('}');
}

} // namespace

caf::expected<json_writer>
explain_message(const roster& who, const link_selection& which, const explained_message& message) {
  if (auto problem = topic_name_problem(message.topic); !problem.empty())
    return failure(
        errc::payload_invalid, "no message comes on topic "
                                   + shown_text(repaired_utf8(message.topic)) + ": it " + problem);
  auto groups = who.links();
  auto all = receivers(groups, which);
  topic_trie trie;
  for (uint32_t i = 0; i < all.size(); ++i)
    trie.add(all[i].link().subscription_topic, i);
  std::vector<uint32_t> reached;
  trie.match(message.topic, [&](uint32_t i) { reached.push_back(i); });

  json_writer out;
  out.open('{').field("realm", which.realm->name).field("topic", message.topic);
  append_payload(out, message.payload.substr(0, value_bytes_max), message.payload.size());
  std::vector<wanted_place> nearest;
  std::string problem;
  if (message.payload.size() > message.payload_bytes_max) {
    problem = "the payload has " + bytes_words(message.payload.size())
              + ", more than runtime.max_payload allows (" + bytes_words(message.payload_bytes_max)
              + "): the agent drops the message, and no link sees it";
    reached.clear();
  } else if (reached.empty()) {
    nearest = places(all, message.topic);
    problem = nobody(which, nearest);
  }
  out.field("problem", problem).key("links").open('[');
  payload_view view{message.topic, message.payload};
  uint64_t made = 0;
  for (size_t i = 0; i < reached.size() && i < explained_links_max; ++i) {
    auto& x = all[reached[i]];
    auto found =
        explain(x.pipeline(), x.group->asset->id, x.attribute(), view, message.now_ms, x.time());
    made += found.outcome == inbound::stored;
    out.open('{');
    append_head(out, *which.realm, x);
    append(out, found);
    out.close('}');
  }
  out.close(']').field("reached", static_cast<uint64_t>(reached.size())).field("stored", made);
  out.key("nearest").open('[');
  for (size_t i = 0; i < nearest.size() && i < nearest_max; ++i)
    append(out, nearest[i]);
  out.close(']').close('}');
  return out;
}

json_writer explain_last(const roster& who, const link_selection& which) {
  auto groups = who.links();
  auto all = receivers(groups, which);
  json_writer out;
  out.open('{').field("realm", which.realm->name).key("links").open('[');
  for (size_t i = 0; i < all.size() && i < explained_links_max; ++i) {
    auto& x = all[i];
    auto last =
        x.group->memory ? x.group->memory->of(x.index) : std::array<remembered, memory_kinds>{};
    out.open('{');
    append_head(out, *which.realm, x);
    constexpr std::array names{"last_good", "last_filtered", "last_failed"};
    for (size_t kind = 0; kind < memory_kinds; ++kind) {
      out.key(names[kind]);
      append(out, x, last[kind]);
    }
    out.close('}');
  }
  out.close(']').field("count", static_cast<uint64_t>(all.size())).close('}');
  return out;
}

} // namespace troupe
