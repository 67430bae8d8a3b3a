#include "actors/roster.hpp"

namespace troupe {
std::string actor_card::last_error() const {
  std::lock_guard guard{mutex_};
  return last_error_;
}

void actor_card::last_error(std::string x) {
  std::lock_guard guard{mutex_};
  last_error_ = std::move(x);
}

std::string actor_card::title() const {
  auto out = kind;
  if (name != kind && (kind == "realm" || name != realm))
    out += ' ' + name;
  return realm.empty() || kind == "realm" ? out : out + " of " + realm;
}

caf::actor_addr actor_card::address() const {
  std::lock_guard guard{mutex_};
  return address_;
}

void actor_card::address(caf::actor_addr x) {
  std::lock_guard guard{mutex_};
  address_ = std::move(x);
  given_up = false;
}

actor_card_ptr
roster::enrol(uint64_t parent, std::string realm, std::string kind, std::string name) {
  std::lock_guard guard{mutex_};
  auto& card = cards_[{realm, kind, name}];
  if (card)
    return card;
  card = std::make_shared<actor_card>();
  card->id = ++last_id_;
  card->parent = parent;
  card->realm = std::move(realm);
  card->kind = std::move(kind);
  card->name = std::move(name);
  return actors_[card->id] = card;
}

void roster::let_go(const actor_card_ptr& x) {
  std::lock_guard guard{mutex_};
  cards_.erase({x->realm, x->kind, x->name});
}

void roster::retire(const actor_card_ptr& x) {
  std::lock_guard guard{mutex_};
  actors_.erase(x->id);
  auto named = cards_.find({x->realm, x->kind, x->name});
  if (named != cards_.end() && named->second == x)
    cards_.erase(named);
}

void roster::sweep(const std::string& realm) {
  std::lock_guard guard{mutex_};
  std::erase_if(actors_, [&](auto& x) {
    auto& card = x.second;
    auto named = cards_.find({card->realm, card->kind, card->name});
    return card->realm == realm && (named == cards_.end() || named->second != card);
  });
}

void roster::retire_realm(const std::string& realm) {
  std::lock_guard guard{mutex_};
  std::erase_if(actors_, [&](auto& x) { return x.second->realm == realm; });
  auto of_realm = [&](auto& x) { return x.first[0] == realm; };
  std::erase_if(cards_, of_realm);
  std::erase_if(links_, of_realm);
  std::erase_if(agents_, of_realm);
}

namespace {

/// Whether the row counts the same: values of one attribute on their way through one agent, to
/// one topic where they are sent on.
bool same_row(const link_group& a, size_t i, const link_group& b, size_t j) {
  if (a.attributes[i]->name != b.attributes[j]->name)
    return false;
  auto x = a.forward(i);
  auto y = b.forward(j);
  return x && y ? x->publish_topic == y->publish_topic : x == y;
}

link_counter_block_ptr rows_of(const link_group& x, const link_group& before) {
  std::vector<link_counter_block::row> rows(x.attributes.size());
  std::vector<bool> taken(before.attributes.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t j = 0; j < before.attributes.size() && !rows[i]; ++j)
      if (!taken[j] && same_row(x, i, before, j)) {
        rows[i] = before.counters->share(j);
        taken[j] = true;
      }
    if (!rows[i])
      rows[i] = std::make_shared<link_counters>();
  }
  return std::make_shared<link_counter_block>(std::move(rows));
}

} // namespace

link_counter_block_ptr roster::add(link_group x) {
  std::lock_guard guard{mutex_};
  auto& group = links_[{x.realm, x.asset->id, x.agent}];
  x.counters = rows_of(x, group);
  group = std::move(x);
  return group.counters;
}

void roster::remove(const std::string& realm, const std::string& asset, const std::string& agent) {
  std::lock_guard guard{mutex_};
  links_.erase({realm, asset, agent});
}

std::shared_ptr<agent_counters>
roster::add_agent(const std::string& realm, const std::string& agent) {
  std::lock_guard guard{mutex_};
  auto& row = agents_[{realm, agent, {}}];
  if (!row.counters)
    row = {realm, agent, std::make_shared<agent_counters>()};
  return row.counters;
}

void roster::remove_agent(const std::string& realm, const std::string& agent) {
  std::lock_guard guard{mutex_};
  agents_.erase({realm, agent, {}});
}

namespace {

template <class Map>
auto values_of(const Map& xs) {
  std::vector<typename Map::mapped_type> out;
  out.reserve(xs.size());
  for (auto& x : xs)
    out.push_back(x.second);
  return out;
}

} // namespace

std::vector<actor_card_ptr> roster::actors() const {
  std::lock_guard guard{mutex_};
  return values_of(actors_);
}

std::vector<link_group> roster::links() const {
  std::lock_guard guard{mutex_};
  return values_of(links_);
}

std::vector<agent_row> roster::agents() const {
  std::lock_guard guard{mutex_};
  return values_of(agents_);
}

std::shared_ptr<const settings> roster::config() const {
  std::lock_guard guard{mutex_};
  return config_;
}

void roster::config(std::shared_ptr<const settings> x) {
  std::lock_guard guard{mutex_};
  config_ = std::move(x);
}

} // namespace troupe
