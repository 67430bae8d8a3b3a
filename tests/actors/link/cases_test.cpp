#include "tests/support/catch.hpp"

#include "runtime/cli/case_report.hpp"

using namespace troupe;

namespace {

/// All cases of a file below tests/vectors/ pass.
void check_file(const std::string& name, size_t cases) {
  auto report = run_case_file(TROUPE_SOURCE_DIR "/tests/vectors/" + name, 0);
  CHECK(cli::broken_line(report).empty());
  CHECK(report.passed + report.failed == cases);
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
