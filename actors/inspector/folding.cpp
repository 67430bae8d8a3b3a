#include "actors/inspector/folding.hpp"

#include "schemas/ascii.hpp"
#include "schemas/topic.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace troupe {
namespace {

constexpr size_t folded_shown = 10;

/// What comes earlier may explain what comes later, and never the other way round.
constexpr std::array<std::string_view, 9> ranks{"realm",        "vault",  "certificate",
                                                "store",        "actor",  "agent",
                                                "subscription", "ledger", "silence"};

size_t rank(const problem& x) {
  auto found = std::find(ranks.begin(), ranks.end(), x.kind);
  return static_cast<size_t>(found - ranks.begin());
}

bool is_last(const problem& x) { return x.kind == "silence" || x.kind == "ledger"; }

/// A realm that does not answer hides what its actors would say.
bool by_realm(const problem& cause, const problem& x) {
  return cause.realm == x.realm && x.kind != "certificate";
}

/// An agent whose keys the stores do not give says why in their words.
bool by_vault(const problem& cause, const problem& x) {
  return x.kind == "agent" && x.cut_off && !cause.text.empty()
         && x.text.find(cause.text) != std::string::npos;
}

bool by_certificate(const problem& cause, const problem& x) {
  return x.kind == "agent" && x.cut_off && cause.severity == severity::error && !x.alias.empty()
         && equal_in_any_case(cause.subject, x.alias);
}

bool by_store(const problem& cause, const problem& x) {
  return x.kind == "actor" && cause.realm == x.realm && x.subject.starts_with("store ");
}

/// Of a dead actor: an asset, an agent, or the one that all agents need.
bool by_actor(const problem& cause, const problem& x) {
  if (cause.severity != severity::error)
    return false;
  if (cause.subject == "mqtt mqtt")
    return x.kind == "agent" && x.cut_off;
  return cause.realm == x.realm
         && (x.kind == "silence"
                 ? cause.subject == "asset " + x.subject || cause.subject == "agent " + x.agent
                 : x.kind == "agent" && cause.subject == "agent " + x.agent);
}

bool by_agent(const problem& cause, const problem& x) {
  return cause.cut_off && cause.realm == x.realm && cause.agent == x.agent
         && (x.kind == "silence" || x.kind == "subscription");
}

bool by_subscription(const problem& cause, const problem& x) {
  return x.kind == "silence" && cause.realm == x.realm && cause.agent == x.agent
         && !cause.topic.empty() && !x.topic.empty()
         && (cause.topic == x.topic || matches(unshared(cause.topic), x.topic));
}

bool explains(const problem& cause, const problem& x) {
  switch (rank(cause)) {
  case 0: return by_realm(cause, x);
  case 1: return by_vault(cause, x);
  case 2: return by_certificate(cause, x);
  case 3: return by_store(cause, x);
  case 4: return by_actor(cause, x);
  case 5: return by_agent(cause, x);
  case 6: return by_subscription(cause, x);
  default: return false;
  }
}

void put_under(problem& root, problem&& x) {
  // The links of a connection are those of its subscriptions and silences.
  root.burden.add(x.burden, x.kind == "subscription" || x.kind == "silence");
  root.severity = std::max(root.severity, x.severity);
  root.folded_count += 1 + x.folded_count;
  x.folded.insert(x.folded.begin(), std::move(x.text));
  for (auto& text : x.folded)
    if (root.folded.size() < folded_shown)
      root.folded.push_back(std::move(text));
}

/// The same thing said twice, e.g. of several links: the first one stands for all.
std::vector<problem> distinct(std::vector<problem>&& xs) {
  std::unordered_map<std::string, size_t> places;
  std::vector<problem> out;
  for (auto& x : xs) {
    auto [place, is_new] = places.try_emplace(id_of(x), out.size());
    if (is_new)
      out.push_back(std::move(x));
    else
      put_under(out[place->second], std::move(x));
  }
  return out;
}

} // namespace

std::vector<problem> fold(std::vector<problem> xs) {
  auto all = distinct(std::move(xs));
  std::stable_sort(all.begin(), all.end(), [](auto& a, auto& b) { return rank(a) < rank(b); });
  std::vector<size_t> causes; // that may explain anything
  std::vector<std::optional<size_t>> root(all.size());
  for (size_t i = 0; i < all.size(); ++i) {
    for (auto cause : causes)
      if (rank(all[cause]) < rank(all[i]) && explains(all[cause], all[i])) {
        root[i] = root[cause].value_or(cause);
        break;
      }
    if (!is_last(all[i]))
      causes.push_back(i);
  }
  std::vector<problem> out;
  for (size_t i = 0; i < all.size(); ++i)
    if (root[i])
      put_under(all[*root[i]], std::move(all[i]));
  for (size_t i = 0; i < all.size(); ++i)
    if (!root[i])
      out.push_back(std::move(all[i]));
  std::stable_sort(
      out.begin(), out.end(), [](auto& a, auto& b) { return a.severity > b.severity; });
  return out;
}

} // namespace troupe
