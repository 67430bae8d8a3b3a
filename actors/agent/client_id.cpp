#include "actors/agent/client_id.hpp"

#include <random>
#include <string_view>

namespace troupe {

std::string random_client_id(uint64_t seed) {
  constexpr std::string_view digits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::mt19937_64 random{seed};
  std::uniform_int_distribution<size_t> pick{0, digits.size() - 1};
  std::string out(22, '0');
  for (auto& c : out)
    c = digits[pick(random)];
  return out;
}

} // namespace troupe
