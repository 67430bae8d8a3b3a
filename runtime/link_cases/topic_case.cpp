#include "runtime/link_cases/link_case.hpp"

#include "actors/agent/subscription_plan.hpp"
#include "runtime/link_cases/case_reading.hpp"
#include "runtime/openremote/json_members.hpp"
#include "schemas/errors.hpp"
#include "schemas/topic.hpp"
#include "schemas/topic_trie.hpp"

#include <algorithm>
#include <memory>

namespace troupe {
namespace {

observed ends(std::string member, bool x) {
  auto text = "{\"" + member + "\":" + (x ? "true" : "false") + "}";
  return {std::move(text), [=](const json_node& outcome) { return says(outcome, member, x); }};
}

/// As the runtime routes a message.
bool routed(const std::string& filter, const std::string& topic) {
  if (!valid_filter(filter) || !valid_topic_name(topic))
    return false;
  topic_trie trie;
  trie.add(filter, 0);
  auto found = false;
  trie.match(topic, [&](uint32_t) { found = true; });
  return found;
}

caf::expected<observed> run_match(const json_node& test) {
  auto filter = long_text(test, "filter");
  if (!filter)
    return filter.error();
  auto topic = long_text(test, "topic");
  if (!topic)
    return topic.error();
  return ends("matches", routed(*filter, *topic));
}

caf::expected<observed> run_filter(const json_node& test) {
  auto filter = long_text(test, "filter");
  if (!filter)
    return filter.error();
  return ends("valid", valid_filter(*filter));
}

caf::expected<observed> run_topic_name(const json_node& test) {
  auto topic = long_text(test, "topic");
  if (!topic)
    return topic.error();
  return ends("valid", valid_topic_name(*topic));
}

caf::expected<std::vector<std::string>> read_texts(json_members& in, std::string_view name) {
  std::vector<std::string> out;
  auto list = in.list(name);
  if (!list)
    return in.problem() ? caf::expected<std::vector<std::string>>{in.problem()} : out;
  for (auto x = list->begin(); x != list->end(); x = x->next()) {
    if (x->kind != json_kind::text)
      return unreadable(std::string{name} + ": expected texts");
    out.emplace_back(x->text());
  }
  return out;
}

bool agree(const subscription_plan& plan, const json_node& outcome) {
  auto links = outcome.member("links");
  if (!says(outcome, "agentStarts", true) || !links || links->kind != json_kind::array)
    return false;
  auto x = plan.services.begin();
  for (auto i = links->begin(); i != links->end(); i = i->next(), ++x) {
    if (x == plan.services.end())
      return false;
    auto good = says(*i, "linkError", true)
                    ? !x->problem.empty()
                    : x->problem.empty()
                          && says(*i, "subscribes", plan.subscriptions[x->subscription].topic)
                          && says(*i, "viaWildcard", x->by_equality);
    if (!good)
      return false;
  }
  return x == plan.services.end();
}

observed seen(subscription_plan plan, const std::vector<std::string>& topics) {
  std::string text = "{\"agentStarts\":true,\"links\":[";
  for (size_t i = 0; i < topics.size(); ++i) {
    auto& x = plan.services[i];
    text += i ? ",{\"topic\":" : "{\"topic\":";
    append_json_string(text, topics[i]);
    if (x.problem.empty()) {
      text += ",\"subscribes\":";
      append_json_string(text, plan.subscriptions[x.subscription].topic);
      text += std::string{",\"viaWildcard\":"} + (x.by_equality ? "true}" : "false}");
    } else {
      text += ",\"linkError\":true}";
    }
  }
  auto got = std::make_shared<subscription_plan>(std::move(plan));
  return {shortened(text) + "]}", [got](const json_node& outcome) { return agree(*got, outcome); }};
}

caf::expected<observed> run_group(const json_node& test) {
  json_members in{test};
  auto entries = read_texts(in, "wildcardSubscriptionTopics");
  if (!entries)
    return entries.error();
  auto topics = read_texts(in, "linkTopics");
  if (!topics)
    return topics.error();
  std::vector<wanted_topic> wanted;
  for (auto& x : *topics)
    wanted.push_back({x, 0});
  auto plan = plan_subscriptions(*entries, wanted);
  if (plan)
    return seen(std::move(*plan), *topics);
  return observed{
      "{\"agentStarts\":false}: " + shortened(sentence(plan.error())),
      [](const json_node& outcome) { return says(outcome, "agentStarts", false); }};
}

caf::expected<observed> run_qos(const json_node& test) {
  json_members in{test};
  auto narrow = [](int64_t x) { return static_cast<int>(std::clamp<int64_t>(x, -1, 3)); };
  agent_link_settings link;
  agent_settings agent;
  if (auto x = in.integer("linkQos"))
    link.qos = narrow(*x);
  if (auto x = in.integer("agentQos"))
    agent.publish_qos = agent.subscribe_qos = narrow(*x);
  auto direction = in.text("direction");
  if (direction != "subscribe" && direction != "publish")
    in.complain("direction", "is neither subscribe nor publish");
  if (in.problem())
    return in.problem();
  auto qos = direction == "subscribe" ? subscribe_qos(link, agent) : publish_qos(link, agent);
  return observed{"{\"qos\":" + std::to_string(qos) + "}", [qos](const json_node& outcome) {
                    return json_members{outcome}.integer("qos") == qos;
                  }};
}

} // namespace

caf::expected<observed> run_topic_case(const json_node& test) {
  auto kind = json_members{test}.text("kind");
  if (kind == "match")
    return run_match(test);
  if (kind == "filter")
    return run_filter(test);
  if (kind == "topicName")
    return run_topic_name(test);
  if (kind == "group")
    return run_group(test);
  return run_qos(test);
}

} // namespace troupe
