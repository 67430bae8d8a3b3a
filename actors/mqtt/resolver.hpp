#pragma once

#include <caf/expected.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace troupe {

/// Numeric addresses in the order to try them, or one sentence why there are none.
using addresses = caf::expected<std::vector<std::string>>;

/// Turns a name into addresses; may block for long.
using name_lookup = std::function<addresses(const std::string&)>;

/// The system's resolver.
addresses system_lookup(const std::string& name);

/// Whether `host` is a numeric address.
bool is_address(const std::string& host);

/// Looks names up on threads of its own, one for each name: those who ask for
/// the same name meanwhile share the answer. Nothing is kept: the system's
/// resolver knows how long an answer is good. Any thread may use it.
class resolver {
public:
  /// Look-ups at once. Beyond that a look-up fails: so many names that hang mean
  /// that the name server is gone.
  static constexpr size_t lookups_max = 64;

  explicit resolver(name_lookup lookup = system_lookup);
  resolver(const resolver&) = delete;
  resolver& operator=(const resolver&) = delete;

  /// Callbacks not called yet never are. A look-up that hangs is left behind;
  /// what it needs lives until it is done.
  ~resolver();

  /// `done` is called once, on any thread, and must not call the resolver.
  void resolve(const std::string& name, std::function<void(const addresses&)> done);

private:
  struct state;
  std::shared_ptr<state> state_;
};

} // namespace troupe
