#include "tests/actors/inspector/inspector_support.hpp"

#include <unistd.h>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;
using Catch::Contains;

TEST_CASE_METHOD(inspector_fixture, "what is not there, or not that way, is said so") {
  auto [method, target, status, text] = GENERATE(table<std::string, std::string, int, std::string>({
      {"GET", "/", 404, "there is nothing at /"},
      {"GET", "/api", 404, "there is nothing at /api"},
      {"GET", "/inspect/status", 404, "there is nothing at /inspect/status"},
      {"GET", "/api/inspect/status/x", 404, "there is nothing at /api/inspect/status/x"},
      {"GET", "/api/inspect/nonsense", 404, "there is nothing at /api/inspect/nonsense"},
      {"POST", "/livez", 405, "POST is not possible here, only GET"},
      {"DELETE", "/api/hall/asset/x", 405, "DELETE is not possible here, only GET"},
      {"GET", "/api/hall/asset/x/attribute/y", 405, "GET is not possible here, only PUT"},
      {"GET", "/api/nowhere/asset", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/nowhere/asset/x", 404, "there is no realm \"nowhere\""},
      {"POST", "/api/nowhere/asset/query", 404, "there is no realm \"nowhere\""},
      {"PUT", "/api/nowhere/asset/x/attribute/y", 404, "there is no realm \"nowhere\""},
      {"POST", "/api/nowhere/asset/datapoint/x/y", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/nowhere/events", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/inspect/agents?realm=nowhere", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/inspect/ledger?realm=nowhere", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/inspect/actors?realm=nowhere", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/inspect/attributes?realm=nowhere", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/inspect/problems?realm=nowhere", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/inspect/certificates?realm=nowhere", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/inspect/store?realm=nowhere", 404, "there is no realm \"nowhere\""},
      {"POST", "/api/inspect/agents/nowhere/x/probe", 404, "there is no realm \"nowhere\""},
      {"GET", "/api/inspect/actors/99", 404, "there is no actor 99"},
  }));
  INFO(method << ' ' << target);
  auto answer = call(method, target, "1");
  CHECK(answer->status() == status);
  CHECK(answer->error() == text);
  CHECK((status == 405) == !answer->response->headers.empty());
}

TEST_CASE_METHOD(inspector_fixture, "every caller may do what its access allows") {
  auto [method, target, needed] = GENERATE(table<std::string, std::string, enum access>({
      {"GET", "/livez", access::none},
      {"GET", "/readyz", access::none},
      {"GET", "/api/inspect/status", access::read},
      {"GET", "/api/inspect/problems", access::read},
      {"GET", "/api/inspect/actors", access::read},
      {"GET", "/api/inspect/agents", access::read},
      {"GET", "/api/inspect/certificates", access::read},
      {"GET", "/api/inspect/store", access::read},
      {"GET", "/api/inspect/ledger", access::read},
      {"GET", "/api/inspect/attributes?realm=hall", access::read},
      {"GET", "/api/hall/asset", access::read},
      {"POST", "/api/hall/asset/query", access::read},
      {"POST", "/api/hall/asset/datapoint/a/b", access::read},
      {"PUT", "/api/hall/asset/a/attribute/b", access::write},
      {"POST", "/api/inspect/agents/hall/floor/probe", access::write},
      {"GET", "/api/inspect/health", access::read},
  }));
  hall->probe.agent = "floor";
  for (auto rights : {access::none, access::read, access::write, access::admin}) {
    auto body = method == "PUT" ? "1" : "";
    auto answer = call(method, target, body, rights);
    INFO(method << ' ' << target << ' ' << static_cast<int>(rights));
    CHECK(answer->status() == (rights < needed ? 403 : 200));
  }
  CHECK_THAT(
      call("GET", "/api/hall/asset", {}, access::none)->error(),
      Contains("uid 1000 may not use this socket"));
}

TEST_CASE_METHOD(inspector_fixture, "readiness says no details, and no while a realm is mute") {
  CHECK(fetch("/livez")->json() == json(R"({"live":true})"));
  CHECK(fetch("/readyz")->json() == json(R"({"ready":true})"));
  east->mute = true;
  auto answer = fetch("/readyz");
  CHECK_FALSE(answer->response);
  pass(2s);
  CHECK(answer->status() == 503);
  CHECK(answer->error() == "not ready");
}

