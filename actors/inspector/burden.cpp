#include "actors/inspector/burden.hpp"

#include "actors/inspector/problems.hpp"

#include <map>

namespace troupe {
namespace {

std::string counted(uint64_t n, const std::string& noun) {
  return std::to_string(n) + ' ' + noun + (n == 1 ? "" : "s");
}

void append(std::string& out, const std::string& part) {
  if (!part.empty())
    out.append(out.empty() ? "" : "; ").append(part);
}

std::string of_agents(const burden& x) {
  if (x.agents.size() > 1)
    return counted(x.agents.size(), "agent") + " are not connected";
  return x.agents.empty() ? std::string{} : "agent " + *x.agents.begin() + " is not connected";
}

std::string of_values(const burden& x) {
  auto owners = x.assets.empty() ? std::string{} : " of " + counted(x.assets.size(), "asset");
  if (x.attributes == 0)
    return x.stale == 0 ? std::string{}
                        : counted(x.stale, "attribute") + owners + (x.stale == 1 ? " is" : " are")
                              + " stale";
  auto out = counted(x.attributes, "attribute") + owners + (x.attributes == 1 ? " gets" : " get")
             + " no values";
  return x.stale == 0 ? out : out + ", " + std::to_string(x.stale) + " of them stale";
}

std::string of_queues(uint64_t n, const char* what) {
  return n == 0 ? std::string{} : counted(n, "value") + (n == 1 ? " waits " : " wait ") + what;
}

/// The attributes of one link group, on an agent that is cut off.
void count(burden& into, const link_group& x) {
  for (size_t i = 0; i < x.counters->size() && i < x.attributes.size(); ++i) {
    into.queued += (*x.counters)[i][outbound::queued];
    auto& link = x.attributes[i]->agent_link;
    if (x.forward(i) || !link)
      continue;
    into.attributes += !link->subscription_topic.empty();
    into.writable += !link->publish_topic.empty();
    into.assets.insert(x.realm + '/' + x.asset->id);
  }
}

} // namespace

void burden::add(const burden& x, bool same_links) {
  agents.insert(x.agents.begin(), x.agents.end());
  assets.insert(x.assets.begin(), x.assets.end());
  if (!same_links) {
    attributes += x.attributes;
    writable += x.writable;
    queued += x.queued;
  }
  stale += x.stale;
  rows += x.rows;
}

std::string consequence(const burden& x) {
  auto out = x.more;
  append(out, of_agents(x));
  append(out, of_values(x));
  if (x.writable > 0)
    append(out, counted(x.writable, "attribute") + " cannot be written");
  append(out, of_queues(x.queued, "to be sent"));
  append(out, of_queues(x.rows, "for the disk"));
  return out;
}

void weigh(std::vector<problem>& problems, const std::vector<link_group>& links) {
  std::map<std::pair<std::string_view, std::string_view>, burden*> cut_off;
  for (auto& x : problems)
    if (x.cut_off)
      cut_off.try_emplace({x.realm, x.agent}, &x.burden);
  if (cut_off.empty())
    return;
  for (auto& x : links)
    if (auto found = cut_off.find({x.realm, x.agent}); found != cut_off.end())
      count(*found->second, x);
}

} // namespace troupe
