#include "actors/log.hpp"
#include "actors/store/migrations.hpp"
#include "actors/store/state_file.hpp"
#include "tests/actors/store/store_fixture.hpp"

#include <fstream>

namespace troupe {
namespace {

using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using fixture = test::store_fixture;
namespace fs = std::filesystem;
using lines = std::vector<std::string>;

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream{file, std::ios::binary} << text;
}

std::vector<fs::path> set_aside_files(const fs::path& folder) {
  std::vector<fs::path> out;
  for (auto& entry : fs::directory_iterator{folder})
    if (entry.path().filename().string().starts_with("state.db.corrupt-"))
      out.push_back(entry.path());
  return out;
}

/// Overwrites all pages but the first, as a dying card does.
void damage(const fs::path& file) {
  auto size = fs::file_size(file);
  std::fstream out{file, std::ios::in | std::ios::out | std::ios::binary};
  out.seekp(4096);
  out << std::string(size - 4096, '\x5a');
}

} // namespace

TEST_CASE_METHOD(fixture, "a file that is no database is set aside and a new one begun") {
  auto file = options().file;
  fs::create_directories(file.parent_path());
  write_text(file, std::string(5000, 'x'));
  auto actor = start();
  send(actor, {row(open(actor)[0].attribute_id, 1.0)});
  CHECK(flush(actor) == 1);
  auto kept = set_aside_files(file.parent_path());
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].filename() == "state.db.corrupt-20250615T150640Z");
  CHECK(fs::file_size(kept[0]) == 5000);
  CHECK_THAT(view(actor).problem, Contains("was damaged") && Contains(kept[0].string()));
  CHECK_THAT(view(actor).what_to_do, Contains("move it away or delete it"));
  fs::remove(kept[0]);
  CHECK(view(actor).problem.empty());
}

TEST_CASE_METHOD(fixture, "damage left by a crash is found at the start") {
  auto file = options().file;
  auto first = start();
  auto ids = open(first);
  send(first, {row(ids[0].attribute_id, 1.0)});
  kill(first);
  damage(file);
  write_text(file.string() + "-wal", ""); // as after a kill
  auto actor = start();
  CHECK(open(actor)[0].state.timestamp_ms == 0);
  CHECK(set_aside_files(file.parent_path()).size() >= 1);
}

TEST_CASE_METHOD(fixture, "damage found in use ends the store, and the next one begins anew") {
  auto file = options().file;
  open_asset wide{"wide", {}}; // more than one page, so that not all is read at the start
  for (int i = 0; i < 1000; ++i)
    wide.attributes.push_back({"a" + std::to_string(i), value_type::long_, 0});
  auto first = start();
  auto id = open(first, wide).back().attribute_id;
  for (int64_t i = 1; i <= id; ++i)
    send(first, {row(i, i)});
  kill(first);
  auto second = start();
  damage(file);
  auto counters = std::make_shared<link_counter_block>(1);
  send(second, {row(id, int64_t{2})}, counters);
  CHECK(!ask<uint64_t>(second, flush_atom::value));
  CHECK(ask<store_view>(second, view_atom::value).error() == caf::sec::request_receiver_down);
  CHECK((*counters)[0][inbound::dropped] == 1);
  CHECK((*counters)[0][inbound::at_store] == 0);
  CHECK(set_aside_files(file.parent_path()).size() >= 1);
  auto third = start();
  send(third, {row(open(third)[0].attribute_id, 3.0)});
  CHECK(flush(third) == 1);
}

TEST_CASE_METHOD(fixture, "without a usable folder the store starts, says why, and heals") {
  auto realms = folder.path() / "realms";
  write_text(realms, "in the way");
  auto actor = start();
  auto ids = open(actor);
  auto counters = std::make_shared<link_counter_block>(1);
  send(actor, {row(ids[0].attribute_id, 1.0, 5)}, counters);
  send(actor, {row(ids[0].attribute_id, 2.0, 6)}, counters);
  pass(3s);
  CHECK_THAT(
      view(actor).problem,
      Contains("realm hall") && Contains("Not a directory") && Contains(realms.string()));
  CHECK(sentence(ask<uint64_t>(actor, flush_atom::value).error()).size() > 0);
  CHECK(view(actor).pending == 1);
  CHECK((*counters)[0][inbound::at_store] == 2);
  fs::remove(realms);
  pass(1s);
  CHECK(view(actor).problem.empty());
  CHECK(view(actor).pending == 0);
  CHECK((*counters)[0][inbound::stored] == 2);
  CHECK((*counters)[0][inbound::superseded] == 1);
  CHECK(query("SELECT * FROM attribute_values", 5) == lines{"press|temp|number|2.0|6"});
}

