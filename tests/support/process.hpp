#pragma once

#include "tests/support/temp_folder.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace troupe::test {

using std::chrono::milliseconds;

struct process_options {
  std::vector<std::string> arguments;        ///< The program first, looked up in PATH.
  std::vector<std::string> environment = {}; ///< "KEY=value", over ours.
  std::filesystem::path folder = {};         ///< Where it runs; empty: where we do.
};

/// A program started for a test, its output kept in a file. Ended by its own
/// pid, at the latest when this object goes. Throws where the system refuses.
class process {
public:
  explicit process(process_options options);
  process(const process&) = delete;
  process& operator=(const process&) = delete;
  ~process();

  pid_t pid() const { return pid_; }
  bool running();

  void signal(int number);

  /// The exit code, or 128 + the signal that ended it; nothing: still running.
  std::optional<int> wait(milliseconds limit);

  /// SIGTERM, then after `limit` SIGKILL. The exit code as `wait` tells it.
  int end(milliseconds limit = milliseconds{5000});

  /// All it wrote so far to standard output; to standard error.
  std::string output() const;
  std::string errors() const;

  /// Waits until `text` stands in the standard output, or in the errors.
  bool wait_for(std::string_view text, milliseconds limit = milliseconds{5000});

private:
  temp_folder files_;
  pid_t pid_ = -1;
  int pidfd_ = -1;
  std::optional<int> status_;
};

/// Runs a program to its end. Throws if that takes longer than `limit`.
struct finished_process {
  int code = 0;
  std::string output;
  std::string errors;
};
finished_process run(process_options options, milliseconds limit = milliseconds{20'000});

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, std::string_view text);

} // namespace troupe::test
