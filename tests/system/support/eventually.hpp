#pragma once

#include <chrono>

namespace troupe::test {

/// Looks every 2 ms until `condition` holds; false: it did not in time. For what other
/// programs do: what is tested apart has a time of its own and waits for nothing.
template <class Condition>
bool eventually(
    Condition condition, std::chrono::milliseconds limit = std::chrono::milliseconds{5'000});

// -- implementation -----------------------------------------------------------

void pause(std::chrono::milliseconds span);

template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds limit) {
  auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end)
      return false;
    pause(std::chrono::milliseconds{2});
  }
  return true;
}

} // namespace troupe::test