TEST_CASE_METHOD(fixture, "a commit that fails keeps its rows and is tried again") {
  auto actor = start();
  auto ids = open(actor, press(60'000));
  send(actor, {point(ids[0].attribute_id, 1.0, 1)});
  flush(actor);
  auto other = database::open(options().file, database::access::write);
  REQUIRE(other);
  REQUIRE(!other->execute("CREATE TRIGGER refuse BEFORE INSERT ON data_point_recent "
                          "BEGIN SELECT raise(ABORT, 'the disk is full'); END"));
  send(actor, {point(ids[0].attribute_id, 2.0, 2)});
  pass(1s);
  CHECK_THAT(view(actor).problem, Contains("the disk is full"));
  CHECK_THAT(view(actor).what_to_do, Contains("see that the disk has room"));
  CHECK(view(actor).pending == 2);
  CHECK(view(actor).data_points == 1);
  CHECK(query("SELECT value FROM attribute_values", 1) == lines{"1.0"});
  REQUIRE(!other->execute("DROP TRIGGER refuse"));
  pass(1s);
  CHECK(view(actor).problem.empty());
  CHECK(query("SELECT value FROM data_points ORDER BY timestamp", 1) == lines{"1.0", "2.0"});
}

TEST_CASE_METHOD(fixture, "while the disk refuses, data points are bounded and the oldest go") {
  write_text(folder.path() / "realms", "in the way");
  auto actor = start();
  auto ids = open(actor, press(60'000));
  for (int64_t batch = 0; batch < 12; ++batch) {
    std::vector<state_row> rows;
    for (int64_t i = 0; i < 10'000; ++i)
      rows.push_back(point(ids[0].attribute_id, 1.0, batch * 10'000 + i));
    send(actor, std::move(rows));
  }
  CHECK(view(actor).data_points_dropped == 20'000);
  fs::remove(folder.path() / "realms");
  flush(actor);
  CHECK(
      query("SELECT min(timestamp), max(timestamp), count(*) FROM data_points", 3)
      == lines{"20000|119999|100000"});
}

TEST_CASE_METHOD(fixture, "a database of a newer troupe is refused with a sentence") {
  kill(start());
  auto db = database::open(options().file, database::access::write);
  REQUIRE(db);
  REQUIRE(!db->execute("PRAGMA user_version = 99"));
  auto opened = open_state_file(options().file, false, 0);
  REQUIRE(!opened);
  CHECK_THAT(
      sentence(opened.error()),
      Contains("state.db has schema version 99") && Contains("run the newer one"));
  CHECK(set_aside_files(options().file.parent_path()).empty());
}

TEST_CASE_METHOD(fixture, "a database that cannot be opened is not told as a failed commit") {
  std::vector<std::string> seen;
  log::set_sink(log::level::warn, [&](const log::record& x) { seen.emplace_back(x.event); });
  kill(start());
  auto db = database::open(options().file, database::access::write);
  REQUIRE(db);
  REQUIRE(!db->execute("PRAGMA user_version = 99"));
  auto found = view(start());
  log::set_sink(log::level::error, {});
  CHECK_THAT(found.problem, Contains("made by a newer troupe"));
  CHECK_THAT(found.what_to_do, Contains("mend the cause") && Contains("no restart"));
  CHECK(std::find(seen.begin(), seen.end(), "store.open_failed") != seen.end());
  CHECK(std::find(seen.begin(), seen.end(), "store.commit_failed") == seen.end());
}

TEST_CASE_METHOD(fixture, "a migration keeps a copy of the file as it was") {
  auto actor = start();
  send(actor, {row(open(actor)[0].attribute_id, 1.0)});
  kill(actor);
  auto file = options().file;
  auto db = database::open(file, database::access::write);
  REQUIRE(db);
  auto steps = migrations();
  steps.push_back("ALTER TABLE state ADD COLUMN later INTEGER");
  REQUIRE(!migrate(*db, file, steps));
  CHECK(*db->integer("PRAGMA user_version") == 2);
  CHECK(*db->integer("SELECT count(*) FROM pragma_table_info('state') WHERE name = 'later'") == 1);
  auto backup = database::open(file.string() + ".v1-backup", database::access::read);
  REQUIRE(backup);
  CHECK(*backup->integer("PRAGMA user_version") == 1);
  CHECK(*backup->integer("SELECT count(*) FROM state") == 1);
  CHECK(!fs::exists(file.string() + ".v1-backup.part"));
}

TEST_CASE_METHOD(fixture, "a migration that fails changes nothing") {
  kill(start());
  auto file = options().file;
  auto db = database::open(file, database::access::write);
  REQUIRE(db);
  auto steps = migrations();
  steps.push_back("CREATE TABLE extra (x INTEGER)");
  steps.push_back("nonsense");
  CHECK_THAT(sentence(migrate(*db, file, steps)), Contains("syntax error"));
  CHECK(*db->integer("PRAGMA user_version") == 1);
  CHECK(*db->integer("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'") == 0);
}

TEST_CASE_METHOD(fixture, "rows that never reach the disk count as dropped") {
  auto counters = std::make_shared<link_counter_block>(1);
  write_text(folder.path() / "realms", "in the way");
  auto actor = start();
  send(actor, {row(open(actor)[0].attribute_id, 1.0)}, counters);
  kill(actor);
  CHECK((*counters)[0][inbound::dropped] == 1);
  CHECK((*counters)[0][inbound::at_store] == 0);
}

} // namespace troupe