TEST_CASE_METHOD(inspector_fixture, "the status counts what is configured and what is connected") {
  realm("hall").assets.resize(2);
  realm("hall").assets[0].attributes.resize(3);
  realm("hall").agents.resize(2);
  hall->agents.resize(2);
  hall->agents[0].status = connection_status::connected;
  hall->agents[1].status = connection_status::error;
  auto answer = fetch("/api/inspect/status");
  REQUIRE(answer->status() == 200);
  auto found = answer->json();
  CHECK(found.at("version") == "1.2.3");
  CHECK(found.at("pid") == getpid());
  CHECK(found.at("uptime_ms") == 5000);
  CHECK(found.at("rss_bytes").as_int64() > 100'000);
  CHECK(found.at("problems") == 1);
  CHECK(found.at("realms") == json(R"([
    {"name":"east","assets":0,"attributes":0,"agents":{"connected":0,"total":0}},
    {"name":"hall","assets":2,"attributes":3,"agents":{"connected":1,"total":2}}])"));
}

TEST_CASE_METHOD(inspector_fixture, "problems of every kind come together in one list") {
  hall->agents.resize(1);
  hall->agents[0].realm = "hall";
  hall->agents[0].id = "floor";
  hall->agents[0].status = connection_status::error;
  hall->agents[0].problem = "connection refused";
  hall->store.problem = "the disk is full";
  auto card = who->enrol(0, "hall", "asset", "press-9");
  card->last_error("boom");
  east->mute = true;
  auto answer = fetch("/api/inspect/problems");
  pass(2s);
  REQUIRE(answer->status() == 200);
  std::vector<std::string> texts;
  for (auto& x : answer->json().as_array())
    texts.emplace_back(x.at("text").as_string());
  CHECK(
      texts
      == std::vector<std::string>{
          "realm \"east\" did not answer within 2 s", "the disk is full",
          "the asset press-9 ended: boom", "connection refused"});
  auto of_hall = fetch("/api/inspect/problems?realm=hall");
  pass(2s);
  CHECK(of_hall->json().as_array().size() == 3);
}

TEST_CASE_METHOD(inspector_fixture, "actors are shown from their meters") {
  auto parent = who->enrol(0, "hall", "realm", "hall");
  auto card = who->enrol(parent->id, "hall", "store", "state.db");
  who->enrol(0, "", "mqtt", "mqtt");
  card->meter->alive = true;
  card->meter->in = 10;
  card->meter->done = 7;
  card->meter->high_water = 4;
  card->meter->restarts = 2;
  card->last_error("disk I/O error");
  auto found = fetch("/api/inspect/actors/2");
  CHECK(found->json() == json(R"({"id":2,"parent":1,"realm":"hall","kind":"store",
    "name":"state.db","alive":true,"depth":3,"high_water":4,"in":10,"done":7,"busy_ns":0,
    "longest_ns":0,"handling":null,"handling_ms":null,"restarts":2,"restart_budget":0,
    "last_error":"disk I/O error"})"));
  card->meter->handling_since_ns = 1;
  card->meter->handling.set(
      *caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, caf::atom("commit")));
  CHECK(fetch("/api/inspect/actors/2")->json().at("handling_ms").as_int64() > 0);
  CHECK(fetch("/api/inspect/actors/2")->json().at("handling") == "commit");
  CHECK(fetch("/api/inspect/actors")->json().as_array().size() == 3);
  CHECK(fetch("/api/inspect/actors?realm=hall")->json().as_array().size() == 2);
}

TEST_CASE_METHOD(inspector_fixture, "the inspector is metered like any other actor") {
  fetch("/livez");
  CHECK(own_meter->alive);
  CHECK(own_meter->done >= 1);
}

namespace {

certificate_view certificate(const std::string& alias, bool is_key, int64_t not_after_ms) {
  certificate_view out;
  out.alias = alias;
  out.is_key = is_key;
  out.subject = "CN=edge";
  out.not_after_ms = not_after_ms;
  return out;
}

constexpr int64_t day_ms = 86'400'000;

} // namespace

TEST_CASE_METHOD(inspector_fixture, "a realm is shown its own keys and all that is trusted") {
  vault->keystore_file = "/k.p12";
  vault->truststore_file = "/t.p12";
  vault->certificates = {
      certificate("hall.cloud", true, now_ms() + 90 * day_ms),
      certificate("EAST.cloud", true, now_ms() + 90 * day_ms),
      certificate("hallway.cloud", true, now_ms() + 90 * day_ms),
      certificate("root-ca", false, now_ms() + 90 * day_ms)};
  auto aliases = [&](const std::string& target) {
    std::string out;
    auto answer = fetch(target);
    for (auto& x : answer->json().at("certificates").as_array())
      out.append(x.at("alias").as_string().c_str()).append(" ");
    return out;
  };
  CHECK(aliases("/api/inspect/certificates?realm=hall") == "hall.cloud root-ca ");
  CHECK(aliases("/api/inspect/certificates?realm=east") == "EAST.cloud root-ca ");
  CHECK(aliases("/api/inspect/certificates") == "hall.cloud EAST.cloud root-ca ");
  CHECK(aliases("/api/inspect/status") == "hall.cloud EAST.cloud ");
  auto status = fetch("/api/inspect/status");
  CHECK(status->json().at("certificates").at(0).at("days_left") == 90);
}
