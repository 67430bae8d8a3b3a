#include "tests/support/catch.hpp"

#include "tests/system/vault_fixture.hpp"

#include <unistd.h>

using namespace troupe::test;
using Catch::Contains;

namespace {

const std::filesystem::path unit_file{TROUPE_SOURCE_DIR "/deploy/troupe.service"};

std::string built(const char* program) {
  return std::filesystem::path{TROUPE_BINARY}.replace_filename(program).string();
}

/// What stands before a program that is to run as the shipped unit has it. Where a
/// user may make no namespace for the files, his sudo does.
std::vector<std::string> sandbox(const std::filesystem::path& folder) {
  static const auto needs_sudo = ::geteuid() != 0 && run({{"unshare", "-Urm", "true"}}).code != 0
                                 && run({{"sh", "-c", "sudo -n true"}}).code == 0;
  std::vector<std::string> out{built("troupe_sandbox"), unit_file.string(), folder.string()};
  if (needs_sudo)
    out.insert(out.begin(), {"sudo", "-n"});
  return out;
}

std::string attempts(std::vector<std::string> before, const temp_folder& own) {
  temp_folder anothers;
  write_text(anothers.path() / "file", "x");
  before.insert(
      before.end(),
      {built("troupe_sandbox_attempts"), own.path().string(), (anothers.path() / "file").string()});
  auto done = run({before});
  CHECK(done.errors == "");
  return done.output;
}

} // namespace

TEST_CASE("the sandbox of the shipped unit refuses what the unit says") {
  temp_folder own;
  auto freely = attempts({}, own);
  CHECK_THAT(freely, Contains("see another's temporary file: done"));
  CHECK_THAT(freely, Contains("a socket of the kernel: done"));
  CHECK_THAT(freely, Contains("memory to write and run: done"));
  CHECK_THAT(freely, Contains("a lower priority: done"));
  CHECK(
      attempts(sandbox(own.path()), own)
      == "root: no\n"
         "write where the state is: done\n"
         "lend rights to a file: EPERM\n"
         "write elsewhere: EROFS\n"
         "see homes: EACCES\n"
         "see another's temporary file: ENOENT\n"
         "write a temporary file: done\n"
         "see devices: ENOENT\n"
         "read of the kernel's version: nothing\n"
         "a socket of the network: done\n"
         "a socket of the kernel: EAFNOSUPPORT\n"
         "a namespace: EPERM\n"
         "another's namespace: EPERM\n"
         "another personality: EPERM\n"
         "a lower priority: EPERM\n"
         "be traced: EPERM\n"
         "memory to write and run: EPERM\n"
         "run what was written: EPERM\n"
         "core file: 0\n"
         "no new privileges: 1\n"
         "right to be regained: 0\n");
}

TEST_CASE("a setting of the unit that the sandbox does not know fails it") {
  temp_folder own;
  write_text(own.path() / "unit", read_text(unit_file) + "[Service]\nProtectMoon=yes\n");
  auto got =
      run({{built("troupe_sandbox"), (own.path() / "unit").string(), own.path().string(), "true"}});
  CHECK(got.code == 70);
  CHECK_THAT(got.errors, Contains("nobody here knows how to apply ProtectMoon"));
}

TEST_CASE("in the sandbox of the shipped unit an agent connects with mutual TLS") {
  auto version = GENERATE(as<std::string>{}, "tlsv1.2", "tlsv1.3");
  CAPTURE(version);
  authority ca;
  broker cloud{tls_broker(ca.issue({}), ca.pem(), {"tls_version " + version})};
  runtime box{cloud_agent("hall", cloud, "edge") + tank("hall")};
  certificate_files files{box};
  REQUIRE(files.import("hall", "edge", ca.issue({.name = "edge-7", .key = "RSA 2048"})).code == 0);
  REQUIRE(files.trust("ca", ca.pem()).code == 0);
  box.prefix = sandbox(box.config_file().parent_path());
  box.environment = {"ASAN_OPTIONS=detect_leaks=0"}; // LeakSanitizer traces, which is refused
  box.start();
  INFO(box.log());
  REQUIRE(box.agent_is("hall", "cloud", "CONNECTED"));
  CHECK(cloud.wait_for_log("u'edge-7'"));
  auto publisher = ca.issue({.name = "publisher"});
  must(
      {"mosquitto_pub", "-h", "127.0.0.1", "-p", std::to_string(cloud.port()), "-t", "hall/level",
       "-m", "42", "--cafile", files.write("ca.pem", ca.pem()), "--cert",
       files.write("p.pem", publisher.certificate), "--key", files.write("p.key", publisher.key)});
  CHECK(box.comes_to_be("hall/tank/level", "42"));
  CHECK_THAT(box.command({"probe", "hall/cloud"}).output, Contains("the client certificate was"));

  // Keys are replaced from outside, by root or by the same user; the sandbox sees it.
  REQUIRE(files.import("hall", "edge", ca.issue({.name = "edge-8"}), true).code == 0);
  CHECK(cloud.wait_for_log("u'edge-8'", milliseconds{20'000}));
  CHECK(box.stop() == 0);
  CHECK_THAT(box.log(), !Contains("not permitted") && !Contains("Read-only"));
}

TEST_CASE("systemd understands the shipped unit and finds it well closed") {
  temp_folder folder;
  auto text = read_text(unit_file);
  const std::string program = "@TROUPE_PROGRAM@";
  for (auto at = text.find(program); at != std::string::npos; at = text.find(program))
    text.replace(at, program.size(), TROUPE_BINARY);
  auto file = (folder.path() / "troupe.service").string();
  write_text(file, text);
  auto verified = run({{"systemd-analyze", "verify", "--man=no", file}});
  CHECK(verified.code == 0);
  CHECK(verified.output + verified.errors == "");
  auto judged = run(
      {{"systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=20", file}});
  INFO(judged.output << judged.errors);
  CHECK(judged.code == 0); // an exposure of at most 2.0 of 10
}
