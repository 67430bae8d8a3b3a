#pragma once

#include <cstdint>

namespace troupe {

/// How a connection changes from one client key to the next. The new key is proven by
/// a handshake; then the connection ends in order and comes back with it. Where the
/// broker does not take it, the earlier key serves until the vault changes again.
class rotation {
public:
  enum class stage : uint8_t {
    none,
    proving,   ///< The new key is tried in a handshake of its own.
    leaving,   ///< It was taken: the connection ends in order.
    trying,    ///< Connecting with the new key.
    reverting, ///< Connecting with the earlier one.
  };

  enum stage stage() const { return stage_; }
  /// Whether to ask for the earlier key.
  bool earlier() const { return earlier_; }

  /// The vault has changed: what was found out about its keys is void.
  void begin() { enter(stage::proving, false); }
  /// There is no other key, or it is no good.
  void abandon() { enter(stage::none, earlier_); }
  void leave() { enter(stage::leaving, false); }
  /// The connection or an attempt ended. True: connect at once.
  bool closed();
  /// Which stage the connection that now stands came from.
  enum stage connected();

private:
  void enter(enum stage next, bool earlier) {
    stage_ = next;
    earlier_ = earlier;
  }

  enum stage stage_ = stage::none;
  bool earlier_ = false;
};

} // namespace troupe
