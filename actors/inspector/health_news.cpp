#include "actors/inspector/health_news.hpp"

#include <algorithm>

namespace troupe {
namespace {

using namespace std::chrono_literals;

constexpr size_t problems_told_max = 100; // of each list
constexpr auto first_delay = 5s;
constexpr auto longest_delay = 5min;

std::string short_json(const listed_problem& x) {
  json_writer out;
  out.open('{').field("id", x.id).field("severity", to_string(x.what.severity));
  out.field("realm", x.what.realm).field("kind", x.what.kind).field("subject", x.what.subject);
  out.time_field("since", x.since_ms).field("text", x.what.text);
  out.field("consequence", consequence(x.what.burden));
  return out.field("what_to_do", x.what.what_to_do).close('}').take();
}

void add(std::deque<std::string>& to, std::string x, uint64_t& omitted) {
  to.push_back(std::move(x));
  if (to.size() <= problems_told_max)
    return;
  to.pop_front();
  ++omitted;
}

void append(std::string& out, const char* name, const std::deque<std::string>& xs) {
  out.append(",\"").append(name).append("\":[");
  for (auto& x : xs)
    out.append(&x == &xs.front() ? "" : ",").append(x);
  out += ']';
}

} // namespace

health_key key_of(const health& x) { return {x.status, x.errors + x.warnings, x.worst_id}; }

std::optional<uint64_t> health_topic::due(const health& x, int64_t connection, time_point now) {
  if (connection != connection_) {
    said_.reset(); // the broker may have told the last will meanwhile
    under_way_ = false;
  }
  connection_ = connection;
  auto early = last_ && now < *last_ + min_interval_;
  if (connection == 0 || under_way_ || early || said_ == key_of(x))
    return std::nullopt;
  said_ = key_of(x);
  last_ = now;
  under_way_ = true;
  return ++number_;
}

void health_topic::published(uint64_t number, bool well) {
  if (number != number_ || !under_way_)
    return;
  under_way_ = false;
  if (!well)
    said_.reset();
}

void webhook_news::take(const problem_book::changes& changes, const problem_book& book) {
  for (auto& id : changes.began)
    if (auto& x = book.at(id); !x.muted)
      add(unsaid_.began, short_json(x), unsaid_.omitted);
  for (auto& x : changes.ended)
    if (!x.muted)
      add(unsaid_.ended, short_json(x), unsaid_.omitted);
}

std::optional<std::string> webhook_news::next(const health& x, time_point now) {
  auto key = key_of(x);
  auto has_news = !unsaid_.began.empty() || !unsaid_.ended.empty() || key != said_;
  if (!has_news || under_way_ || now < not_before_)
    return std::nullopt;
  json_writer members;
  append_members(members.open('{').field("host", host_), x);
  members.field("omitted", unsaid_.omitted);
  auto out = members.take();
  append(out, "began", unsaid_.began);
  append(out, "ended", unsaid_.ended);
  under_way_ = key;
  under_way_lists_ = std::exchange(unsaid_, {});
  return out + '}';
}

void webhook_news::posted(bool well, time_point now) {
  if (well) {
    said_ = under_way_.value_or(said_);
    failures_ = 0;
    not_before_ = now;
  } else { // the next one tells it, too
    auto later = std::exchange(unsaid_, std::move(under_way_lists_));
    unsaid_.omitted += later.omitted;
    for (auto& x : later.began)
      add(unsaid_.began, std::move(x), unsaid_.omitted);
    for (auto& x : later.ended)
      add(unsaid_.ended, std::move(x), unsaid_.omitted);
    auto doubled = first_delay * (1 << std::min(failures_++, 6u));
    not_before_ = now + std::min<std::chrono::seconds>(doubled, longest_delay);
  }
  under_way_.reset();
  under_way_lists_ = {};
}

} // namespace troupe
