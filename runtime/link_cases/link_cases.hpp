#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Link cases: what is expected of messages, writes, values, predicates and
/// topics, run through the code that the runtime uses. README.md describes the
/// files. No case, however broken, does more than fail.
namespace troupe {

/// A case that did not end as it should.
struct failed_case {
  std::string id; ///< As the case has it; "case 3" where it has none.
  std::string why;
  uint32_t line = 0; ///< Where it begins in its file, from 1; 0 if that is unknown.
  std::string expected;
  std::string got; ///< An outcome, or why the case was not run.
};

/// What may not be meant as it stands, in a case that ran all the same.
struct doubtful_case {
  std::string id;
  uint32_t line = 0;
  std::string text;
};

/// What makes a whole file unreadable.
struct broken_file {
  uint32_t line = 0; ///< 0: the file itself.
  uint32_t column = 0;
  std::string text;
};

struct case_report {
  std::string file;
  size_t passed = 0;
  size_t failed = 0;
  std::vector<failed_case> failures; ///< The first ten thousand.
  std::vector<doubtful_case> doubts; ///< The first hundred.
  std::optional<broken_file> broken; ///< Nothing was run then; counts as one that failed.
};

/// Runs the cases of a text, which stand in `file`. Messages of cases without a
/// time come at `now_ms`.
case_report run_cases(std::string file, std::string_view text, int64_t now_ms);

/// The same for a file of at most 256 MiB.
case_report run_case_file(const std::string& file, int64_t now_ms);

} // namespace troupe
