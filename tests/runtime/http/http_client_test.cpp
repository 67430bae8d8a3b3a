#include "tests/runtime/http/http_support.hpp"
#include "tests/support/catch.hpp"

#include "runtime/http/http_client.hpp"

using namespace troupe;
using namespace troupe::test;
using Catch::Contains;
using namespace std::chrono_literals;

TEST_CASE_METHOD(http_fixture, "the client brings back the answer to its request") {
  serve_echo();
  auto answer = request(options.socket, "PUT", "/api/x%20y?wait=1", "42");
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->content_type == "application/json");
  CHECK(answer->body == "PUT/api/x y wait=1 42");
}

TEST_CASE_METHOD(http_fixture, "the client takes answers of any size") {
  serve([](const api_request& x) {
    x.reply({200, "text/plain", std::string(20'000'000, 'x'), {}});
  });
  auto answer = request(options.socket, "GET", "/");
  REQUIRE(answer);
  CHECK(answer->body.size() == 20'000'000);
}

TEST_CASE_METHOD(http_fixture, "an error answer is a response with its sentence") {
  serve([](const api_request& x) { x.reply({404, "application/json", R"({"error":"no"})", {}}); });
  auto answer = request(options.socket, "GET", "/");
  REQUIRE(answer);
  CHECK(answer->status == 404);
  CHECK(error_sentence(*answer) == "no");
  CHECK(error_sentence({500, "", "oops"}) == "the runtime answered with HTTP status 500");
}

TEST_CASE_METHOD(http_fixture, "a body the server refuses still brings its reason") {
  serve_echo();
  auto answer = request(options.socket, "PUT", "/a", std::string(3'000'000, 'x'));
  REQUIRE(answer);
  CHECK(answer->status == 413);
}

TEST_CASE_METHOD(http_fixture, "a socket nobody serves is named") {
  auto answer = request(options.socket, "GET", "/");
  REQUIRE_FALSE(answer);
  CHECK(is(answer.error(), errc::unavailable));
  CHECK_THAT(
      sentence(answer.error()), Contains(options.socket.string()) && Contains("No such file"));
  auto too_long = request(folder.path / std::string(200, 'x'), "GET", "/");
  REQUIRE_FALSE(too_long);
  CHECK(is(too_long.error(), errc::unavailable));
}

TEST_CASE_METHOD(http_fixture, "the client does not wait for ever") {
  std::vector<api_request> kept;
  serve([&](api_request x) { kept.push_back(std::move(x)); });
  auto answer = request(options.socket, "GET", "/", {}, 50ms);
  REQUIRE_FALSE(answer);
  CHECK(is(answer.error(), errc::timed_out));
  server.reset();
}

TEST_CASE_METHOD(http_fixture, "following gives each event's data and ends with the stream") {
  serve([](const api_request& x) {
    auto write = x.stream();
    write(":\n\ndata: {\"a\":1}\n\nda");
    write("ta: b\ndata:c\n\n");
    write("event: other\n\n");
  });
  std::vector<std::string> seen;
  auto err = follow(options.socket, "/events", [&](std::string_view x) {
    seen.emplace_back(x);
    return true;
  });
  CHECK(is(err, errc::unavailable)); // the end was not asked for
  CHECK(seen == std::vector<std::string>{R"({"a":1})", "b\nc"});
}

TEST_CASE_METHOD(http_fixture, "following stops when told enough") {
  stream_writer open;
  serve([&](const api_request& x) {
    open = x.stream();
    open("data: 1\n\ndata: 2\n\n");
  });
  int seen = 0;
  auto err = follow(options.socket, "/events", [&](std::string_view) { return ++seen < 1; });
  CHECK_FALSE(err);
  CHECK(seen == 1);
  server.reset();
}

TEST_CASE_METHOD(http_fixture, "following what is no stream gives the answer's sentence") {
  serve([](const api_request& x) { x.reply({404, "application/json", R"({"error":"no"})", {}}); });
  auto err = follow(options.socket, "/events", [](std::string_view) { return true; });
  CHECK(is(err, errc::not_found));
  CHECK(sentence(err) == "no");
}
