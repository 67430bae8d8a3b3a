#pragma once

#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"

#include "actors/asset/asset.hpp"

namespace troupe::test {

using namespace std::chrono_literals;

/// A store that remembers what it was sent and answers what it is told to.
struct fake_store {
  std::vector<stored_attribute> known{{11, {}}, {12, {}}};
  std::vector<state_row> rows;
  bool failing = false;
};

struct asset_fixture : actor_fixture {
  std::shared_ptr<fake_store> disk = std::make_shared<fake_store>();
  std::shared_ptr<link_counter_block> counters = std::make_shared<link_counter_block>(1);
  asset_actor press;
  std::optional<milliseconds> expire_after; ///< Of `speed`.

  store_actor spawn_store() {
    return caf::actor_cast<store_actor>(spawn([disk = disk](caf::event_based_actor*) {
      return caf::behavior{
          [disk](const open_asset&) -> caf::result<std::vector<stored_attribute>> {
            if (disk->failing)
              return failure(errc::store_failed, "no disk");
            return disk->known;
          },
          [disk](state_batch& x) {
            for (auto& row : x.items)
              disk->rows.push_back(row);
            x.finished = x.items.size();
          }};
    }));
  }

  void start(bool attach = true) {
    auto settings = std::make_shared<asset_settings>();
    settings->id = "press";
    attribute_settings speed;
    speed.name = "speed";
    speed.type = value_type::number;
    speed.constraints.max = 100;
    attribute_settings note;
    note.name = "note";
    note.type = value_type::text;
    note.store_data_points = 1h;
    if (expire_after)
      speed.expire_after = expire_after;
    settings->attributes = {speed, note};
    press =
        spawn(asset, std::make_shared<meter>(), asset_options{"hall", settings, false, clock()});
    if (attach)
      tell(press, attach_atom::value, asset_wiring{spawn_store(), {}});
  }

  /// What a link would send for `speed`.
  void receive(double value, int64_t timestamp_ms, time_source source = time_source::receipt) {
    receive({{0, 0, timestamp_ms, value, source, false}});
  }

  /// What the broker had kept.
  void receive_retained(double value, int64_t timestamp_ms) {
    receive({{0, 0, timestamp_ms, value, time_source::receipt, true}});
  }

  void receive(std::vector<attribute_update> items) {
    (*counters)[0].add(inbound::received, items.size());
    (*counters)[0].add(inbound::at_asset, items.size());
    update_batch batch{nullptr, counters};
    batch.items = std::move(items);
    tell(press, std::move(batch));
  }

  attribute_state speed() {
    auto views = ask<std::vector<attribute_view>>(press, view_atom::value, std::string{"speed"});
    REQUIRE(views);
    REQUIRE(views->size() == 1);
    return views->front().state;
  }

  caf::expected<write_result> write(const std::string& attribute, const std::string& json) {
    return ask<write_result>(press, write_request{"press", attribute, json, 5'000, false});
  }
};

} // namespace troupe::test
