#include "tests/support/catch.hpp"

#include "actors/webhook/http_post.hpp"
#include "schemas/errors.hpp"
#include "tests/system/support/odd_server.hpp"

#include <chrono>
#include <optional>

#include <sys/socket.h>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

http_post_options to(const odd_server& x, const std::string& scheme = "http") {
  http_post_options out;
  out.url = scheme + "://127.0.0.1:" + std::to_string(x.port()) + "/hook";
  out.limit = 10s;
  return out;
}

/// Says nothing until its connection is shut down.
void say_nothing(int fd) {
  char byte;
  while (::recv(fd, &byte, 1, 0) > 0) {
  }
}

} // namespace

TEST_CASE("a post is well when the server says so, and nothing is followed") {
  auto [status, code] = GENERATE(table<std::string, std::optional<errc>>({
      {"200 OK", std::nullopt},
      {"204 No Content", std::nullopt},
      {"302 Found\r\nLocation: http://127.0.0.1:1/", errc::refused},
      {"404 Not Found", errc::refused},
      {"503 Busy", errc::refused},
  }));
  odd_server server{odd_server::answering("HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n")};
  auto failed = http_post(to(server), "{}");
  INFO(status << ": " << (failed ? sentence(failed) : "well"));
  CHECK(bool(failed) == code.has_value());
  if (code) {
    CHECK(is(failed, *code));
    CHECK_THAT(sentence(failed), Contains("status " + status.substr(0, 3)));
  }
}

TEST_CASE("a server that is not there, resets, or is none says so in one sentence") {
  odd_server resetting{odd_server::resetting()};
  odd_server nonsense{odd_server::answering("hello\r\n\r\n")};
  http_post_options nobody;
  nobody.url = "http://127.0.0.1:1/";
  for (auto& options : {to(resetting), to(nonsense), nobody}) {
    auto failed = http_post(options, "{}");
    REQUIRE(failed);
    CHECK(is(failed, errc::unavailable));
    CHECK_THAT(sentence(failed), Catch::StartsWith("the webhook was not told: "));
  }
}

TEST_CASE("what is not TLS, or not HTTP at all, is never told anything") {
  odd_server server{odd_server::answering("HTTP/1.1 200 OK\r\n\r\n")};
  CHECK(is(http_post(to(server, "https"), "{}"), errc::unavailable));
  CHECK(is(http_post(to(server, "ftp"), "{}"), errc::unavailable));
}

TEST_CASE("a server that says nothing is given up in time, or when the process ends") {
  odd_server server{say_nothing};
  auto options = to(server);
  auto begin = std::chrono::steady_clock::now();
  SECTION("in time") { options.limit = 200ms; }
  SECTION("the process ends") { options.ended = std::make_shared<std::atomic<bool>>(true); }
  CHECK(is(http_post(options, "{}"), errc::unavailable));
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
}
