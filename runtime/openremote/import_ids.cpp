#include "runtime/openremote/import_ids.hpp"

#include "config/reader.hpp"
#include "config/sections.hpp"
#include "schemas/text.hpp"

#include <iterator>
#include <unordered_map>

namespace troupe {
namespace {

constexpr size_t slug_bytes_max = 48;

/// U+00C0 to U+00FF without their accents.
constexpr std::string_view latin[] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y"};

std::string plain_letter(char32_t x) {
  if ((x >= 'a' && x <= 'z') || (x >= '0' && x <= '9'))
    return {static_cast<char>(x)};
  if (x >= 'A' && x <= 'Z')
    return {static_cast<char>(x - 'A' + 'a')};
  return x >= 0xC0 && x <= 0xFF ? std::string{latin[x - 0xC0]} : std::string{};
}

/// Whether a check of names has nothing to say.
bool passes(void (*check)(config::reader&, const config::entry&), const std::string& name) {
  environment env;
  config::reader r{env};
  check(r, {name, {}, {}});
  return r.problems.empty();
}

/// The names in use, each with the number to try next where it is wanted again.
using taken_names = std::map<std::string, size_t>;

std::string unique(const std::string& wanted, taken_names& taken) {
  auto [first, is_new] = taken.try_emplace(wanted, 2);
  auto out = wanted;
  while (!is_new) {
    out = wanted + "-" + std::to_string(first->second++);
    is_new = taken.try_emplace(out, 2).second;
  }
  return out;
}

using asset_index = std::unordered_map<std::string_view, const export_asset*>;

/// A slug that may be an id, with the parent's name in front if asked for.
std::string slug_of(const export_asset& x, const asset_index& by_id, bool with_parent) {
  auto out = slug(x.name);
  if (out.empty())
    out = slug(x.type + "-" + x.id);
  auto parent = with_parent ? by_id.find(x.parent) : by_id.end();
  if (auto above = parent == by_id.end() ? "" : slug(parent->second->name); !above.empty())
    out = above + "-" + out;
  return out.empty() || out == "datapoint" ? "asset-" + out : out;
}

} // namespace

std::string slug(std::string_view name) {
  std::string out;
  auto gap = false;
  for (auto x : utf32(name.substr(0, 4 * slug_bytes_max))) {
    auto letter = plain_letter(x);
    if (letter.empty()) {
      gap = !out.empty();
      continue;
    }
    if (out.size() + letter.size() + gap > slug_bytes_max)
      break;
    out.append(gap ? "-" : "").append(letter);
    gap = false;
  }
  return out;
}

std::map<std::string, std::string> realm_names(const std::vector<export_asset>& assets) {
  std::map<std::string, std::string> out;
  taken_names taken;
  std::vector<std::string> odd;
  for (auto& x : assets)
    if (auto [at, is_new] = out.try_emplace(x.realm, x.realm); is_new) {
      if (passes(config::check_realm_name, x.realm))
        taken.emplace(x.realm, 2);
      else
        odd.push_back(x.realm);
    }
  for (auto& name : odd) {
    auto wanted = slug(name);
    out[name] = unique(wanted.empty() || wanted == "inspect" ? "realm" : wanted, taken);
  }
  return out;
}

std::vector<std::string> asset_ids(const std::vector<export_asset>& assets, bool keep) {
  asset_index by_id;
  std::map<std::pair<std::string, std::string>, size_t> uses; // realm and slug
  for (auto& x : assets) {
    by_id.emplace(x.id, &x);
    ++uses[{x.realm, slug_of(x, {}, false)}];
  }
  std::map<std::string, taken_names> taken;
  std::vector<std::string> out(assets.size());
  auto settle = [&](auto&& wanted) { // of each asset; empty: not yet
    for (size_t i = 0; i < assets.size(); ++i)
      if (out[i].empty())
        if (std::string id = wanted(assets[i]); !id.empty())
          out[i] = unique(id, taken[assets[i].realm]);
  };
  if (keep)
    settle([](auto& x) { return passes(config::check_id, x.id) ? x.id : ""; });
  settle([&](auto& x) {
    auto plain = slug_of(x, by_id, false);
    return uses[{x.realm, plain}] == 1 ? plain : "";
  });
  settle([&](auto& x) { return slug_of(x, by_id, true); });
  return out;
}

} // namespace troupe
