#include "actors/inspector/problem_book.hpp"

#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe {
namespace {

constexpr size_t begins_max = 1000;
constexpr size_t shortest_beginning = 2; // of an id, that stands for it

void append(json_writer& out, const char* name, const std::optional<problem_mark>& x) {
  out.key(name);
  if (!x)
    return void(out.put(value{}));
  out.open('{').field("at", x->at_ms);
  if (x->until_ms != 0)
    out.field("until", x->until_ms);
  out.field("by", x->by).field("note", x->note).close('}');
}

} // namespace

void problem_book::begin(entry& x, const problem& what, moment now, changes& out) {
  x.begins.push_back(now.steady);
  if (x.begins.size() > begins_max)
    x.begins.pop_front();
  ++x.shown.count;
  if (x.listed)
    return; // it was away for a moment only
  x.listed = true;
  x.shown.since_ms = what.since_ms == 0 ? now.wall_ms : what.since_ms;
  out.began.push_back(x.shown.id);
}

void problem_book::end(entry& x, changes& out) {
  out.marks = out.marks || x.shown.acknowledged;
  x.shown.acknowledged.reset();
  x.shown.away = true;
  x.listed = false;
  out.ended.push_back(x.shown);
}

/// What time alone does to an entry.
void problem_book::pass(entry& x, moment now, changes& out) {
  while (!x.begins.empty() && x.begins.front() + rules_.window <= now.steady)
    x.begins.pop_front();
  x.shown.recent = static_cast<uint32_t>(x.begins.size());
  x.shown.flapping = x.shown.recent >= rules_.flapping_from;
  auto held = x.shown.flapping && now.steady < x.seen + rules_.hold;
  if (x.listed && x.shown.away && !held)
    end(x, out);
  if (x.shown.muted && x.shown.muted->until_ms <= now.wall_ms) {
    x.shown.muted.reset();
    out.marks = true;
  }
  if (x.awaited && *x.awaited <= now.steady) {
    x.awaited.reset();
    out.marks = out.marks || (x.shown.acknowledged && !x.listed);
    if (!x.listed)
      x.shown.acknowledged.reset();
  }
}

problem_book::changes problem_book::take(const std::vector<problem>& found, moment now) {
  changes out;
  for (auto& [id, x] : entries_)
    x.place = found.size();
  for (size_t i = 0; i < found.size(); ++i) {
    auto id = id_of(found[i]);
    auto& x = entries_[id];
    x.shown.id = id;
    auto was_there = x.listed && !x.shown.away;
    if (!was_there)
      begin(x, found[i], now, out);
    if (found[i].since_ms != 0)
      x.shown.since_ms = std::min(x.shown.since_ms, found[i].since_ms);
    x.shown.what = found[i];
    x.shown.away = false;
    x.seen = now.steady;
    x.place = i;
    x.awaited.reset();
  }
  for (auto& [id, x] : entries_) {
    if (x.place == found.size())
      x.shown.away = true;
    pass(x, now, out);
  }
  forget_past();
  return out;
}

/// Those that ended first go first; what somebody said of one keeps it.
void problem_book::forget_past() {
  std::vector<std::pair<time_point, std::string>> past;
  for (auto& [id, x] : entries_)
    if (!x.listed && !x.shown.acknowledged && !x.shown.muted)
      past.emplace_back(x.seen, id);
  if (past.size() <= rules_.past_max)
    return;
  std::sort(past.begin(), past.end());
  past.resize(past.size() - rules_.past_max);
  for (auto& [seen, id] : past)
    entries_.erase(id);
}

std::vector<listed_problem> problem_book::list() const {
  std::vector<const entry*> order;
  for (auto& [id, x] : entries_)
    if (x.listed)
      order.push_back(&x);
  std::sort(order.begin(), order.end(), [](auto a, auto b) {
    auto rank = [](const entry& x) {
      return std::tuple{x.shown.what.severity == severity::warning, x.place, x.shown.id};
    };
    return rank(*a) < rank(*b);
  });
  std::vector<listed_problem> out;
  for (auto x : order)
    out.push_back(x->shown);
  return out;
}

caf::expected<std::string> problem_book::find(const std::string& x) const {
  std::vector<std::string> found;
  for (auto& [id, entry] : entries_)
    if (entry.listed || entry.shown.acknowledged || entry.shown.muted)
      if (id == x || (x.size() >= shortest_beginning && id.starts_with(x)))
        found.push_back(id);
  if (found.size() == 1)
    return found.front();
  if (found.empty())
    return failure(errc::not_found, "there is no problem " + x + " now");
  return failure(
      errc::value_invalid, std::to_string(found.size()) + " problems begin with " + x + ": "
                               + found[0] + ", " + found[1] + (found.size() > 2 ? ", …" : ""));
}

const listed_problem& problem_book::at(const std::string& id) const {
  return entries_.at(id).shown;
}

void problem_book::acknowledge(const std::string& id, problem_mark x) {
  entries_[id].shown.acknowledged = std::move(x);
}

void problem_book::mute(const std::string& id, problem_mark x) {
  entries_[id].shown.muted = std::move(x);
}

void problem_book::unmark(const std::string& id, bool acknowledged, bool muted) {
  auto& x = entries_[id].shown;
  if (acknowledged)
    x.acknowledged.reset();
  if (muted)
    x.muted.reset();
}

std::vector<kept_mark> problem_book::marks() const {
  std::vector<kept_mark> out;
  for (auto& [id, x] : entries_)
    if (x.shown.acknowledged || x.shown.muted)
      out.push_back({x.shown.what, x.shown.acknowledged, x.shown.muted});
  return out;
}

void problem_book::restore(std::vector<kept_mark> xs, moment now) {
  for (auto& mark : xs) {
    auto id = id_of(mark.about);
    auto& x = entries_[id];
    x.shown.id = id;
    x.shown.what = std::move(mark.about);
    x.shown.away = true;
    x.shown.acknowledged = std::move(mark.acknowledged);
    x.shown.muted = std::move(mark.muted);
    x.awaited = now.steady + rules_.grace;
  }
}

std::string flapping_text(const listed_problem& x, const book_rules& rules) {
  if (!x.flapping)
    return {};
  return std::to_string(x.recent) + " times in " + std::to_string(rules.window.count() / 60)
         + " min";
}

void append(json_writer& out, const listed_problem& x) {
  append_members(out.open('{'), x.what);
  out.time_field("since", x.since_ms).field("count", x.count);
  out.field("flapping", flapping_text(x)).field("away", x.away);
  append(out, "acknowledged", x.acknowledged);
  append(out, "muted", x.muted);
  out.close('}');
}

} // namespace troupe
