#include "tests/bench/clock.hpp"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <string>
#include <vector>

/// Reads JSON lines with a `"value":` that is the monotonic clock in
/// microseconds at sending (`load --stamp`); at the end of its input prints how
/// old they were when read: `seen=N p50_us=… p99_us=… max_us=…`.
int main() {
  std::ios::sync_with_stdio(false);
  std::vector<int64_t> ages_us;
  constexpr std::string_view key = "\"value\":";
  for (std::string line; std::getline(std::cin, line);) {
    auto now_us = bench::now_ns() / 1000;
    auto at = line.find(key);
    if (at == std::string::npos)
      continue;
    auto digits = line.find_first_not_of(" \"", at + key.size());
    double sent_us = 0;
    if (digits != std::string::npos
        && std::from_chars(line.data() + digits, line.data() + line.size(), sent_us).ec
               == std::errc{}
        && sent_us > 0)
      ages_us.push_back(now_us - static_cast<int64_t>(sent_us));
  }
  std::sort(ages_us.begin(), ages_us.end());
  auto part = [&](size_t percent) {
    return ages_us.empty() ? -1 : ages_us[(ages_us.size() - 1) * percent / 100];
  };
  std::cout << "seen=" << ages_us.size() << " p50_us=" << part(50) << " p99_us=" << part(99)
            << " max_us=" << part(100) << '\n';
}
