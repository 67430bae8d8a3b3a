#include "tests/actors/store/store_fixture.hpp"

#include <sys/stat.h>

#include <fstream>

namespace troupe {
namespace {

using namespace std::chrono_literals;
using fixture = test::store_fixture;
using lines = std::vector<std::string>;

mode_t mode_of(const std::filesystem::path& file) {
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

} // namespace

TEST_CASE_METHOD(fixture, "state is there again after a restart") {
  auto first = start();
  auto ids = open(first);
  CHECK(ids[0].state.timestamp_ms == 0);
  auto suspect = row(ids[0].attribute_id, 20.5, 1234);
  suspect.state.quality = quality::clock_suspect;
  send(first, {suspect, row(ids[1].attribute_id, std::string{"a \"b\""}, 77)});
  kill(first);

  auto again = open(start());
  CHECK(again[0].attribute_id == ids[0].attribute_id);
  CHECK(std::get<double>(again[0].state.content) == 20.5);
  CHECK(again[0].state.timestamp_ms == 1234);
  CHECK(again[0].state.quality == quality::clock_suspect);
  CHECK(std::get<std::string>(again[1].state.content) == "a \"b\"");
  CHECK(again[1].state.quality == quality::good);
}

TEST_CASE_METHOD(fixture, "whose clock a state's time is of is known after a restart") {
  auto first = start();
  auto ids = open(first);
  auto by_device = row(ids[0].attribute_id, 20.5, 1234);
  by_device.state.by_device = true;
  auto suspect = row(ids[1].attribute_id, std::string{"on"}, 77);
  suspect.state.quality = quality::clock_suspect;
  send(first, {by_device, suspect});
  kill(first);

  auto again = open(start());
  CHECK(again[0].state.by_device);
  CHECK(again[0].state.quality == quality::good);
  CHECK(again[0].state.timestamp_ms == 1234);
  CHECK_FALSE(again[1].state.by_device);
  CHECK(again[1].state.quality == quality::clock_suspect);
}

TEST_CASE_METHOD(fixture, "a late value becomes a data point and leaves the state alone") {
  auto actor = start();
  auto ids = open(actor, press(60'000));
  auto counters = std::make_shared<link_counter_block>(1);
  auto late = point(ids[0].attribute_id, 20.0, 1000);
  late.late = true;
  auto lost = row(ids[0].attribute_id, 19.0, 900);
  lost.late = true;
  send(actor, {point(ids[0].attribute_id, 21.0, 2000), late, lost}, counters);
  flush(actor);
  CHECK(query("SELECT value FROM attribute_values", 1) == lines{"21.0"});
  CHECK(
      query("SELECT timestamp, value FROM data_points ORDER BY timestamp", 2)
      == lines{"1000|20.0", "2000|21.0"});
  CHECK((*counters)[0][inbound::stored] == 3);
  CHECK((*counters)[0][inbound::late] == 2);
  CHECK((*counters)[0][inbound::superseded] == 0);
  CHECK((*counters)[0][inbound::at_store] == 0);
}

TEST_CASE_METHOD(fixture, "the views have exactly the promised columns") {
  auto actor = start();
  auto ids = open(actor, press(60'000));
  send(
      actor, {point(ids[0].attribute_id, 20.0, 1000), point(ids[0].attribute_id, 21.0, 2000),
              row(ids[1].attribute_id, std::string{"on"}, 3000)});
  flush(actor);
  CHECK(
      query("SELECT name FROM pragma_table_info('attribute_values')", 1)
      == lines{"asset_id", "attribute", "type", "value", "timestamp"});
  CHECK(
      query("SELECT name FROM pragma_table_info('data_points')", 1)
      == lines{"asset_id", "attribute", "timestamp", "value"});
  CHECK(
      query("SELECT * FROM attribute_values ORDER BY attribute", 5)
      == lines{"press|label|text|\"on\"|3000", "press|temp|number|21.0|2000"});
  CHECK(
      query("SELECT * FROM data_points ORDER BY timestamp", 4)
      == lines{"press|temp|1000|20.0", "press|temp|2000|21.0"});
}

TEST_CASE_METHOD(fixture, "only the owner can read the realm's files") {
  auto actor = start();
  send(actor, {row(open(actor)[0].attribute_id, 1.0)});
  flush(actor);
  auto file = options().file;
  CHECK(mode_of(file) == 0600);
  CHECK(mode_of(file.string() + "-wal") == 0600);
  CHECK(mode_of(file.string() + "-shm") == 0600);
  CHECK(mode_of(file.parent_path()) == 0700);
  CHECK(mode_of(file.parent_path().parent_path()) == 0700);
}

TEST_CASE_METHOD(fixture, "a commit follows the first pending row after the interval, no sooner") {
  auto actor = start();
  auto id = open(actor)[0].attribute_id;
  send(actor, {row(id, 1.0)});
  pass(600ms);
  send(actor, {row(id, 2.0)});
  pass(399ms);
  CHECK(view(actor).commits == 0);
  CHECK(view(actor).pending == 1);
  pass(1ms);
  CHECK(view(actor).commits == 1);
  CHECK(view(actor).pending == 0);
  CHECK(view(actor).last_commit_ms == now_ms());
  CHECK(query("SELECT value FROM attribute_values", 1) == lines{"2.0"});
  pass(30s);
  CHECK(view(actor).commits == 1);
}

TEST_CASE_METHOD(
    fixture, "deliveries count as stored at the commit, overtaken ones as superseded") {
  auto actor = start();
  auto ids = open(actor);
  auto counters = std::make_shared<link_counter_block>(2);
  auto a = ids[0].attribute_id;
  auto b = ids[1].attribute_id;
  send(actor, {row(a, 1.0, 30, 0), row(a, 2.0, 20, 0), row(b, std::string{"x"}, 1, 1)}, counters);
  send(actor, {row(a, 3.0, 10, 1)}, counters);
  auto& first = (*counters)[0];
  auto& second = (*counters)[1];
  CHECK(first[inbound::at_store] == 2);
  CHECK(first[inbound::stored] == 0);
  flush(actor);
  CHECK(first[inbound::at_store] == 0);
  CHECK(first[inbound::stored] == 2);
  CHECK(first[inbound::superseded] == 2);
  CHECK(second[inbound::at_store] == 0);
  CHECK(second[inbound::stored] == 2);
  CHECK(second[inbound::superseded] == 0);
  CHECK(query("SELECT value FROM attribute_values WHERE attribute = 'temp'", 1) == lines{"3.0"});
  CHECK(view(actor).rows_written == 2);
}

TEST_CASE_METHOD(fixture, "the messages behind a batch are let go before the commit") {
  auto actor = start();
  auto id = open(actor)[0].attribute_id;
  auto messages = std::make_shared<message_batch>();
  bool released = false;
  messages->released = [&](const message_batch&) { released = true; };
  state_batch batch{std::move(messages), nullptr};
  batch.items.push_back(row(id, 1.0));
  tell(actor, std::move(batch));
  CHECK(released);
  CHECK(view(actor).commits == 0);
}

TEST_CASE_METHOD(fixture, "ten thousand pending rows are committed at once") {
  auto actor = start();
  open_asset wide{"wide", {}};
  for (int i = 0; i < 10'000; ++i)
    wide.attributes.push_back({"a" + std::to_string(i), value_type::long_, 0});
  auto ids = open(actor, wide);
  std::vector<state_row> rows;
  for (auto& x : ids)
    rows.push_back(row(x.attribute_id, x.attribute_id));
  auto last = rows.back();
  rows.pop_back();
  send(actor, rows);
  CHECK(view(actor).commits == 0);
  send(actor, {last});
  CHECK(view(actor).commits == 1);
  CHECK(query("SELECT count(*) FROM attribute_values", 1) == lines{"10000"});
}

TEST_CASE_METHOD(fixture, "large values are committed before they fill the memory") {
  auto actor = start();
  auto id = open(actor, press(60'000))[1].attribute_id;
  for (int i = 0; i < 17; ++i)
    send(actor, {point(id, std::string(1 << 20, 'x'), i)});
  CHECK(view(actor).commits >= 1);
}

TEST_CASE_METHOD(fixture, "a flush answers the number of commits and commits nothing twice") {
  auto actor = start();
  auto id = open(actor)[0].attribute_id;
  CHECK(flush(actor) == 0);
  send(actor, {row(id, 1.0)});
  CHECK(flush(actor) == 1);
  CHECK(flush(actor) == 1);
}

TEST_CASE_METHOD(fixture, "who takes up an asset gets the state that waits for its commit, too") {
  auto actor = start();
  auto ids = open(actor);
  send(actor, {row(ids[0].attribute_id, 20.5, 1234)});
  auto again = open(actor);
  CHECK(again[0].attribute_id == ids[0].attribute_id);
  CHECK(again[0].state.content == value{20.5});
  CHECK(again[0].state.timestamp_ms == 1234);
  auto changed = press();
  changed.attributes[0].type = value_type::text;
  CHECK(open(actor, changed)[0].state.timestamp_ms == 0); // a number is no text
  changed.attributes[0].type = value_type::integer;
  CHECK(open(actor, changed)[0].state.timestamp_ms == 0);
}

TEST_CASE_METHOD(fixture, "a value of another type is kept but served only where it can be read") {
  auto first = start();
  auto ids = open(first);
  send(first, {row(ids[0].attribute_id, 20.0), row(ids[1].attribute_id, std::string{"20"})});
  kill(first);
  auto second = start();
  auto changed =
      open(second, {"press", {{"temp", value_type::boolean, 0}, {"label", value_type::json, 0}}});
  CHECK(changed[0].attribute_id == ids[0].attribute_id);
  CHECK(changed[0].state.timestamp_ms == 0);
  CHECK(std::get<std::string>(changed[1].state.content) == "20");
  CHECK(
      query("SELECT type, value FROM attribute_values ORDER BY attribute", 2)
      == lines{"JSON|\"20\"", "boolean|20.0"});
  auto back = open(second);
  CHECK(std::get<double>(back[0].state.content) == 20.0);
}

TEST_CASE_METHOD(fixture, "an attribute that leaves the configuration finds its state again") {
  auto first = start();
  send(first, {row(open(first)[0].attribute_id, 7.0)});
  flush(first);
  CHECK(open(first, {"press", {{"label", value_type::text, 0}}}).size() == 1);
  CHECK(std::get<double>(open(first)[0].state.content) == 7.0);
}

namespace {

purge_request leftovers_but(std::set<std::string> configured, bool remove = false) {
  purge_request out;
  out.configured = std::make_shared<const std::set<std::string>>(std::move(configured));
  out.remove = remove;
  return out;
}

} // namespace

TEST_CASE_METHOD(fixture, "what is not configured any more is told, and removed when asked") {
  auto actor = start();
  auto ids = open(actor, press(60'000));
  send(actor, {point(ids[0].attribute_id, 21.0, 2000), row(ids[1].attribute_id, std::string{"a"})});
  auto found = ask<std::vector<leftover>>(actor, leftovers_but({"press\nlabel"}));
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK((*found)[0].asset == "press");
  CHECK((*found)[0].attribute == "temp");
  CHECK((*found)[0].data_points == 1);
  CHECK((*found)[0].last_timestamp_ms == 2000);
  CHECK(query("SELECT attribute FROM attribute_values ORDER BY 1", 1) == lines{"label", "temp"});

  auto gone = ask<std::vector<leftover>>(actor, leftovers_but({"press\nlabel"}, true));
  REQUIRE(gone);
  CHECK(gone->size() == 1);
  CHECK(query("SELECT attribute FROM attribute_values", 1) == lines{"label"});
  CHECK(query("SELECT count(*) FROM data_points", 1) == lines{"0"});
  CHECK(ask<std::vector<leftover>>(actor, leftovers_but({"press\nlabel"}))->empty());
  CHECK(open(actor, press(60'000))[0].state.timestamp_ms == 0);
  CHECK(open(actor, press(60'000))[1].state.timestamp_ms != 0);
}

TEST_CASE_METHOD(fixture, "a purge names what it is about") {
  auto actor = start();
  open(actor);
  auto one = leftovers_but({});
  one.asset = "press";
  one.attribute = "label";
  CHECK(ask<std::vector<leftover>>(actor, one)->size() == 1);
  one.asset = "saw";
  CHECK(ask<std::vector<leftover>>(actor, one)->empty());
}

} // namespace troupe
