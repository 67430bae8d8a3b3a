#pragma once

#include "tests/support/process.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace troupe::test {

/// The real program with a configuration and a storage folder of its own.
class runtime {
public:
  /// `realms` is the configuration below `[runtime]`; `extra` goes into `[runtime]`.
  explicit runtime(const std::string& realms, const std::string& extra = {});

  /// Starts it and waits until it is ready. Throws if it is not within 10 s.
  void start();

  /// SIGTERM; answers the exit code.
  int stop();
  void kill(); ///< SIGKILL

  /// Replaces the realms; takes effect with the next start.
  void configure(const std::string& realms);

  /// Runs `troupe ARGUMENTS… --socket …` and answers what it did.
  finished_process command(const std::vector<std::string>& arguments) const;

  /// The plain output of `get`, without the line's end.
  std::string get(const std::string& path) const;
  bool comes_to_be(
      const std::string& path, const std::string& value, milliseconds limit = milliseconds{10'000});

  /// The status of an agent becomes `status`; if that is CONNECTED, the broker
  /// has answered every subscription, too.
  bool agent_is(
      const std::string& realm, const std::string& agent, const std::string& status,
      milliseconds limit = milliseconds{10'000});

  /// One row of state.db's view, by SQL.
  std::string sql(const std::string& realm, const std::string& query) const;

  const std::filesystem::path& storage() const { return storage_; }
  const std::filesystem::path& config_file() const { return config_; }
  std::string log() const { return process_ ? process_->errors() : std::string{}; }
  process& program() { return *process_; }

  /// Over what the process finds in its environment.
  std::vector<std::string> environment;
  /// As libfaketime reads it: "-2d", or "@2021-01-01 12:00:00" for a start then.
  std::string faked_time;
  /// Before the program, in whose place it must come: our signals go to its process.
  std::vector<std::string> prefix;

private:
  temp_folder folder_;
  std::filesystem::path storage_;
  std::filesystem::path config_;
  std::string extra_;
  std::unique_ptr<process> process_;
};

} // namespace troupe::test
