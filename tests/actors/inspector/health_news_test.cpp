#include "tests/support/catch.hpp"

#include "actors/inspector/health_news.hpp"

#include <boost/json.hpp>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

using time_point = std::chrono::steady_clock::time_point;

time_point at(std::chrono::milliseconds x) { return time_point{x}; }

health state(health_status status, uint64_t errors = 0, std::string worst_id = {}) {
  health out;
  out.status = status;
  out.errors = errors;
  out.worst_id = std::move(worst_id);
  out.worst = out.worst_id + " is away";
  return out;
}

const auto well = state(health_status::ok);
const auto ill = state(health_status::error, 1, "a");

problem about(std::string subject) {
  return {"hall", "agent", std::move(subject), 0, "it is away", "go there"};
}

boost::json::value parsed(const std::optional<std::string>& x) {
  REQUIRE(x);
  return boost::json::parse(*x);
}

std::vector<std::string> subjects(const boost::json::value& x, const char* list) {
  std::vector<std::string> out;
  for (auto& y : x.at(list).as_array())
    out.emplace_back(y.at("subject").as_string());
  return out;
}

/// What a webhook is to be told, and the book that it comes from.
struct news_desk {
  problem_book book;
  webhook_news news{"edge-7"};
  std::chrono::seconds now{1'000};

  void look(const std::vector<problem>& found) {
    now += 5s;
    news.take(book.take(found, {at(now), now.count() * 1'000}), book);
  }
  std::optional<std::string> next(const health& x) { return news.next(x, at(now)); }
};

} // namespace

TEST_CASE("health is published after each connect, and when it is another one") {
  health_topic topic{1s};
  CHECK_FALSE(topic.due(well, 0, at(0s))); // not connected
  CHECK(topic.due(well, 10, at(0s)) == 1u);
  CHECK_FALSE(topic.due(ill, 10, at(5s))); // the first one is under way
  topic.published(1, true);
  CHECK(topic.due(ill, 10, at(5s)) == 2u);
  topic.published(2, true);
  CHECK_FALSE(topic.due(ill, 10, at(10s)));
  auto other_figures = ill;
  other_figures.worst += "; 312 values wait to be sent";
  CHECK_FALSE(topic.due(other_figures, 10, at(15s)));
  CHECK(topic.due(state(health_status::error, 2, "a"), 10, at(15s)) == 3u);
  topic.published(3, true);
  CHECK(topic.due(state(health_status::error, 2, "b"), 10, at(20s)) == 4u);
  topic.published(4, true);
  CHECK(topic.due(state(health_status::error, 2, "b"), 30, at(25s)) == 5u); // connected anew
}

TEST_CASE("a connection does not wait for what an earlier one had under way") {
  health_topic topic{1s};
  CHECK(topic.due(well, 10, at(0s)) == 1u);
  CHECK_FALSE(topic.due(well, 0, at(5s)));
  CHECK(topic.due(well, 20, at(10s)) == 2u);
  topic.published(1, false); // its end comes late
  CHECK_FALSE(topic.due(well, 20, at(15s)));
  topic.published(2, true);
  CHECK_FALSE(topic.due(well, 20, at(20s)));
}

TEST_CASE("what was not published is published again, and nothing too often") {
  health_topic topic{10s};
  CHECK(topic.due(well, 10, at(0s)) == 1u);
  topic.published(1, false);
  CHECK_FALSE(topic.due(well, 10, at(9'999ms)));
  CHECK(topic.due(well, 10, at(10s)) == 2u);
  topic.published(2, true);
  CHECK_FALSE(topic.due(ill, 10, at(15s)));
  CHECK(topic.due(ill, 10, at(20s)) == 3u);
}

TEST_CASE("a webhook is told what began and what ended, once") {
  news_desk x;
  CHECK_FALSE(x.next(well)); // all has always been well
  x.look({about("floor")});
  auto body = parsed(x.next(ill));
  CHECK(body.at("status") == "error");
  CHECK(body.at("problems") == 1);
  CHECK(body.at("worst") == "a is away");
  CHECK(body.at("host") == "edge-7");
  CHECK(body.at("omitted") == 0);
  CHECK(subjects(body, "began") == std::vector<std::string>{"floor"});
  CHECK(body.at("began").at(0).at("id").as_string() == id_of(about("floor")).c_str());
  CHECK(subjects(body, "ended").empty());
  x.news.posted(true, at(x.now));
  CHECK_FALSE(x.next(ill));
  x.look({});
  body = parsed(x.next(well));
  CHECK(subjects(body, "ended") == std::vector<std::string>{"floor"});
  x.news.posted(true, at(x.now));
  CHECK_FALSE(x.next(well));
}

TEST_CASE("one post is under way at a time, and what happens meanwhile is in the next") {
  news_desk x;
  x.look({about("a")});
  CHECK(x.next(ill));
  x.look({about("a"), about("b")});
  CHECK_FALSE(x.next(state(health_status::error, 2, "a")));
  x.look({about("b")});
  x.news.posted(true, at(x.now));
  auto body = parsed(x.next(state(health_status::error, 1, "b")));
  CHECK(subjects(body, "began") == std::vector<std::string>{"b"});
  CHECK(subjects(body, "ended") == std::vector<std::string>{"a"});
}

TEST_CASE("what a webhook did not take is told later, more and more rarely, with what is new") {
  news_desk x;
  x.look({about("a")});
  CHECK(x.next(ill));
  x.look({about("a"), about("b")});
  x.news.posted(false, at(x.now));
  CHECK_FALSE(x.next(ill));
  x.now += 5s;
  auto body = parsed(x.next(ill));
  CHECK(subjects(body, "began") == std::vector<std::string>{"a", "b"});
  for (auto delay : {10s, 20s, 40s, 80s, 160s, 300s, 300s, 300s}) {
    x.news.posted(false, at(x.now));
    x.now += delay - 1s;
    CHECK_FALSE(x.next(ill));
    x.now += 1s;
    CHECK(x.next(ill));
  }
  x.news.posted(true, at(x.now));
  CHECK_FALSE(x.next(ill));
}

TEST_CASE("a webhook that is away for long is told of the latest problems only") {
  news_desk x;
  std::vector<problem> many;
  for (int i = 0; i < 150; ++i)
    many.push_back(about(std::to_string(i)));
  x.look(many);
  CHECK(x.next(ill));
  x.news.posted(false, at(x.now));
  x.look({about("new")});
  auto body = parsed(x.next(ill));
  CHECK(body.at("began").as_array().size() == 100);
  CHECK(subjects(body, "began").back() == "new");
  CHECK(body.at("ended").as_array().size() == 100);
  CHECK(body.at("omitted") == 50 + 1 + 50);
}

TEST_CASE("what is muted is no news") {
  news_desk x;
  x.look({about("a")});
  x.book.mute(id_of(about("a")), {1, INT64_MAX, "uid 1000", ""});
  CHECK(x.next(ill)); // it had begun before
  x.news.posted(true, at(x.now));
  CHECK(x.next(well));
  x.news.posted(true, at(x.now));
  x.look({});
  x.look({about("a")});
  CHECK_FALSE(x.next(well));
}

TEST_CASE("the name of a machine is one level of its topic") {
  health_settings settings;
  CHECK(health_topic_name(settings, "edge-7") == "troupe/edge-7/health");
  CHECK(health_topic_name(settings, "a/b+c#d e") == "troupe/a_b_c_d_e/health");
  CHECK(health_topic_name(settings, "") == "troupe/localhost/health");
  CHECK(health_topic_name(settings, "{host}") == "troupe/{host}/health");
  settings.topic = "{host}/{host}";
  CHECK(health_topic_name(settings, "x") == "x/x");
}
