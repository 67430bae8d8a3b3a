#include "actors/inspector/problem_watch.hpp"
#include "actors/inspector/routes.hpp"
#include "config/durations.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <charconv>

/// The list of problems, and what people say of one of them.
namespace troupe::routes {
namespace {

using namespace std::chrono_literals;

constexpr size_t note_bytes_max = 1000;
constexpr std::chrono::milliseconds mute_max = 366 * 24h;

/// Acknowledged or muted by whom, and why; nothing, and the request answered, if it cannot be.
std::optional<problem_mark> mark_of(const inquiry& q) {
  problem_mark out{q.request.now_ms, 0, q.request.caller, std::string{q.parameter("note")}};
  if (out.note.size() <= note_bytes_max && valid_utf8(out.note))
    return out;
  q.fail(400, "a note is a text of at most " + std::to_string(note_bytes_max) + " bytes");
  return std::nullopt;
}

/// When a mute ends; 0: no time, or none that makes sense.
int64_t end_of_mute(const inquiry& q) {
  auto now = q.request.now_ms;
  int64_t out = 0;
  if (auto span = parse_duration(q.parameter("for")); span && *span <= mute_max)
    out = now + span->count();
  auto until = q.parameter("until");
  auto end = until.data() + until.size();
  if (out == 0 && std::from_chars(until.data(), end, out).ptr != end)
    out = 0;
  return out > now && out - now <= mute_max.count() ? out : 0;
}

/// Does `edit` to the problem that the path names, and answers with what became of it.
void change(
    const inquiry_ptr& q, const std::function<void(problem_book&, const std::string& id)>& edit) {
  auto id = q->watch->book().find(q->captures[0]);
  if (!id)
    return q->fail(id.error());
  if (auto failed = q->watch->change([&](problem_book& x) { edit(x, *id); }))
    return q->fail(failure(
        errc::store_failed,
        sentence(failed) + "; it is remembered until the runtime is restarted only"));
  json_writer out;
  append(out, q->watch->book().at(*id));
  q->answer(std::move(out));
}

} // namespace

void problems(const inquiry_ptr& q) {
  auto realms = q->realms();
  if (!realms)
    return;
  q->watch->look([q, realms](const overview&) {
    json_writer out;
    out.open('[');
    for (auto& x : q->watch->book().list())
      if (concerns(x.what, *realms))
        append(out, x);
    q->answer(std::move(out.close(']')));
  });
}

void health(const inquiry_ptr& q) {
  q->watch->look([q](const overview&) {
    auto& x = q->watch->state();
    json_writer out;
    append_members(out.open('{'), x);
    out.field("errors", x.errors).field("warnings", x.warnings).field("muted", x.muted);
    q->answer(std::move(out.close('}')));
  });
}

void acknowledge_problem(const inquiry_ptr& q) {
  auto mark = mark_of(*q);
  if (!mark)
    return;
  change(q, [&](problem_book& x, const std::string& id) { x.acknowledge(id, *mark); });
}

void mute_problem(const inquiry_ptr& q) {
  auto mark = mark_of(*q);
  if (!mark)
    return;
  mark->until_ms = end_of_mute(*q);
  if (mark->until_ms == 0)
    return q->fail(
        400, "say for how long: ?for=2h, or ?until= a time to come in ms since the epoch, at most "
             "a year ahead");
  change(q, [&](problem_book& x, const std::string& id) { x.mute(id, *mark); });
}

void take_back_acknowledgement(const inquiry_ptr& q) {
  change(q, [](problem_book& x, const std::string& id) { x.unmark(id, true, false); });
}

void unmute_problem(const inquiry_ptr& q) {
  change(q, [](problem_book& x, const std::string& id) { x.unmark(id, false, true); });
}

} // namespace troupe::routes
