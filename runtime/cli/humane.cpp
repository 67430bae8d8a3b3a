#include "runtime/cli/humane.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace troupe::cli {
std::string span_text(int64_t ms) {
  struct unit {
    int64_t ms;
    const char* name;
  };
  static constexpr std::array units{
      unit{86'400'000, " d"}, unit{3'600'000, " h"}, unit{60'000, " min"}, unit{1'000, " s"}};
  for (auto& x : units)
    if (ms >= 2 * x.ms || (x.ms == 1'000 && ms >= x.ms))
      return std::to_string(ms / x.ms) + x.name;
  return std::to_string(ms) + " ms";
}

std::string when_text(int64_t then_ms, int64_t now_ms) {
  if (then_ms == 0)
    return "never";
  if (then_ms > now_ms)
    return "in " + span_text(then_ms - now_ms);
  return now_ms - then_ms < 1'000 ? "now" : span_text(now_ms - then_ms) + " ago";
}

std::string time_text(int64_t ms) {
  if (ms == 0)
    return "never";
  auto rest = ((ms % 1'000) + 1'000) % 1'000;
  auto whole = static_cast<time_t>((ms - rest) / 1'000);
  std::tm parts{};
  if (!gmtime_r(&whole, &parts))
    return std::to_string(ms) + " ms";
  std::array<char, 32> day{};
  std::strftime(day.data(), day.size(), "%Y-%m-%d %H:%M:%S", &parts);
  std::array<char, 64> all{};
  std::snprintf(all.data(), all.size(), "%s.%03d UTC", day.data(), static_cast<int>(rest));
  return all.data();
}

std::string bytes_text(uint64_t bytes) {
  static constexpr std::array names{"B", "KiB", "MiB", "GiB", "TiB"};
  auto size = static_cast<double>(bytes);
  size_t unit = 0;
  for (; size >= 1024 && unit + 1 < names.size(); ++unit)
    size /= 1024;
  std::array<char, 32> text{};
  std::snprintf(
      text.data(), text.size(), unit == 0 || size >= 100 ? "%.0f %s" : "%.1f %s", size,
      names[unit]);
  return text.data();
}

std::string count_text(uint64_t n) {
  auto digits = std::to_string(n);
  for (auto at = static_cast<ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), 1, ',');
  return digits;
}

std::string plural(uint64_t n, std::string_view noun) {
  return count_text(n) + " " + std::string{noun} + (n == 1 ? "" : "s");
}

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string printable(std::string_view x) {
  std::string out;
  out.reserve(x.size());
  for (size_t i = 0; i < x.size(); ++i) {
    auto c = static_cast<unsigned char>(x[i]);
    // U+0080 to U+009F, in UTF-8 C2 80 to C2 9F, are control characters too.
    auto next = i + 1 < x.size() ? static_cast<unsigned char>(x[i + 1]) : 0;
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (c < 0x20 || c == 0x7f || (c == 0xc2 && next >= 0x80 && next < 0xa0)) {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\x%02x", c == 0xc2 ? next : c);
      i += c == 0xc2 ? 1 : 0;
      out += code.data();
    } else
      out += x[i];
  }
  return out;
}

} // namespace troupe::cli
