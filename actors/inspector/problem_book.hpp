#pragma once

#include "actors/inspector/problems.hpp"

#include <caf/expected.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace troupe {

/// What somebody said of a problem.
struct problem_mark {
  int64_t at_ms = 0;    ///< Wall clock.
  int64_t until_ms = 0; ///< Of a mute; an acknowledgement lasts as long as the problem.
  std::string by;       ///< "uid 1000"
  std::string note;     ///< May be empty.
};

/// A problem with its past.
struct listed_problem {
  problem what;
  std::string id;
  int64_t since_ms = 0; ///< Wall clock: the first moment of the present episode.
  uint64_t count = 0;   ///< How often it began since the runtime started.
  uint32_t recent = 0;  ///< The same, within `book_rules::window`.
  bool flapping = false;
  bool away = false; ///< It is not there now, but flapping, so that it stays for a while.
  std::optional<problem_mark> acknowledged = {};
  std::optional<problem_mark> muted = {};
};

struct book_rules {
  std::chrono::seconds window{600};
  uint32_t flapping_from = 3;      ///< Beginnings within the window.
  std::chrono::seconds hold{60};   ///< So long must one that flaps be away to have ended.
  std::chrono::seconds grace{600}; ///< So long what a file said of a problem waits for it.
  size_t past_max = 1000;          ///< Problems that ended and are remembered.
};

/// What is remembered of a problem between two runs.
struct kept_mark {
  problem about; ///< Realm, kind, subject, agent and text.
  std::optional<problem_mark> acknowledged = {};
  std::optional<problem_mark> muted = {};
};

/// Remembers what each look found: since when, how often, and what was said of it. Told the
/// time; `steady` decides of how long things last, `wall_ms` is what people are told.
class problem_book {
public:
  struct moment {
    std::chrono::steady_clock::time_point steady;
    int64_t wall_ms = 0;
  };

  /// Ids of problems that began, and that ended; a flapping one does neither.
  struct changes {
    std::vector<std::string> began;
    std::vector<listed_problem> ended;
    bool marks = false; ///< An acknowledgement or a mute came to its end.
  };

  explicit problem_book(book_rules rules = {}) : rules_{rules} {}

  /// Takes what one look at everything found, each problem once.
  changes take(const std::vector<problem>& found, moment now);

  /// In the order of the last look, then those that are away for a moment; errors first.
  std::vector<listed_problem> list() const;

  /// The id that `x`, or the beginning of one id alone, stands for; `not_found` or
  /// `value_invalid` otherwise.
  caf::expected<std::string> find(const std::string& x) const;

  // Of ids that `find` answered.
  const listed_problem& at(const std::string& id) const;
  void acknowledge(const std::string& id, problem_mark x);
  void mute(const std::string& id, problem_mark x);
  /// Takes one or both back.
  void unmark(const std::string& id, bool acknowledged, bool muted);

  std::vector<kept_mark> marks() const;
  void restore(std::vector<kept_mark> xs, moment now);

private:
  using time_point = std::chrono::steady_clock::time_point;

  struct entry {
    listed_problem shown;
    bool listed = false;
    size_t place = 0;                       ///< In the last look.
    time_point seen;                        ///< The last time it was there.
    std::deque<time_point> begins = {};     ///< Within the window, at most `begins_max`.
    std::optional<time_point> awaited = {}; ///< Until then, what a file said of it stays.
  };

  void begin(entry& x, const problem& what, moment now, changes& out);
  void pass(entry& x, moment now, changes& out);
  void end(entry& x, changes& out);
  void forget_past();

  book_rules rules_;
  std::map<std::string, entry> entries_;
};

/// "7 times in 10 min"; empty unless it flaps.
std::string flapping_text(const listed_problem& x, const book_rules& rules = {});

void append(json_writer& out, const listed_problem& x);

} // namespace troupe
