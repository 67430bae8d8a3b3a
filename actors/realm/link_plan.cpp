#include "actors/realm/link_plan.hpp"

#include "actors/agent/subscription_plan.hpp"
#include "actors/link/predicate_key.hpp"
#include "actors/log.hpp"

#include <algorithm>

namespace troupe {
namespace {

void append(std::string& out, std::string_view x) { out.append(x).append(1, '\0'); }

void append(std::string& out, int64_t x) { append(out, std::to_string(x)); }

void append(std::string& out, const json_path_filter& x) {
  append(out, x.path);
  append(out, x.return_first ? "first" : x.return_last ? "last" : "all");
}

void append(std::string& out, const regex_filter& x) {
  append(out, x.pattern);
  for (auto y : {int64_t{x.dot_all}, int64_t{x.multiline}, x.match_group, x.match_index})
    append(out, y);
}

void append(std::string& out, const substring_filter& x) {
  append(out, x.begin_index);
  append(out, x.end_index ? std::to_string(*x.end_index) : "none");
}

void append(std::string& out, const math_filter& x) { append(out, x.expression); }

void append(std::string& out, const topic_filter& x) { append(out, x.level); }

void append(std::string& out, const bytes_filter& x) {
  for (auto y :
       {x.offset, x.width, int64_t{x.endian == byte_order::big}, int64_t{x.is_signed},
        int64_t{x.is_float}, x.shift})
    append(out, y);
  append(out, x.mask ? std::to_string(*x.mask) : "none");
  append(out, to_java_text(x.scale));
}

void append(std::string& out, const std::vector<value_filter>& filters) {
  for (auto& x : filters) {
    append(out, static_cast<int64_t>(x.index()));
    std::visit([&](auto& filter) { append(out, filter); }, x);
  }
  append(out, ";");
}

void append(std::string& out, const std::optional<value_converter>& converter) {
  append(out, converter ? "converter" : "none");
  if (converter)
    for (auto& [key, content] : *converter) {
      append(out, key);
      append(out, content.text);
    }
}

/// Two links with equal keys turn every payload into the same value.
std::string inbound_key(const agent_link_settings& x, value_type type) {
  std::string out;
  append(out, to_string(type));
  append(out, x.on_miss == on_miss::keep ? "keep" : "null");
  append(out, static_cast<int64_t>(x.payload));
  append(out, x.value_filters);
  append(out, x.converter);
  if (x.match_predicate) {
    append(out, x.match_filters);
    append_key(out, *x.match_predicate);
  }
  return out;
}

std::string time_key(const timestamp_settings& x) {
  std::string out;
  append(out, x.path);
  append(out, x.format);
  return out;
}

std::string outbound_key(const agent_link_settings& x, value_type type) {
  std::string out;
  append(out, to_string(type));
  append(out, x.write_value);
  append(out, x.write_value_filters);
  append(out, x.write_converter);
  return out;
}

template <class Part, class... Options>
caf::error share(
    std::map<std::string, std::shared_ptr<const Part>>& made, const std::string& key,
    std::shared_ptr<const Part>& out, const Options&... options) {
  auto& known = made[key];
  if (!known) {
    auto compiled = Part::compile(options...);
    if (!compiled)
      return compiled.error();
    known = *compiled;
  }
  out = known;
  return {};
}

/// The route of `topic`; a new one if no link wanted it yet.
std::vector<uint32_t>&
route_of(planned_links& plan, link_table& table, const std::string& topic, uint8_t qos) {
  for (size_t i = 0; i < plan.topics.size(); ++i)
    if (plan.topics[i].topic == topic) {
      plan.topics[i].qos = std::max(plan.topics[i].qos, qos);
      return table.routes[i];
    }
  plan.topics.push_back({topic, qos});
  return table.routes.emplace_back();
}

} // namespace

link_planner::link_planner(
    std::shared_ptr<const realm_settings> realm, roster_ptr who, time_zone zone)
    : realm_{std::move(realm)}, who_{std::move(who)}, zone_{std::move(zone)} {}

bool link_planner::compile(
    compiled_link& out, const asset_settings& asset, const attribute_settings& attribute) {
  auto& link = *attribute.agent_link;
  caf::error failed;
  if (!link.subscription_topic.empty() || link.update_on_write || out.update_on_write)
    failed = share(inbound_, inbound_key(link, attribute.type), out.in, link, attribute.type);
  if (!failed)
    failed =
        share(outbound_, outbound_key(link, attribute.type), out.out, link, attribute.type, zone_);
  if (!failed && link.timestamp)
    failed = share(times_, time_key(*link.timestamp), out.time, *link.timestamp, zone_);
  if (failed)
    log::error(
        "link.invalid", "realm", realm_->name, "asset", asset.id, "attribute", attribute.name, "at",
        to_string(link.at), "cause", sentence(failed));
  return !failed;
}

bool link_planner::compile(
    compiled_forward& out, const asset_settings& asset, const attribute_settings& attribute) {
  agent_link_settings link; // a forward is written like an agent link, without filters
  link.write_value = out.settings->write_value;
  auto failed =
      share(outbound_, outbound_key(link, attribute.type), out.out, link, attribute.type, zone_);
  if (failed)
    log::error(
        "forward.invalid", "realm", realm_->name, "asset", asset.id, "attribute", attribute.name,
        "at", to_string(out.settings->at), "cause", sentence(failed));
  return !failed;
}

const agent_settings* link_planner::find_agent(const std::string& id) const {
  auto found = std::find_if(
      realm_->agents.begin(), realm_->agents.end(), [&](auto& x) { return x.id == id; });
  return found == realm_->agents.end() ? nullptr : &*found;
}

std::vector<planned_links>
link_planner::plan(const std::shared_ptr<const asset_settings>& settings) {
  auto& asset = *settings;
  struct group {
    planned_links plan;
    link_table table;
    link_group row;
    std::vector<std::shared_ptr<const inbound_pipeline>> pipelines;
    std::vector<std::shared_ptr<const payload_time>> times;
  };
  std::map<std::string, group> groups;
  for (uint32_t i = 0; i < asset.attributes.size(); ++i) {
    auto& attribute = asset.attributes[i];
    for (auto& forward : attribute.forwards) {
      auto agent = find_agent(forward.agent);
      compiled_forward compiled{i, &forward, nullptr, 0, false};
      if (!agent || !compile(compiled, asset, attribute))
        continue;
      compiled.qos = static_cast<uint8_t>(forward.qos.value_or(agent->publish_qos));
      groups[forward.agent].plan.options.forwards.push_back(std::move(compiled));
    }
    if (!attribute.agent_link)
      continue;
    auto& link = *attribute.agent_link;
    auto agent = find_agent(link.agent);
    if (!agent)
      continue;
    compiled_link compiled;
    compiled.attribute = i;
    compiled.settings = &link;
    compiled.publish_qos = static_cast<uint8_t>(publish_qos(link, *agent));
    compiled.update_on_write = link.update_on_write || agent->update_on_write;
    if (!compile(compiled, asset, attribute))
      continue;
    auto& to = groups[link.agent];
    auto number = static_cast<uint32_t>(to.plan.options.links.size());
    if (!link.subscription_topic.empty())
      route_of(
          to.plan, to.table, link.subscription_topic,
          static_cast<uint8_t>(subscribe_qos(link, *agent)))
          .push_back(number);
    to.pipelines.push_back(link.subscription_topic.empty() ? nullptr : compiled.in);
    to.times.push_back(compiled.time);
    to.plan.options.links.push_back(std::move(compiled));
    to.row.attributes.push_back(&attribute);
  }
  std::vector<planned_links> out;
  for (auto& [agent, x] : groups) {
    for (auto& forward : x.plan.options.forwards) {
      x.row.attributes.push_back(&asset.attributes[forward.attribute]);
      x.row.forwards.push_back(forward.settings);
    }
    x.row.realm = realm_->name;
    x.row.asset = settings;
    x.row.agent = agent;
    x.row.pipelines = std::make_shared<const decltype(x.pipelines)>(std::move(x.pipelines));
    x.row.times = std::make_shared<const decltype(x.times)>(std::move(x.times));
    x.row.memory = std::make_shared<link_memory>(x.plan.options.links.size(), who_->budget());
    x.plan.options.memory = x.row.memory;
    x.table.counters = who_->add(std::move(x.row));
    x.plan.agent = agent;
    x.plan.options.realm = realm_->name;
    x.plan.options.asset = settings;
    x.plan.options.agent = agent;
    x.plan.options.table = std::make_shared<link_table>(std::move(x.table));
    out.push_back(std::move(x.plan));
  }
  return out;
}

} // namespace troupe
