#include "tests/runtime/http/http_support.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <future>
#include <thread>

using namespace troupe;
using namespace troupe::test;
using Catch::Contains;
using Catch::StartsWith;
using namespace std::chrono_literals;

TEST_CASE_METHOD(http_fixture, "requests reach the handler decoded") {
  std::promise<api_request> seen;
  serve([&](api_request x) {
    x.reply({});
    seen.set_value(std::move(x));
  });
  raw_client client{options.socket};
  client.send("PUT /api/hall/a%20b?wait=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n42.5");
  auto x = seen.get_future().get();
  CHECK(x.method == "PUT");
  CHECK(x.path == std::vector<std::string>{"api", "hall", "a b"});
  CHECK(x.query == std::vector<std::pair<std::string, std::string>>{{"wait", "1"}});
  CHECK(x.body == "42.5");
  CHECK(x.access == access::admin); // we are the server's own user
  CHECK(x.caller == "uid " + std::to_string(geteuid()));
  CHECK(x.now_ms > 1'600'000'000'000);
}

TEST_CASE_METHOD(http_fixture, "a connection serves one request after another") {
  serve_echo();
  raw_client client{options.socket};
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
  auto first = client.read_until("GET/a ");
  CHECK_THAT(first, StartsWith("HTTP/1.1 200 OK\r\n"));
  CHECK_THAT(first, Contains("Content-Type: application/json\r\n"));
  CHECK_THAT(client.read_until("GET/b "), StartsWith("HTTP/1.1 200 OK\r\n"));
  client.send("GET /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  client.finish_sending();
  CHECK_THAT(client.read_all(), Catch::EndsWith("GET/c "));
}

TEST_CASE_METHOD(http_fixture, "an answer may carry a status, headers and a type") {
  serve([](const api_request& x) { x.reply({405, "text/plain", "no", {{"Allow", "GET"}}}); });
  raw_client client{options.socket};
  client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  auto answer = client.read_until("\r\n\r\n");
  CHECK_THAT(answer, StartsWith("HTTP/1.1 405 Method Not Allowed\r\n"));
  CHECK_THAT(answer, Contains("Allow: GET\r\n") && Contains("Content-Type: text/plain\r\n"));
}

TEST_CASE_METHOD(http_fixture, "HEAD is answered like GET without the body") {
  serve_echo();
  raw_client client{options.socket};
  client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  client.finish_sending();
  auto answer = client.read_all();
  CHECK_THAT(answer, Contains("Content-Length: 6\r\n") && Catch::EndsWith("\r\n\r\n"));
}

TEST_CASE_METHOD(http_fixture, "what is no proper request is answered and the connection closed") {
  serve([](const api_request&) { FAIL("no such request may reach the handler"); });
  auto [name, bytes, status] = GENERATE(table<std::string, std::string, std::string>({
      {"two framings",
       "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       "400 Bad Request"},
      {"two lengths",
       "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
       "400 Bad Request"},
      {"negative length", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
       "400 Bad Request"},
      {"space before colon", "GET /a HTTP/1.1\r\nHost : x\r\n\r\n", "400 Bad Request"},
      {"bare line feeds", "GET /a HTTP/1.1\nHost: x\n\n", "400 Bad Request"},
      {"NUL in a header", std::string{"GET /a HTTP/1.1\r\nHost: x\0y\r\n\r\n", 30},
       "400 Bad Request"},
      {"no HTTP at all", "\x16\x03\x01 hello\r\n\r\n", "400 Bad Request"},
      {"bad version", "GET /a HTTP/3.0\r\nHost: x\r\n\r\n", "400 Bad Request"},
      {"no host", "GET /a HTTP/1.1\r\n\r\n", "400 Bad Request"},
      {"two hosts", "GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400 Bad Request"},
      {"climbing path", "GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n", "400 Bad Request"},
      {"encoded NUL", "GET /a%00 HTTP/1.1\r\nHost: x\r\n\r\n", "400 Bad Request"},
      {"long header",
       "GET /a HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(20'000, 'x') + "\r\n\r\n",
       "431 Request Header Fields Too Large"},
      {"long target", "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n",
       "431 Request Header Fields Too Large"},
      {"long body announced", "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n",
       "413 Payload Too Large"},
      {"long body in chunks",
       "PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n"
           + std::string(0x200000, 'x') + "\r\n0\r\n\r\n",
       "413 Payload Too Large"},
      {"bad chunk", "PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n",
       "400 Bad Request"},
  }));
  INFO(name);
  raw_client client{options.socket};
  client.send(bytes);
  client.finish_sending();
  auto answer = client.read_all();
  CHECK_THAT(answer, StartsWith("HTTP/1.1 " + status + "\r\n"));
  CHECK_THAT(answer, Contains("Connection: close\r\n"));
  CHECK_THAT(answer, Contains("\r\n\r\n{\"error\":\"") && Catch::EndsWith("\"}"));
}

TEST_CASE_METHOD(http_fixture, "a client that is slow with its request is cut off") {
  options.request_timeout = 50ms;
  serve_echo();
  auto begun = GENERATE(
      as<std::string>{}, "", "GET /a HTTP/1.1\r\nHo",
      "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab");
  raw_client client{options.socket};
  client.send(begun);
  CHECK(client.read_all().empty());
}

TEST_CASE_METHOD(http_fixture, "a request no one answers in time is answered 504") {
  options.answer_timeout = 50ms;
  std::promise<api_request> kept;
  serve([&](api_request x) { kept.set_value(std::move(x)); });
  raw_client client{options.socket};
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 504 Gateway Timeout\r\n"));
  auto late = kept.get_future().get();
  late.reply({}); // must be harmless
  CHECK_FALSE(late.stream()("data: x\n\n"));
}

TEST_CASE_METHOD(http_fixture, "a request that is dropped unanswered is answered 503") {
  serve([](const api_request&) {});
  raw_client client{options.socket};
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK_THAT(
      client.read_until("}"),
      StartsWith("HTTP/1.1 503 Service Unavailable\r\n") && Contains("ended before it did"));
}

TEST_CASE_METHOD(http_fixture, "a request may be answered after the server is gone") {
  std::promise<api_request> kept;
  serve([&](api_request x) { kept.set_value(std::move(x)); });
  raw_client client{options.socket};
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  auto x = kept.get_future().get();
  server.reset();
  x.reply({});
  CHECK(client.read_all().empty());
  CHECK_FALSE(std::filesystem::exists(options.socket));
}

TEST_CASE_METHOD(http_fixture, "connections above the limit are told so") {
  options.connections_max = 2;
  serve_echo();
  raw_client first{options.socket};
  raw_client second{options.socket};
  first.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
  second.send("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  first.read_until("GET/1 ");
  second.read_until("GET/2 ");
  raw_client third{options.socket};
  CHECK_THAT(third.read_until("}"), Contains("503") && Contains("too many connections"));
}

TEST_CASE_METHOD(http_fixture, "a second server at the same socket is refused") {
  serve_echo();
  auto second = http_server::start(options, [](const api_request&) {});
  REQUIRE_FALSE(second);
  CHECK_THAT(sentence(second.error()), StartsWith("a runtime already serves "));
}

// -- event streams ------------------------------------------------------------

namespace {

constexpr auto stream_request = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n";

} // namespace

TEST_CASE_METHOD(
    http_fixture, "events are written as they come, and the stream ends with its writer") {
  std::promise<stream_writer> opened;
  serve([&](const api_request& x) { opened.set_value(x.stream()); });
  raw_client client{options.socket};
  client.send(stream_request);
  auto writer = opened.get_future().get();
  CHECK_THAT(client.read_until("\r\n\r\n"), Contains("Content-Type: text/event-stream\r\n"));
  CHECK(writer("data: 1\n\n"));
  CHECK(client.read_until("\n\n") == "data: 1\n\n");
  CHECK(writer("data: 2\n\n"));
  writer = nullptr;
  CHECK(client.read_all() == "data: 2\n\n");
}

TEST_CASE_METHOD(http_fixture, "a writer learns that its client went") {
  std::promise<stream_writer> opened;
  serve([&](const api_request& x) { opened.set_value(x.stream()); });
  stream_writer writer;
  {
    raw_client client{options.socket};
    client.send(stream_request);
    writer = opened.get_future().get();
    client.read_until("\r\n\r\n");
  }
  auto deadline = std::chrono::steady_clock::now() + 10s;
  while (writer(":\n\n") && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  CHECK_FALSE(writer(":\n\n"));
}

TEST_CASE_METHOD(http_fixture, "a client that does not read its events is cut off at the bound") {
  options.stream_queue_bytes_max = 100'000;
  std::promise<stream_writer> opened;
  serve([&](const api_request& x) { opened.set_value(x.stream()); });
  raw_client client{options.socket};
  client.send(stream_request);
  auto writer = opened.get_future().get();
  client.read_until("\r\n\r\n");
  auto piece = "data: " + std::string(10'000, 'x') + "\n\n";
  int taken = 0;
  while (taken < 10'000 && writer(piece)) // the kernel's buffer takes some, too
    ++taken;
  CHECK(taken < 10'000);
  CHECK(client.read_all().size() <= static_cast<size_t>(taken) * piece.size());
}

TEST_CASE_METHOD(http_fixture, "a server that stops ends its streams") {
  std::promise<stream_writer> opened;
  serve([&](const api_request& x) { opened.set_value(x.stream()); });
  raw_client client{options.socket};
  client.send(stream_request);
  auto writer = opened.get_future().get();
  client.read_until("\r\n\r\n");
  server.reset();
  CHECK(client.read_all().empty());
  CHECK_FALSE(writer("data: 1\n\n"));
}
