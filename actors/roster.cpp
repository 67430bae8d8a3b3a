#include "actors/roster.hpp"

namespace troupe {
namespace {

/// Names hold no line breaks.
std::string key(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (auto part : parts)
    out.append(part).append(1, '\n');
  return out;
}

} // namespace

std::string actor_card::last_error() const {
  std::lock_guard guard{mutex_};
  return last_error_;
}

void actor_card::last_error(std::string x) {
  std::lock_guard guard{mutex_};
  last_error_ = std::move(x);
}

caf::actor_addr actor_card::address() const {
  std::lock_guard guard{mutex_};
  return address_;
}

void actor_card::address(caf::actor_addr x) {
  std::lock_guard guard{mutex_};
  address_ = std::move(x);
}

actor_card_ptr
roster::enrol(uint64_t parent, std::string realm, std::string kind, std::string name) {
  std::lock_guard guard{mutex_};
  auto [place, fresh] = places_.try_emplace(key({kind, realm, name}), actors_.size());
  if (!fresh)
    return actors_[place->second];
  auto card = std::make_shared<actor_card>();
  card->id = actors_.size() + 1;
  card->parent = parent;
  card->realm = std::move(realm);
  card->kind = std::move(kind);
  card->name = std::move(name);
  actors_.push_back(card);
  return card;
}

link_counter_block_ptr roster::add(link_group x) {
  std::lock_guard guard{mutex_};
  auto [place, fresh] =
      places_.try_emplace(key({"links of", x.realm->name, x.asset->id, x.agent}), links_.size());
  if (fresh) {
    x.counters = std::make_shared<link_counter_block>(x.attributes.size());
    links_.push_back(std::move(x));
  } else {
    links_[place->second].pipelines = std::move(x.pipelines);
    links_[place->second].times = std::move(x.times);
    links_[place->second].memory = std::move(x.memory);
  }
  return links_[place->second].counters;
}

std::shared_ptr<agent_counters>
roster::add_agent(const std::string& realm, const std::string& agent) {
  std::lock_guard guard{mutex_};
  auto [place, fresh] = places_.try_emplace(key({"agent row", realm, agent}), agents_.size());
  if (fresh)
    agents_.push_back({realm, agent, std::make_shared<agent_counters>()});
  return agents_[place->second].counters;
}

std::vector<actor_card_ptr> roster::actors() const {
  std::lock_guard guard{mutex_};
  return actors_;
}

std::vector<link_group> roster::links() const {
  std::lock_guard guard{mutex_};
  return links_;
}

std::vector<agent_row> roster::agents() const {
  std::lock_guard guard{mutex_};
  return agents_;
}

} // namespace troupe
