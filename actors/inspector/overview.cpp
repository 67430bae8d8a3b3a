#include "actors/inspector/overview.hpp"

#include "actors/inspector/folding.hpp"
#include "schemas/ascii.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <chrono>

namespace troupe {
namespace {

void find_problems(
    overview& x, const roster& who, const std::vector<const realm_settings*>& realms,
    int64_t now_ms) {
  auto asked = [&](const std::string& realm) {
    return realm.empty() || std::any_of(x.agents.begin(), x.agents.end(), [&](auto& answer) {
             return answer.realm == realm;
           });
  };
  for (size_t i = 0; i < x.agents.size(); ++i) {
    auto& agents = x.agents[i];
    auto& store = x.stores[i];
    auto& mute = agents.error ? agents.error : store.error;
    if (mute && !is(mute, errc::given_up)) // its actor tells of that
      x.problems.push_back(mute_realm(*realms[i], sentence(mute)));
    for (auto& agent : agents.result)
      add_problems(x.problems, agent);
    add_problems(x.problems, store.result);
    add_problems(x.problems, x.silences[i].result, agents.result);
    if (x.vault_answered)
      add_missing_keys(x.problems, agents.result, x.vault);
  }
  add_problems(x.problems, x.vault, now_ms);
  for (auto& agents : x.agents)
    name_bearers(x.problems, agents.result);
  auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  for (auto& card : who.actors())
    if (asked(card->realm))
      add_problems(x.problems, *card, now);
  auto links = who.links();
  for (auto& group : links)
    if (asked(group.realm))
      add_problems(x.problems, group);
  weigh(x.problems, links);
  x.problems = fold(std::move(x.problems));
}

} // namespace

// Aliases are compared ignoring case, and a realm's name has no upper case.
bool is_of(const std::vector<std::string>& realms, const certificate_view& x) {
  auto realm = ascii_lower(x.alias.substr(0, x.alias.find('.')));
  return std::find(realms.begin(), realms.end(), realm) != realms.end();
}

bool concerns(const problem& x, const std::vector<std::string>& realms) {
  return x.realm.empty() || std::find(realms.begin(), realms.end(), x.realm) != realms.end();
}

void look_around(
    const inquiry_ptr& q, const std::vector<std::string>& realms,
    std::function<void(const overview&)> then) {
  auto out = std::make_shared<overview>();
  auto missing = std::make_shared<int>(4);
  auto arrived = [=] {
    if (--*missing > 0)
      return;
    std::vector<const realm_settings*> settings;
    for (auto& realm : realms)
      settings.push_back(q->realm(realm));
    find_problems(*out, *q->options->who, settings, q->request.now_ms);
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
  ask_each<std::vector<silence_view>>(
      q, realms,
      [=](realm_answers<std::vector<silence_view>> x) {
        out->silences = std::move(x);
        arrived();
      },
      silence_atom::value);
  ask_vault(q, realms, [=](const caf::expected<vault_view>& x) {
    out->vault_answered = bool(x);
    if (x)
      out->vault = *x;
    else if (!is(x.error(), errc::given_up))
      out->vault.problems.push_back(sentence(x.error()));
    arrived();
  });
}

void ask_vault(
    const inquiry_ptr& q, const std::vector<std::string>& realms,
    std::function<void(const caf::expected<vault_view>&)> then) {
  auto timeout = q->options->ask_timeout;
  q->self->request(q->options->root, timeout, view_atom::value)
      .then(
          [=](vault_view& x) {
            std::erase_if(x.certificates, [&](auto& y) { return y.is_key && !is_of(realms, y); });
            then(std::move(x));
          },
          [=](caf::error& why) { then(unanswered("the vault", timeout, std::move(why))); });
}

} // namespace troupe
