#pragma once

#include <cstdint>
#include <string>

namespace troupe {

/// Which client key a connection uses, and how it changes from one to the next. A new
/// key is proven by a handshake; then the connection ends in order and comes back with
/// it. A key that was refused is not used while the last good one is to be had. Keys go
/// by their fingerprints.
class rotation {
public:
  enum class stage : uint8_t {
    none,
    proving,   ///< The new key is tried in a handshake of its own.
    leaving,   ///< It was taken: the connection ends in order.
    trying,    ///< Connecting with the new key.
    reverting, ///< Connecting with the last good one.
  };

  enum stage stage() const { return stage_; }

  /// Whether to look for the last good key, though the vault has `present`.
  bool wants_good(const std::string& present) const {
    return present == refused_ && !good_.empty() && good_ != present && !other_turn_;
  }
  const std::string& good() const { return good_; }

  /// Another key is in the vault. False: it was refused already.
  bool begin(const std::string& present);
  /// It is no good.
  void refuse(const std::string& present);
  /// It is as good as the one in use.
  void abandon() { stage_ = stage::none; }
  void leave() { stage_ = stage::leaving; }
  /// The connection or an attempt with `key` ended. True: connect at once.
  bool closed(const std::string& key);
  /// Connected with `key`; the stage that led there.
  enum stage connected(const std::string& key);

private:
  enum stage stage_ = stage::none;
  std::string good_;        ///< Connected last.
  std::string refused_;     ///< Failed its proof, or was refused at CONNECT.
  bool other_turn_ = false; ///< Neither connects: they take turns.
};

} // namespace troupe
