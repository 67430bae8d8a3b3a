#include "tests/support/catch.hpp"

#include "runtime/log_format.hpp"

using namespace troupe;

namespace {

const log_time a_time{std::chrono::milliseconds{1'795'467'600'123}};

std::string text_of(std::string value) {
  return text_line({log::level::info, "agent.connected", {{"agent", std::move(value)}}}, a_time);
}

} // namespace

TEST_CASE("a log line has time, level, event and fields") {
  log::record x{log::level::info, "agent.connected", {{"realm", "hall"}, {"agent", "floor"}}};
  CHECK(
      text_line(x, a_time)
      == "2026-11-23T21:00:00.123Z info  agent.connected realm=hall agent=floor\n");
  x.level = log::level::error;
  CHECK(text_line(x, a_time).find("Z error agent.connected") != std::string::npos);
}

TEST_CASE("a value is quoted where it could be taken for something else") {
  struct row {
    std::string value;
    std::string expected;
  };
  for (auto& x : std::vector<row>{
           {"floor", "agent=floor\n"},
           {"10.0.0.7:1883", "agent=10.0.0.7:1883\n"},
           {"", "agent=\"\"\n"},
           {"two words", "agent=\"two words\"\n"},
           {"a=b", "agent=\"a=b\"\n"},
           {"say \"no\"", "agent=\"say \\\"no\\\"\"\n"},
           {"a\nb", "agent=\"a\\nb\"\n"},
       }) {
    CAPTURE(x.value);
    CHECK(text_of(x.value).ends_with(" " + x.expected));
  }
}

TEST_CASE("no value can end a log line or drive a terminal") {
  auto line = text_of("a\nb\r\x1b[2J\x07");
  CHECK(line.find('\n') == line.size() - 1);
  CHECK(line.find('\x1b') == std::string::npos);
  CHECK(line.find('\r') == std::string::npos);
  CHECK(line.find('\x07') == std::string::npos);
}

TEST_CASE("a long value is cut between two characters") {
  auto line = text_of(std::string(log_value_bytes_max - 1, 'x') + "éé");
  CHECK(line.ends_with("x…\"\n"));
  CHECK(line.size() < log_value_bytes_max + 100);
}

TEST_CASE("a JSON log line is one object") {
  log::record x{log::level::warn, "agent.lost", {{"agent", "floor"}, {"reason", "a \"b\"\n"}}};
  CHECK(
      json_line(x, a_time)
      == R"({"time":"2026-11-23T21:00:00.123Z","level":"warn","event":"agent.lost",)"
         R"("agent":"floor","reason":"a \"b\"\n"})"
         "\n");
}

TEST_CASE("journald gets the fields as fields") {
  log::record x{log::level::warn, "agent.lost", {{"realm", "hall"}, {"_pid", "1"}}};
  CHECK(
      journal_datagram(x)
      == "MESSAGE=agent.lost realm=hall _pid=1\nPRIORITY=4\nSYSLOG_IDENTIFIER=troupe\n"
         "TROUPE_EVENT=agent.lost\nREALM=hall\nTROUPE__PID=1\n");
}

TEST_CASE("a line break in a journald field travels with its length") {
  log::record x{log::level::info, "a.b", {{"reason", "one\ntwo"}}};
  using namespace std::string_literals;
  CHECK(journal_datagram(x).ends_with("REASON\n\x07\0\0\0\0\0\0\0one\ntwo\n"s));
}
