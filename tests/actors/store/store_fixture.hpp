#pragma once

#include "actors/store/database.hpp"
#include "actors/store/store.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <string>
#include <vector>

namespace troupe::test {

/// A store on a folder of its own, an asset "press" with a few attributes.
class store_fixture : public actor_fixture {
public:
  store_options options() {
    store_options out;
    out.file = folder.path() / "realms" / "hall" / "state.db";
    out.realm = "hall";
    out.now_ms = clock();
    return out;
  }

  timed_store_actor start() { return start(options()); }
  timed_store_actor start(store_options x) {
    return spawn(store, std::make_shared<meter>(), std::move(x));
  }

  static open_asset press(int64_t keep_ms = 0) {
    return {"press", {{"temp", value_type::number, keep_ms}, {"label", value_type::text, 0}}};
  }

  std::vector<stored_attribute> open(const timed_store_actor& store, open_asset x = press()) {
    auto out = ask<std::vector<stored_attribute>>(store, std::move(x));
    REQUIRE(out);
    return *out;
  }

  static state_row row(int64_t id, value content, int64_t timestamp_ms = 1000, uint32_t link = 0) {
    state_row out;
    out.attribute_id = id;
    out.link = link;
    out.state = {std::move(content), timestamp_ms, quality::good};
    return out;
  }

  static state_row point(int64_t id, value content, int64_t timestamp_ms) {
    auto out = row(id, std::move(content), timestamp_ms);
    out.data_point = true;
    return out;
  }

  void send(
      const timed_store_actor& store, std::vector<state_row> rows,
      link_counter_block_ptr counters = nullptr) {
    state_batch batch{nullptr, counters};
    for (auto& x : rows)
      if (counters)
        (*counters)[x.link].add(inbound::at_store);
    batch.items = std::move(rows);
    tell(store, std::move(batch));
  }

  uint64_t flush(const timed_store_actor& store) {
    auto out = ask<uint64_t>(store, flush_atom::value);
    REQUIRE(out);
    return *out;
  }

  store_view view(const timed_store_actor& store) {
    auto out = ask<store_view>(store, view_atom::value);
    REQUIRE(out);
    return *out;
  }

  /// All rows of a query, columns joined by '|', as the sqlite3 shell shows them.
  std::vector<std::string> query(const std::string& sql, int columns) {
    auto db = database::open(options().file, database::access::read);
    REQUIRE(db);
    auto prepared = db->prepare(sql);
    REQUIRE(prepared);
    std::vector<std::string> out;
    auto err = prepared->each([&](const statement& row) {
      std::string line{row.text(0)};
      for (int i = 1; i < columns; ++i)
        line.append("|").append(row.text(i));
      out.push_back(line);
    });
    REQUIRE(!err);
    return out;
  }

  temp_folder folder;
};

} // namespace troupe::test
