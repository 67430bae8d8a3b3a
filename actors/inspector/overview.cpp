#include "actors/inspector/overview.hpp"

#include <algorithm>
#include <chrono>

namespace troupe {
namespace {

void find_problems(overview& x, const roster& who) {
  auto asked = [&](const std::string& realm) {
    return realm.empty() || std::any_of(x.agents.begin(), x.agents.end(), [&](auto& answer) {
             return answer.realm == realm;
           });
  };
  for (size_t i = 0; i < x.agents.size(); ++i) {
    auto& agents = x.agents[i];
    auto& store = x.stores[i];
    if (agents.error || store.error)
      x.problems.push_back(
          mute_realm(agents.realm, sentence(agents.error ? agents.error : store.error)));
    for (auto& agent : agents.result)
      add_problems(x.problems, agent);
    add_problems(x.problems, store.result);
  }
  auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  for (auto& card : who.actors())
    if (asked(card->realm))
      add_problems(x.problems, *card, now);
  for (auto& links : who.links())
    if (asked(links.realm->name))
      add_problems(x.problems, links);
}

} // namespace

void look_around(
    const inquiry_ptr& q, const std::vector<std::string>& realms,
    std::function<void(const overview&)> then) {
  auto out = std::make_shared<overview>();
  auto missing = std::make_shared<int>(2);
  auto arrived = [=] {
    if (--*missing > 0)
      return;
    find_problems(*out, *q->options->who);
    then(*out);
  };
  ask_each<std::vector<agent_view>>(
      q, realms,
      [=](realm_answers<std::vector<agent_view>> x) {
        out->agents = std::move(x);
        arrived();
      },
      view_atom::value);
  ask_each<store_view>(
      q, realms,
      [=](realm_answers<store_view> x) {
        out->stores = std::move(x);
        arrived();
      },
      store_atom::value);
}

} // namespace troupe
