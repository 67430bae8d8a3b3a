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

actor_card_ptr
roster::enrol(uint64_t parent, std::string realm, std::string kind, std::string name) {
  auto card = std::make_shared<actor_card>();
  card->parent = parent;
  card->realm = std::move(realm);
  card->kind = std::move(kind);
  card->name = std::move(name);
  std::lock_guard guard{mutex_};
  card->id = actors_.size() + 1;
  actors_.push_back(card);
  return card;
}

void roster::add(link_group x) {
  std::lock_guard guard{mutex_};
  links_.push_back(std::move(x));
}

void roster::add(agent_row x) {
  std::lock_guard guard{mutex_};
  agents_.push_back(std::move(x));
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
