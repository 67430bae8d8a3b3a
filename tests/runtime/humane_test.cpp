#include "tests/support/catch.hpp"

#include "runtime/cli/humane.hpp"
#include "runtime/cli/table.hpp"

using namespace troupe::cli;

TEST_CASE("a span is given in the unit that says most") {
  struct row {
    int64_t ms;
    std::string expected;
  };
  for (auto& x : std::vector<row>{
           {0, "0 ms"},
           {999, "999 ms"},
           {1'000, "1 s"},
           {14'900, "14 s"},
           {119'999, "119 s"},
           {120'000, "2 min"},
           {7'199'999, "119 min"},
           {7'200'000, "2 h"},
           {172'800'000, "2 d"},
       }) {
    CAPTURE(x.ms);
    CHECK(span_text(x.ms) == x.expected);
  }
}

TEST_CASE("a moment is told by its distance from now") {
  CHECK(when_text(0, 1'000'000) == "never");
  CHECK(when_text(999'500, 1'000'000) == "now");
  CHECK(when_text(986'000, 1'000'000) == "14 s ago");
  CHECK(when_text(1'003'000, 1'000'000) == "in 3 s");
}

TEST_CASE("a time is printed in UTC with its milliseconds") {
  CHECK(time_text(1'795'467'600'123) == "2026-11-23 21:00:00.123 UTC");
  CHECK(time_text(-1) == "1969-12-31 23:59:59.999 UTC");
  CHECK(time_text(0) == "never");
  CHECK_FALSE(time_text(INT64_MAX).empty());
}

TEST_CASE("sizes and counts are easy to read") {
  CHECK(bytes_text(812) == "812 B");
  CHECK(bytes_text(1'536) == "1.5 KiB");
  CHECK(bytes_text(64 << 20) == "64.0 MiB");
  CHECK(bytes_text(200 << 20) == "200 MiB");
  CHECK(count_text(0) == "0");
  CHECK(count_text(999) == "999");
  CHECK(count_text(1'234'567) == "1,234,567");
  CHECK(plural(1, "agent") == "1 agent");
  CHECK(plural(1'000, "agent") == "1,000 agents");
}

TEST_CASE("nothing that a device sent drives the terminal") {
  CHECK(printable("a\x1b[2Jb\nc\td") == "a\\x1b[2Jb\\nc\\td");
  CHECK(printable("caf\xc3\xa9 \xc2\x9b") == "caf\xc3\xa9 \\x9b");
  CHECK(printable("\xc2") == "\xc2"); // a cut character is the terminal's to show
}

TEST_CASE("a table aligns characters, not bytes") {
  table x{{"NAME", ">N", "END"}};
  x.add({"é", "1", "x"});
  x.add({"four", "1,000"});
  CHECK(
      x.text()
      == "NAME      N  END\n"
         "é         1  x\n"
         "four  1,000\n");
}
