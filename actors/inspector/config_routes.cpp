#include "actors/inspector/reload_json.hpp"
#include "actors/inspector/routes.hpp"

#include "config/durations.hpp"

/// Another configuration: what came of the last one, and how to ask for the next.
namespace troupe::routes {
namespace {

/// What a reload may take: the reading of large files, and the ends of all that has to.
constexpr std::chrono::seconds reload_timeout{90};

template <class... Ts>
void ask_root(const inquiry_ptr& q, std::chrono::milliseconds timeout, Ts... message) {
  q->self->request(q->options->root, timeout, std::move(message)...)
      .then(
          [q](const reload_report& x) {
            json_writer out;
            append(out, x);
            q->answer(std::move(out));
          },
          [q, timeout](caf::error& x) { q->fail(unanswered("root", timeout, std::move(x))); });
}

void ask_to(const inquiry_ptr& q, reload_step step, std::chrono::milliseconds confirm_within = {}) {
  ask_root(q, reload_timeout, reload_request{step, confirm_within, q->request.caller});
}

} // namespace

void config(const inquiry_ptr& q) { ask_root(q, q->options->ask_timeout, reload_atom::value); }

void reload_config(const inquiry_ptr& q) {
  if (q->flag("plan"))
    return ask_to(q, reload_step::plan);
  auto text = q->parameter("confirm_within");
  if (text.empty())
    return ask_to(q, reload_step::apply);
  auto within = parse_duration(text);
  if (!within || within->count() <= 0 || *within > std::chrono::hours{24})
    return q->fail(400, "confirm_within is a duration up to 24h, such as 60s");
  ask_to(q, reload_step::apply, *within);
}

void confirm_config(const inquiry_ptr& q) { ask_to(q, reload_step::confirm); }

void roll_back_config(const inquiry_ptr& q) { ask_to(q, reload_step::roll_back); }

} // namespace troupe::routes
