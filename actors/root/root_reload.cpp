#include "actors/log.hpp"
#include "actors/root/reload_plan.hpp"
#include "actors/root/root.hpp"

#include <caf/send.hpp>

#include <chrono>

/// Another configuration for the process: read and checked as a whole first; then every realm
/// that differs is told, and the others do not notice.
namespace troupe {

using namespace std::chrono_literals;

namespace {

constexpr auto not_all_ended = "not all of what had to end has ended in time; see `troupe actors`";

/// For the files; more than they take on any box.
constexpr auto read_patience = 60s;

/// More than a realm gives those who leave.
constexpr auto realm_patience = 20s;
constexpr auto stop_patience = 8s;

using reader_actor = caf::typed_actor<caf::replies_to<reload_atom>::with<config_reading>>;

/// On a thread of its own, for one answer.
reader_actor::behavior_type reader(
    reader_actor::pointer self, actors_environment env, std::shared_ptr<const settings> running) {
  return {[=](reload_atom) {
    self->quit();
    return env->read_config(running);
  }};
}

const char* event_of(reload_step x) {
  switch (x) {
  case reload_step::apply: return "config.reloaded";
  case reload_step::plan: return "config.planned";
  case reload_step::confirm: return "config.confirmed";
  case reload_step::roll_back: return "config.rolled_back";
  }
  return "";
}

} // namespace

caf::result<reload_report> root_state::reload(const reload_request& x) {
  reload_report report;
  report.step = x.step;
  report.by = x.by;
  report.time_ms = env_->now_ms();
  if (auto refused = why_not(x)) {
    log::warn("config.refused", "by", x.by, "cause", sentence(refused));
    again_ = again_ || (x.step == reload_step::apply && x.nobody_waits && reloading_);
    return refused;
  }
  auto promise = self->make_response_promise<reload_report>();
  auto answer = [promise](const reload_report& y) mutable { promise.deliver(y); };
  if (x.step == reload_step::confirm)
    confirm(std::move(report), answer);
  else if (x.step == reload_step::roll_back)
    roll_back(std::move(report), answer);
  else
    read(std::move(report), x.confirm_within, answer);
  return promise;
}

/// Why this cannot be done now; none: it can.
caf::error root_state::why_not(const reload_request& x) const {
  auto settles = x.step == reload_step::confirm || x.step == reload_step::roll_back;
  if (reloading_ || ending_)
    return failure(errc::unavailable, "another reload is under way; try again in a moment");
  if (settles && !previous_)
    return failure(errc::not_found, "no reload awaits a confirmation");
  if (x.step == reload_step::apply && previous_)
    return failure(
        errc::unavailable, "the last reload awaits its confirmation: `troupe reload --confirm` "
                           "keeps it, `troupe reload --roll-back` undoes it");
  return {};
}

void root_state::confirm(reload_report report, const reload_answer& answer) {
  previous_.reset();
  ++awaited_;
  report.ok = true;
  report.file = last_.file;
  finish(std::move(report), answer);
}

void root_state::read(
    reload_report report, std::chrono::milliseconds confirm, const reload_answer& answer) {
  reloading_ = true;
  auto worker = env_->own_threads ? self->spawn<caf::detached>(reader, env_, running_)
                                  : self->spawn(reader, env_, running_);
  self->request(worker, read_patience, reload_atom::value)
      .then(
          [=, this](const config_reading& found) { take(report, confirm, found, answer); },
          [=, this](const caf::error& why) {
            auto failed = report;
            failed.problem = "the configuration could not be read: " + sentence(why);
            finish(std::move(failed), answer);
          });
}

/// What was read is good or changes nothing.
void root_state::take(
    reload_report report, std::chrono::milliseconds confirm, const config_reading& found,
    const reload_answer& answer) {
  report.file = found.file;
  report.findings = found.findings;
  if (!found.value) {
    report.problem = found.file + " is no valid configuration; nothing was changed";
    return finish(std::move(report), answer);
  }
  auto change = compare(*running_, *found.value, *env_->config);
  report.ok = true;
  report.changes = planned_changes(change, *running_, *found.value, env_->who->links());
  for (auto& [number, child] : children_)
    if (child.kind == kind::realm && child.card->given_up)
      report.changes.push_back(
          {child.realm->name, "realm", child.realm->name, "restarts", "it had been given up"});
  if (report.step == reload_step::plan || report.changes.empty())
    return finish(std::move(report), answer);
  if (confirm > 0ms) {
    previous_ = running_;
    report.confirm_until_ms = env_->now_ms() + confirm.count();
    self->delayed_send(self, confirm, retry_atom::value, ++awaited_);
  }
  apply(found.value, change, [this, report, answer](bool all) mutable {
    if (!all)
      report.problem = not_all_ended;
    finish(std::move(report), answer);
  });
}

void root_state::roll_back(reload_report report, const reload_answer& answer) {
  reloading_ = true;
  auto wanted = std::exchange(previous_, nullptr);
  ++awaited_;
  auto change = compare(*running_, *wanted, *env_->config);
  report.ok = true;
  report.file = last_.file;
  report.changes = planned_changes(change, *running_, *wanted, env_->who->links());
  apply(wanted, change, [this, report, answer](bool all) mutable {
    if (!all)
      report.problem = not_all_ended;
    finish(std::move(report), answer);
  });
}

void root_state::unconfirmed(uint32_t reload) {
  if (!previous_ || reload != awaited_)
    return;
  if (reloading_)
    return self->delayed_send(self, 1s, retry_atom::value, reload);
  reload_report report;
  report.step = reload_step::roll_back;
  report.by = "nobody confirmed it in time";
  report.time_ms = env_->now_ms();
  roll_back(std::move(report), [](const reload_report&) {});
}

/// Says how it ended: to who asked, to the log, and to who looks later.
void root_state::finish(reload_report report, const reload_answer& answer) {
  reloading_ = false;
  answer(report);
  if (std::exchange(again_, false)) // the file may have changed since it was read
    caf::anon_send(root_actor{self}, reload_request{reload_step::apply, 0ms, report.by, true});
  if (report.step == reload_step::plan)
    return;
  auto word = event_of(report.step);
  if (report.ok)
    log::info(word, "by", report.by, "file", report.file, "changes", report.changes.size());
  else
    log::error("config.refused", "by", report.by, "file", report.file, "cause", report.problem);
  for (auto& x : report.findings)
    if (x.error)
      log::error(
          "config.error", "at",
          x.file + ":" + std::to_string(x.line) + ":" + std::to_string(x.column), "cause", x.text);
  last_ = std::move(report);
}

// -- what is done -----------------------------------------------------------------------

void root_state::apply(const settings_ptr& wanted, const settings_difference& x, completion done) {
  running_ = wanted;
  env_->who->config(wanted);
  log::set_threshold(static_cast<log::level>(wanted->runtime.log_level));
  struct gathering {
    size_t awaited;
    bool all = true;
  };
  auto gather = std::make_shared<gathering>(gathering{x.realms.size() + 1});
  completion arrived = [gather, done](bool all) {
    gather->all = gather->all && all;
    if (--gather->awaited == 0)
      done(gather->all);
  };
  for (auto& realm : x.realms)
    change_realm(realm, arrived);
  for (auto& [number, child] : children_)
    if (child.kind == kind::realm && child.card->given_up && !child.leaving)
      try_again(number);
  arrived(true);
}

/// A realm that was given up has another chance with every reload.
void root_state::try_again(uint32_t number) {
  auto& child = children_[number];
  child.card->given_up = false;
  child.schedule = {};
  restart(number);
}

uint32_t root_state::find_realm(const std::string& name) const {
  for (auto& [number, x] : children_)
    if (x.realm && x.realm->name == name && !x.leaving)
      return number;
  return 0;
}

void root_state::change_realm(const realm_difference& x, completion done) {
  if (x.what == difference::removed)
    return stop_realm(find_realm(x.name), std::move(done));
  std::shared_ptr<const realm_settings> wanted;
  for (size_t i = 0; i < running_->realms.size(); ++i)
    if (running_->realms[i].name == x.name)
      wanted = running_->realms.share(i);
  if (x.what == difference::added) {
    spawn(enrol_realm(std::move(wanted)));
    return done(true);
  }
  auto number = find_realm(x.name);
  auto& child = children_[number];
  child.realm = wanted;
  if (child.card->given_up)
    return done(true);
  self->request(child.handle, realm_patience, realm_reload{wanted})
      .then(
          [done](bool all) { done(all); },
          [done, this, number](const caf::error&) {
            done(!children_[number].alive); // one that died begins anew, by its new settings
          });
}

void root_state::stop_realm(uint32_t number, completion done) {
  auto& child = children_[number];
  child.leaving = true;
  child.left = std::move(done);
  if (!child.alive)
    return realm_left(number);
  self->request(child.handle, stop_patience, stop_atom::value)
      .then(
          [](bool) {}, // its end follows
          [this, handle = child.handle](const caf::error&) {
            self->send_exit(handle, caf::exit_reason::kill);
          });
}

void root_state::realm_left(uint32_t number) {
  auto child = std::move(children_[number]);
  children_.erase(number);
  env_->who->retire_realm(child.realm->name);
  env_->who->retire(child.card);
  child.left(true);
}

} // namespace troupe
