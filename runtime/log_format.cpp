#include "runtime/log_format.hpp"

#include "schemas/value.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace troupe {
namespace {

std::string_view level_name(log::level x) {
  switch (x) {
  case log::level::debug: return "debug";
  case log::level::info: return "info";
  case log::level::warn: return "warn";
  case log::level::error: return "error";
  }
  return "?";
}

/// Syslog's number for a level.
char priority(log::level x) {
  switch (x) {
  case log::level::debug: return '7';
  case log::level::info: return '6';
  case log::level::warn: return '4';
  case log::level::error: return '3';
  }
  return '5';
}

std::string time_text(log_time at) {
  using namespace std::chrono;
  auto ms = duration_cast<milliseconds>(at.time_since_epoch()).count();
  auto whole = static_cast<time_t>(ms / 1'000);
  std::tm parts{};
  gmtime_r(&whole, &parts);
  std::array<char, 32> day{};
  std::strftime(day.data(), day.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::array<char, 48> all{};
  std::snprintf(all.data(), all.size(), "%s.%03dZ", day.data(), static_cast<int>(ms % 1'000));
  return all.data();
}

std::string shortened(std::string_view x) {
  if (x.size() <= log_value_bytes_max)
    return std::string{x};
  auto end = log_value_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(x[end]) & 0xc0) == 0x80)
    --end; // not within a UTF-8 character
  return std::string{x.substr(0, end)} + "…";
}

/// Bare where it is a plain word, else as a JSON string, control characters escaped.
void append_value(std::string& out, std::string_view x) {
  static constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/@+#$%&*,;()[]{}!?^|<>";
  auto text = shortened(x);
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos)
    out += text;
  else
    append_json_string(out, text);
}

void append_fields(std::string& out, const log::record& x) {
  for (auto& [key, value] : x.fields) {
    ((out += ' ') += key) += '=';
    append_value(out, value);
  }
}

void append_journal_field(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  if (value.find('\n') == std::string_view::npos) {
    ((out += '=') += value) += '\n';
    return;
  }
  out += '\n';
  for (uint64_t size = value.size(), i = 0; i < 8; ++i, size >>= 8)
    out += static_cast<char>(size & 0xff); // little endian, 64 bits
  (out += value) += '\n';
}

/// `realm` as REALM. A leading underscore is journald's own.
std::string journal_key(std::string_view x) {
  std::string out;
  for (char c : x) {
    if (c >= 'a' && c <= 'z')
      out += static_cast<char>(c - 'a' + 'A');
    else
      out += (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
  }
  return !out.empty() && out.front() >= 'A' && out.front() <= 'Z' ? out : "TROUPE_" + out;
}

} // namespace

std::string text_line(const log::record& x, log_time at) {
  auto out = time_text(at);
  auto level = level_name(x.level);
  ((out += ' ') += level).append(6 - level.size(), ' ') += x.event;
  append_fields(out, x);
  return out += '\n';
}

std::string json_line(const log::record& x, log_time at) {
  std::string out = R"({"time":")" + time_text(at) + R"(","level":")";
  (out += level_name(x.level)) += R"(","event":)";
  append_json_string(out, x.event);
  for (auto& [key, value] : x.fields) {
    out += ',';
    append_json_string(out, key);
    out += ':';
    append_json_string(out, shortened(value));
  }
  return out += "}\n";
}

std::string journal_datagram(const log::record& x) {
  std::string message{x.event};
  append_fields(message, x);
  std::string out;
  append_journal_field(out, "MESSAGE", message);
  append_journal_field(out, "PRIORITY", {std::array{priority(x.level)}.data(), 1});
  append_journal_field(out, "SYSLOG_IDENTIFIER", "troupe");
  append_journal_field(out, "TROUPE_EVENT", x.event);
  for (auto& [key, value] : x.fields)
    append_journal_field(out, journal_key(key), shortened(value));
  return out;
}

} // namespace troupe
