#include "tests/support/catch.hpp"

#include "actors/inspector/health.hpp"
#include "actors/inspector/problem_book.hpp"
#include "schemas/errors.hpp"

using namespace troupe;
using namespace std::chrono_literals;

namespace {

problem about(std::string subject, int64_t since_ms = 0, severity how = severity::error) {
  problem out{"hall", "agent", std::move(subject), since_ms, "it is away", "go there"};
  out.severity = how;
  return out;
}

/// A book and its clock.
struct desk {
  problem_book book;
  std::chrono::seconds now{1'000};

  problem_book::moment moment() const {
    return {std::chrono::steady_clock::time_point{now}, now.count() * 1'000};
  }
  problem_book::changes look(const std::vector<problem>& found, std::chrono::seconds later = 5s) {
    now += later;
    return book.take(found, moment());
  }
  listed_problem only() const {
    auto all = book.list();
    REQUIRE(all.size() == 1);
    return all[0];
  }
};

const std::string floor_id = id_of(about("floor"));

} // namespace

TEST_CASE("a problem begins once, keeps its first moment, and ends when it is away") {
  desk x;
  CHECK(x.look({about("floor")}).began == std::vector{floor_id});
  CHECK(x.only().since_ms == 1'005'000);
  CHECK(x.look({about("floor", 990'000)}).began.empty());
  CHECK(x.only().since_ms == 990'000);
  CHECK(x.look({about("floor", 1'014'000)}).began.empty()); // its actor tried again
  CHECK(x.only().since_ms == 990'000);
  CHECK(x.only().count == 1);
  auto changes = x.look({});
  REQUIRE(changes.ended.size() == 1);
  CHECK(changes.ended[0].id == floor_id);
  CHECK(x.book.list().empty());
  CHECK(x.look({}).ended.empty());
  CHECK(x.look({about("floor")}).began.size() == 1);
  CHECK(x.only().since_ms == x.now.count() * 1'000);
  CHECK(x.only().count == 2);
}

TEST_CASE("a problem that comes and goes flaps, and stays until it has been away for a minute") {
  desk x;
  for (int i = 0; i < 2; ++i) {
    CHECK(x.look({about("floor")}).began.size() == 1);
    CHECK_FALSE(x.only().flapping);
    CHECK(x.look({}).ended.size() == 1);
  }
  CHECK(x.look({about("floor")}).began.size() == 1);
  auto since = x.only().since_ms;
  CHECK(x.only().flapping);
  for (int i = 0; i < 4; ++i) { // nothing is told of it any more
    CHECK(x.look({}, 55s).ended.empty());
    CHECK(x.only().away);
    CHECK(x.look({about("floor")}).began.empty());
    CHECK_FALSE(x.only().away);
  }
  CHECK(flapping_text(x.only()) == "7 times in 10 min");
  CHECK(x.only().since_ms == since);
  CHECK(x.only().count == 7);
  CHECK(x.look({}, 59s).ended.empty());
  CHECK(x.look({}, 1s).ended.size() == 1);
  CHECK(x.book.list().empty());
}

TEST_CASE("what stays does not flap for ever") {
  desk x;
  for (int i = 0; i < 3; ++i) {
    x.look({about("floor")});
    x.look({});
  }
  x.look({about("floor")});
  CHECK(x.only().flapping);
  x.look({about("floor")}, 600s);
  CHECK_FALSE(x.only().flapping);
  CHECK(x.look({}).ended.size() == 1);
}

TEST_CASE("errors come first, and what is away for a moment comes last of them") {
  desk x;
  for (int i = 0; i < 3; ++i) {
    x.look({about("flaps")});
    x.look({});
  }
  x.look({about("b"), about("a"), about("w", 0, severity::warning)});
  std::vector<std::string> order;
  for (auto& y : x.book.list())
    order.push_back(y.what.subject);
  CHECK(order == std::vector<std::string>{"b", "a", "flaps", "w"});
}

TEST_CASE("an acknowledgement ends with the problem, a mute at its time") {
  desk x;
  x.look({about("floor")});
  x.book.acknowledge(floor_id, {1, 0, "uid 1000", "on its way"});
  x.book.mute(floor_id, {1, (x.now + 100s).count() * 1'000, "uid 1000", ""});
  CHECK_FALSE(x.look({about("floor")}).marks);
  CHECK(x.only().acknowledged->note == "on its way");
  CHECK(x.look({}).marks); // the acknowledgement is over
  x.look({about("floor")});
  CHECK_FALSE(x.only().acknowledged);
  CHECK(x.only().muted);
  CHECK(x.look({about("floor")}, 100s).marks);
  CHECK_FALSE(x.only().muted);
}

TEST_CASE("a mark can be taken back") {
  desk x;
  x.look({about("floor")});
  x.book.acknowledge(floor_id, {1, 0, "uid 1000", ""});
  x.book.mute(floor_id, {1, INT64_MAX, "uid 1000", ""});
  x.book.unmark(floor_id, false, true);
  CHECK(x.only().acknowledged);
  CHECK_FALSE(x.only().muted);
  x.book.unmark(floor_id, true, false);
  CHECK(x.book.marks().empty());
}

TEST_CASE("marks of an earlier run wait for their problem, but not for ever") {
  desk x;
  kept_mark mark{about("floor"), problem_mark{1, 0, "uid 1000", "seen"}, {}};
  x.book.restore({mark}, x.moment());
  CHECK(x.book.list().empty()); // it has not been seen yet
  CHECK_FALSE(x.look({}, 60s).marks);
  SECTION("it comes") {
    x.look({about("floor")});
    CHECK(x.only().acknowledged->note == "seen");
    CHECK(x.look({}).marks);
  }
  SECTION("it does not come") {
    CHECK(x.look({}, 600s).marks);
    CHECK(x.book.marks().empty());
  }
}

TEST_CASE("a problem is found by its id or by a beginning that is its alone") {
  desk x;
  std::vector<problem> many;
  for (int i = 0; i < 300; ++i) // more than two digits tell apart
    many.push_back(about("agent-" + std::to_string(i)));
  x.look(many);
  auto id = id_of(many[7]);
  CHECK(*x.book.find(id) == id);
  auto missing = x.book.find("xyz");
  REQUIRE_FALSE(missing);
  CHECK(is(missing.error(), errc::not_found));
  auto many_found = x.book.find(id.substr(0, 2));
  if (!many_found)
    CHECK(is(many_found.error(), errc::value_invalid));
  CHECK_FALSE(x.book.find(""));
}

TEST_CASE("what ended long ago is forgotten, except what somebody said of it") {
  desk x{problem_book{{.past_max = 2}}};
  x.look({about("kept")});
  x.book.mute(id_of(about("kept")), {1, INT64_MAX, "uid 1000", ""});
  for (int i = 0; i < 5; ++i)
    x.look({about(std::to_string(i))});
  x.look({});
  x.look({about("0")});
  CHECK(x.only().count == 1); // forgotten
  x.look({about("4")});
  CHECK(x.only().count == 2);
  CHECK(x.book.marks().size() == 1);
}

TEST_CASE("health follows what is not muted") {
  auto listed = [](severity how, bool muted) {
    listed_problem out{about("floor", 0, how), floor_id};
    out.what.burden.stale = 2;
    if (muted)
      out.muted.emplace();
    return out;
  };
  auto error = listed(severity::error, false);
  auto warning = listed(severity::warning, false);
  auto muted = listed(severity::error, true);
  health before;
  auto [xs, status, problems] =
      GENERATE_COPY(table<std::vector<listed_problem>, health_status, uint64_t>({
          {{}, health_status::ok, 0},
          {{muted}, health_status::ok, 0},
          {{warning, muted}, health_status::warning, 1},
          {{error, warning}, health_status::error, 2},
      }));
  auto found = health_of(xs, before, 7);
  CHECK(found.status == status);
  CHECK(found.errors + found.warnings == problems);
  CHECK(found.since_ms == 7);
  CHECK(health_of(xs, found, 9).since_ms == 7); // it is as it was
  CHECK(found.worst.empty() == (problems == 0));
}

TEST_CASE("health is told in JSON, with the worst problem and what suffers from it") {
  listed_problem x{about("floor"), floor_id};
  x.what.burden.stale = 2;
  CHECK(
      to_json(health_of({x}, {}, 7))
      == R"({"status":"error","problems":1,"since":7,)"
         R"("worst":"hall/floor: it is away; 2 attributes are stale"})");
}
