#include "actors/store/store.hpp"

#include "actors/log.hpp"
#include "actors/store/state_file.hpp"
#include "actors/store/stored_value.hpp"

#include <algorithm>
#include <utility>

namespace troupe {
namespace {

// One commit: short enough not to keep anyone waiting, long enough to spread its cost.
constexpr size_t commit_rows = 10'000;
constexpr size_t commit_bytes = 16 << 20;

// What waits while the disk refuses.
constexpr size_t points_kept = 100'000;
constexpr size_t bytes_kept = 64 << 20;

uint64_t size_of(const std::filesystem::path& file) {
  std::error_code ec;
  auto bytes = std::filesystem::file_size(file, ec);
  return ec ? 0 : bytes;
}

} // namespace

store_state::~store_state() {
  if (!std::exchange(ended_, true) && pending.size() > 0)
    commit();
}

void store_state::start(store_options x) {
  options = std::move(x);
  counts.realm = options.realm;
  counts.file = options.file.string();
  open();
  arm();
  self->delayed_send(self, std::chrono::minutes{1}, tidy_atom::value);
}

// -- the database ---------------------------------------------------------------

bool store_state::open() {
  auto file = open_state_file(options.file, options.full_sync, options.now_ms());
  if (!file) {
    report("store.open_failed", file.error());
    return false;
  }
  if (!file->set_aside.empty()) {
    set_aside_ = file->set_aside;
    log::error(
        "store.corrupt_set_aside", "realm", options.realm, "file", counts.file, "kept_as",
        set_aside_);
  }
  auto opened = realm_database::open(std::move(file->db), options.disk_bytes);
  if (!opened) {
    report("store.open_failed", opened.error());
    return false;
  }
  auto highest = (*opened)->highest_attribute();
  if (highest && *highest < highest_) { // the attributes' numbers would mean others
    give_up("it was replaced while in use");
    return false;
  }
  disk = std::move(*opened);
  for (auto& x : provisional_) {
    auto made = disk->declare({x.asset_id, {x.declaration}});
    if (!made) {
      failed(made.error());
      disk.reset();
      return false;
    }
    x.row = made->front().attribute_id;
  }
  log::info(
      "store.opened", "realm", options.realm, "file", counts.file, "data_points",
      disk->data_points());
  return true;
}

void store_state::give_up(const std::string& reason) {
  if (disk && disk->damaged()) {
    disk.reset();
    auto kept = set_aside(options.file, options.now_ms());
    log::error(
        "store.corrupt_set_aside", "realm", options.realm, "file", counts.file, "kept_as",
        kept ? *kept : sentence(kept.error()));
  }
  if (!std::exchange(ended_, true))
    self->quit(failure(
        errc::store_failed,
        "the database of realm " + options.realm + " has to be begun anew: " + reason));
}

void store_state::failed(const caf::error& x) {
  report("store.commit_failed", x);
  if (disk && disk->damaged())
    give_up(problem_);
}

void store_state::report(const char* event, const caf::error& x) {
  auto text = sentence(x);
  if (problem_ != text)
    log::error(event, "realm", options.realm, "reason", text);
  problem_ = std::move(text);
}

// -- rows -------------------------------------------------------------------------

std::vector<stored_attribute> store_state::declare(const open_asset& x) {
  if (!disk)
    return declare_without_disk(x);
  auto out = disk->declare(x);
  if (out) {
    for (size_t i = 0; i < out->size(); ++i) {
      auto& attribute = (*out)[i];
      highest_ = std::max(highest_, attribute.attribute_id);
      overlay(attribute, x.attributes[i].type);
      if (purging_) // it is wanted again
        std::erase_if(
            purging_->rest, [&](auto& y) { return y.attribute_id == attribute.attribute_id; });
    }
    return std::move(*out);
  }
  failed(out.error());
  return declare_without_disk(x);
}

/// What another actor of the asset left for the next commit is what it knew last.
void store_state::overlay(stored_attribute& x, value_type type) {
  auto waiting = pending.find_state(x.attribute_id);
  if (!waiting)
    return;
  auto content = read_stored(type, to_json(waiting->content));
  x.state = content ? *waiting : attribute_state{};
  if (content)
    x.state.content = std::move(*content);
}

std::vector<stored_attribute> store_state::declare_without_disk(const open_asset& x) {
  std::vector<stored_attribute> out;
  for (auto& declaration : x.attributes) {
    auto [known, fresh] =
        provisional_numbers_.try_emplace(x.asset_id + '\n' + declaration.name, provisional_.size());
    if (fresh)
      provisional_.push_back({x.asset_id, declaration});
    provisional_[known->second].declaration = declaration;
    out.push_back({-static_cast<int64_t>(known->second) - 1, {}});
    overlay(out.back(), declaration.type);
  }
  disk.reset(); // opening it anew gives them their rows
  arm();
  return out;
}

int64_t store_state::row_of(int64_t id) const {
  return id >= 0 ? id : provisional_[static_cast<size_t>(-id - 1)].row;
}

void store_state::take(state_batch& x) {
  pending.take(x);
  auto full = pending.size() >= commit_rows || pending.bytes() >= commit_bytes;
  if (full && problem_.empty())
    commit();
  else if (full)
    bound();
  arm();
}

/// The database is opened anew: its own settings follow from the limits.
void store_state::limit(const store_limits& x) {
  if (std::exchange(options.disk_bytes, x.disk_bytes) == x.disk_bytes)
    return;
  commit();
  disk.reset();
  open();
  arm();
}

void store_state::bound() {
  auto keep = pending.points().size();
  if (keep > points_kept * 11 / 10) // some at once: it moves what stays
    keep = points_kept;
  if (pending.bytes() > bytes_kept)
    keep /= 2;
  auto dropped = pending.drop_points(keep);
  if (dropped > 0 && counts.data_points_dropped == 0)
    log::error("store.data_points_dropped", "realm", options.realm, "reason", problem_);
  counts.data_points_dropped += dropped;
}

// -- commits ------------------------------------------------------------------------

void store_state::arm() {
  // A commit of a full group leaves the timer as it is: the next one may come early, never late.
  if (armed_ || (disk && pending.size() == 0))
    return;
  armed_ = true;
  self->delayed_send(self, options.commit_interval, commit_atom::value);
}

void store_state::commit_due() {
  armed_ = false;
  commit();
  arm();
}

void store_state::commit() {
  if (!disk && !open())
    return;
  if (pending.size() > 0 && !write())
    return;
  if (!problem_.empty())
    log::info(
        "store.recovered", "realm", options.realm, "file", counts.file, "data_points_dropped",
        counts.data_points_dropped);
  problem_.clear();
}

bool store_state::write() {
  auto start = std::chrono::steady_clock::now();
  pending.sort();
  auto left_out = disk->commit(
      pending, [this](int64_t id) { return row_of(id); }, options.now_ms());
  if (!left_out) {
    failed(left_out.error());
    return false;
  }
  if (*left_out > 0 && !budget_full_)
    log::error("store.data_points_dropped", "realm", options.realm, "reason", "disk budget");
  budget_full_ = *left_out > 0;
  counts.data_points_dropped += *left_out;
  counts.rows_written += pending.size() - *left_out;
  counts.last_commit_ms = options.now_ms();
  ++counts.commits;
  pending.committed();
  auto seconds = std::chrono::duration<double>{std::chrono::steady_clock::now() - start}.count();
  counts.commit_seconds_max = std::max(counts.commit_seconds_max, seconds);
  return true;
}

caf::result<uint64_t> store_state::flush() {
  if (pending.size() > 0 || !disk)
    commit();
  if (!problem_.empty())
    return failure(errc::store_failed, problem_);
  return counts.commits;
}

void store_state::tidy() {
  constexpr int64_t retry_ms = 60'000;
  auto again_ms = disk ? disk->tidy(options.now_ms()) : caf::expected<int64_t>{retry_ms};
  if (!again_ms)
    log::warn("store.tidy_failed", "realm", options.realm, "reason", sentence(again_ms.error()));
  if (!again_ms && disk->damaged())
    give_up(sentence(again_ms.error()));
  self->delayed_send(
      self, std::chrono::milliseconds{again_ms ? *again_ms : retry_ms}, tidy_atom::value);
}

store_view store_state::view() const {
  auto out = counts;
  out.file_bytes = size_of(options.file);
  out.wal_bytes = size_of(counts.file + "-wal");
  out.data_points = disk ? static_cast<uint64_t>(disk->data_points()) : 0;
  out.pending = pending.size();
  describe_problem(out);
  return out;
}

/// Without an answer from the disk everything is subscribed again, which is safe.
std::vector<topic_request> store_state::recall(const session_query& x) {
  auto topics = disk ? disk->sessions().load(x) : caf::expected{std::vector<topic_request>{}};
  if (topics)
    return std::move(*topics);
  failed(topics.error());
  return {};
}

void store_state::remember(const session_record& x) {
  if (!disk)
    return;
  if (auto err = disk->sessions().save(x))
    failed(err);
}

void store_state::describe_problem(store_view& out) const {
  std::error_code ec;
  if (!problem_.empty()) {
    out.problem = "The store of realm " + options.realm + " writes nothing, rows wait in memory ("
                  + std::to_string(pending.size()) + " now): " + problem_;
    out.what_to_do =
        disk ? "see that the disk has room and works, and that " + counts.file + " may be written"
             : "the database is opened again at every commit: mend the cause, and "
               "what waits is written; no restart is needed";
  } else if (budget_full_) {
    out.problem = "The states of realm " + options.realm + " alone fill its limits.disk of "
                  + std::to_string(options.disk_bytes) + " bytes, no data points are stored";
    out.what_to_do = "raise limits.disk of realm " + options.realm;
  } else if (!set_aside_.empty() && std::filesystem::exists(set_aside_, ec)) {
    out.problem = "The database of realm " + options.realm
                  + " was damaged and begun anew; it lies at " + set_aside_;
    out.what_to_do = "look at it, then move it away or delete it; `sqlite3 FILE .recover` saves "
                     "what can be saved";
  }
}

// -- the actor ------------------------------------------------------------------------

timed_store_actor::behavior_type store(
    metered_self<timed_store_actor, store_state> self, std::shared_ptr<meter> meter,
    store_options options) {
  self->keep_meter(std::move(meter));
  self->state.start(std::move(options));
  return {
      [self](const open_asset& x) { return self->state.declare(x); },
      [self](state_batch& x) { self->state.take(x); },
      [self](const store_limits& x) { self->state.limit(x); },
      [self](const purge_request& x) { return self->state.purge(x); },
      [self](purge_atom) { self->state.purge_slice(); },
      [self](flush_atom) { return self->state.flush(); },
      [self](view_atom) { return self->state.view(); },
      [self](const session_query& x) { return self->state.recall(x); },
      [self](const session_record& x) { self->state.remember(x); },
      [](pulse_atom) {},
      [self](commit_atom) { self->state.commit_due(); },
      [self](tidy_atom) { self->state.tidy(); },
  };
}

} // namespace troupe
