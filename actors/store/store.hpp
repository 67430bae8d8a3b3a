#pragma once

#include "actors/metered.hpp"
#include "actors/store/realm_database.hpp"
#include "schemas/interfaces.hpp"

#include <caf/typed_response_promise.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace troupe {

struct store_options {
  std::filesystem::path file; ///< `<storage_dir>/realms/<realm>/state.db`
  std::string realm;
  std::chrono::milliseconds commit_interval{1000};
  bool full_sync = false;                  ///< A commit survives losing power.
  uint64_t disk_bytes = uint64_t{1} << 30; ///< For the file and its write-ahead log.
  std::function<int64_t()> now_ms;         ///< Wall clock.
};

using commit_atom = caf::atom_constant<caf::atom("commit")>; // the commit interval is over
using purge_atom = caf::atom_constant<caf::atom("purge")>;   // the next slice of what is to go
using tidy_atom = caf::atom_constant<caf::atom("tidy")>;     // time to delete what is too old

/// The store with what it says to itself.
using timed_store_actor = store_actor::extend<
    caf::reacts_to<commit_atom>, caf::reacts_to<tidy_atom>, caf::reacts_to<purge_atom>>;

struct store_state {
  static constexpr const char* name = "store";
  explicit store_state(timed_store_actor::pointer self) : self{self} {}
  store_state(const store_state&) = delete;
  ~store_state(); ///< Commits what is pending.

  void start(store_options x);
  std::vector<stored_attribute> declare(const open_asset& x);
  void take(state_batch& x);
  void limit(const store_limits& x);
  caf::result<std::vector<leftover>> purge(const purge_request& x);
  void purge_slice();
  caf::result<uint64_t> flush();
  void commit_due();
  void tidy();
  store_view view() const;
  std::vector<topic_request> recall(const session_query& x);
  void remember(const session_record& x);

  timed_store_actor::pointer self; ///< The actor that owns this state.
  store_options options;
  std::unique_ptr<realm_database> disk; ///< Null while it cannot be opened.
  pending_rows pending;
  store_view counts; ///< Without what `view` looks up.

private:
  bool open();
  void commit();
  bool write();
  void give_up(const std::string& reason);
  void arm();
  void bound();
  void failed(const caf::error& x);
  void report(const char* event, const caf::error& x);
  void describe_problem(store_view& out) const;
  int64_t row_of(int64_t id) const;
  void overlay(stored_attribute& x, value_type type);
  std::vector<stored_attribute> declare_without_disk(const open_asset& x);

  /// Attributes declared while there was no database; the n-th has the number -n until the end.
  struct provisional {
    std::string asset_id;
    attribute_declaration declaration;
    int64_t row = 0; ///< 0: still none.
  };
  /// A removal under way: what is to go, and what has gone.
  struct purging {
    caf::typed_response_promise<std::vector<leftover>> promise;
    std::vector<leftover> rest;
    std::vector<leftover> gone;
  };
  std::optional<purging> purging_;
  std::vector<provisional> provisional_;
  std::unordered_map<std::string, size_t> provisional_numbers_; ///< By asset and name.
  int64_t highest_ = 0;      ///< Of the database's attribute numbers that were given out.
  std::string problem_;      ///< Why nothing can be written; empty: well.
  std::string set_aside_;    ///< The damaged file that was found, if any.
  bool budget_full_ = false; ///< The last data points found no room.
  bool armed_ = false;
  bool ended_ = false; ///< What is pending must not be written any more.
};

/// Spawn it detached: every message may touch the disk. It starts without its database too: while
/// that cannot be opened or written, rows wait in memory, the newest state of each attribute and a
/// bounded number of data points, and it tries again each interval. Ends only where the database
/// turns out damaged while it is in use: the file is set aside, and the next store begins a new
/// one.
timed_store_actor::behavior_type store(
    metered_self<timed_store_actor, store_state> self, std::shared_ptr<meter> meter,
    store_options options);

} // namespace troupe
