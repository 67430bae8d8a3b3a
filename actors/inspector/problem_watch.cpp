#include "actors/inspector/problem_watch.hpp"

#include "actors/inspector/problem_file.hpp"
#include "actors/log.hpp"

#include <utility>

namespace troupe {

problem_watch::problem_watch(
    inspector_inside::pointer self, std::shared_ptr<const inspector_options> options)
    : self_{self}, options_{std::move(options)}, reporter_{self_, options_} {
  health_.since_ms = options_->started_ms;
}

void problem_watch::start() {
  if (!options_->problems_file.empty()) {
    auto marks = read_marks(options_->problems_file);
    if (marks)
      book_.restore(std::move(*marks), now());
    else
      log::warn("problems.unread", "cause", sentence(marks.error()));
  }
  self_->delayed_send(self_, look_interval, caf::tick_atom::value);
}

void problem_watch::tick() {
  self_->delayed_send(self_, look_interval, caf::tick_atom::value);
  look([](const overview&) {});
}

void problem_watch::look(std::function<void(const overview&)> then) {
  waiting_.push_back(std::move(then));
  if (waiting_.size() > 1)
    return;
  inquiry q{self_, options_, {}, options_->who->config(), {}, nullptr};
  q.request.now_ms = options_->now_ms();
  std::vector<std::string> realms;
  for (auto& x : q.config->realms)
    realms.push_back(x.name);
  look_around(std::make_shared<const inquiry>(std::move(q)), realms, [this](const overview& x) {
    took(x);
  });
}

void problem_watch::took(const overview& x) {
  auto changes = book_.take(x.problems, now());
  health_ = health_of(book_.list(), health_, options_->now_ms());
  if (changes.marks)
    if (auto failed = save())
      log::warn("problems.unwritten", "cause", sentence(failed));
  reporter_.tell(x, changes, book_, health_);
  for (auto& then : std::exchange(waiting_, {}))
    then(x);
}

caf::error problem_watch::change(const std::function<void(problem_book&)>& edit) {
  edit(book_);
  health_ = health_of(book_.list(), health_, options_->now_ms());
  return save();
}

problem_book::moment problem_watch::now() const {
  return {self_->clock().now(), options_->now_ms()};
}

caf::error problem_watch::save() const {
  return options_->problems_file.empty() ? caf::error{}
                                         : write_marks(options_->problems_file, book_.marks());
}

} // namespace troupe
