#pragma once

#include "schemas/mqtt.hpp"

#include <cstdint>
#include <string>

namespace troupe {

/// Which client key a connection uses, and how it changes from one to the next. A new
/// key is proven by a handshake; then the connection ends in order and comes back with
/// it. A key is in doubt once its proof or an attempt with it failed: then it is used only
/// where the last good one fails, too. Keys go by their entries in the vault.
class rotation {
public:
  /// Whether to look for the last good key, though the vault has `present`.
  bool wants_good(const std::string& present) const {
    return doubts(present) && good_ != present && !good_.empty() && !other_turn_;
  }
  const std::string& good() const { return good_; }
  bool doubts(const std::string& key) const { return key == doubted_; }

  /// Connected: the vault and the broker are asked whether all is as it should be. False:
  /// they are already, or the connection is on its end.
  bool begin_check();
  bool checking() const { return stage_ == stage::checking; }
  void end_check() { stage_ = stage::none; }
  void doubt(const std::string& key) { doubted_ = key; }
  void end_doubt() { doubted_.clear(); }
  /// The connection is to end and to come back at once, with what the vault has now.
  void leave() { stage_ = stage::leaving; }

  /// The connection or an attempt with `key` ended. True: connect at once.
  bool closed(const std::string& key, bool was_connected, refusal refused);
  /// Connected with `key`. True: it is another one than the last time.
  bool connected(const std::string& key);

private:
  enum class stage : uint8_t { none, checking, leaving };

  enum stage stage_ = stage::none;
  std::string good_;        ///< Connected last.
  std::string doubted_;     ///< Failed.
  bool other_turn_ = false; ///< The good one failed as well: they take turns.
};

} // namespace troupe
