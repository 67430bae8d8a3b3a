#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

/// Another configuration for a runtime at work: what is asked of it, and what came of that.
namespace troupe {

enum class reload_step : uint8_t {
  apply,
  plan,      ///< Say what would happen, and do nothing.
  confirm,   ///< The last one stays.
  roll_back, ///< Back to the one before.
};

/// console → root
struct reload_request {
  reload_step step = reload_step::apply;
  std::chrono::milliseconds confirm_within{0}; ///< Rolls back then, unless confirmed; 0: stays.
  std::string by;                              ///< Who asked, for the log: "uid 0", "SIGHUP".
  bool nobody_waits = false; ///< For the answer: done later, where it cannot be done now.
};

/// What a file says that is wrong, or worth a warning.
struct config_finding {
  bool error = false;
  std::string file; ///< Empty: nowhere in particular.
  uint32_t line = 0;
  uint32_t column = 0;
  std::string text;
};

/// Something that happens, or would.
struct reload_change {
  std::string realm; ///< Empty: the process.
  std::string kind;  ///< "realm", "agent", "asset", "runtime"
  std::string name;
  std::string action; ///< "starts", "stops", "reconnects", "resubscribes", "restarts", "changes",
                      ///< "waits" for the next start of the runtime
  std::string detail; ///< One sentence; may be empty.
};

struct reload_report {
  reload_step step = reload_step::apply;
  std::string file;
  std::string by;
  int64_t time_ms = 0; ///< Wall clock.
  bool ok = false;     ///< The file is good and, where asked, in force.
  std::string problem; ///< Why not, or what did not end well; one sentence.
  std::vector<config_finding> findings = {};
  std::vector<reload_change> changes = {};
  int64_t confirm_until_ms = 0; ///< Wall clock; 0: nothing is to be confirmed.
};

} // namespace troupe
