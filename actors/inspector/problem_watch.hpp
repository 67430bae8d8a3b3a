#pragma once

#include "actors/inspector/health_reporter.hpp"
#include "actors/inspector/overview.hpp"
#include "actors/inspector/problem_book.hpp"

#include <chrono>
#include <functional>
#include <vector>

namespace troupe {

/// How often it looks by itself: since when and how often something is wrong is known only if
/// somebody looks.
constexpr std::chrono::seconds look_interval{5};

/// The inspector's memory of problems: looks at everything from time to time, and when asked.
class problem_watch {
public:
  problem_watch(inspector_inside::pointer self, std::shared_ptr<const inspector_options> options);

  /// Takes up what the file holds, and begins to look.
  void start();
  /// One of the looks that nobody asked for.
  void tick();

  /// Looks at all realms, and tells `then` once the book knows it. Who asks during a look is
  /// told what that one finds.
  void look(std::function<void(const overview&)> then);

  const problem_book& book() const { return book_; }
  const health& state() const { return health_; }

  /// The process ends: says so to those outside and calls `then`.
  void stop(std::function<void()> then) { reporter_.stop(std::move(then)); }

  /// Lets `edit` change the book, and writes down what is to last.
  caf::error change(const std::function<void(problem_book&)>& edit);

private:
  void took(const overview& x);
  problem_book::moment now() const;
  caf::error save() const;

  inspector_inside::pointer self_;
  std::shared_ptr<const inspector_options> options_;
  problem_book book_;
  health health_;
  health_reporter reporter_;
  std::vector<std::function<void(const overview&)>> waiting_;
};

} // namespace troupe
