#include "tests/support/catch.hpp"

#include "runtime/cli/case_report.hpp"

using namespace troupe;

namespace {

/// A case of a type, filter, path or placeholder that this version does not have.
bool is_beyond(const failed_case& x) {
  for (auto words : {"is no known attribute type", "is no known filter", "not supported"})
    if (x.got.find(words) != x.got.npos)
      return true;
  return false;
}

/// All cases of a file below tests/vectors/ pass, but those that are beyond.
void check_file(const std::string& name, size_t cases) {
  auto report = run_case_file(TROUPE_SOURCE_DIR "/tests/vectors/" + name, 0);
  CHECK(cli::broken_line(report).empty());
  CHECK(report.passed + report.failed == cases);
  std::erase_if(report.failures, is_beyond);
  INFO(cli::failures_text(report));
  CHECK(report.failures.empty());
}

} // namespace

TEST_CASE("messages end as OpenRemote ends them") { check_file("inbound.json", 172); }

TEST_CASE("writes end as OpenRemote ends them") { check_file("outbound.json", 91); }

TEST_CASE("values become those of a type as OpenRemote coerces them") {
  check_file("coercion.json", 192);
}

TEST_CASE("predicates match what OpenRemote's match") { check_file("predicates.json", 70); }

TEST_CASE("topics are valid, match and share subscriptions as brokers and OpenRemote have it") {
  check_file("topics.json", 56);
}
