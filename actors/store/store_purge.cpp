#include "actors/log.hpp"
#include "actors/store/store.hpp"

/// How the store removes what no configuration names any more.
namespace troupe {

caf::result<std::vector<leftover>> store_state::purge(const purge_request& x) {
  commit(); // what actors that have ended left for it
  if (!disk)
    return failure(errc::store_failed, problem_);
  auto found = disk->find_leftovers(x);
  if (!found)
    return found.error();
  if (!x.remove || found->empty())
    return std::move(*found);
  if (purging_)
    return failure(errc::unavailable, "a purge of realm " + options.realm + " is under way");
  purging_ = {self->make_response_promise<std::vector<leftover>>(), std::move(*found), {}};
  auto promise = purging_->promise;
  self->send(self, purge_atom::value);
  return promise;
}

/// In slices, between which values are stored as ever.
void store_state::purge_slice() {
  auto gone = !purging_->rest.empty() && disk
                  ? disk->remove_leftover(purging_->rest.back().attribute_id)
                  : caf::expected<bool>{failure(errc::store_failed, problem_)};
  if (gone && *gone) {
    purging_->gone.push_back(std::move(purging_->rest.back()));
    purging_->rest.pop_back();
  }
  if (gone && !purging_->rest.empty()) {
    self->send(self, purge_atom::value);
    return;
  }
  auto done = std::move(*purging_);
  purging_.reset();
  if (auto highest = disk ? disk->highest_attribute() : caf::expected<int64_t>{highest_})
    highest_ = *highest;
  log::info("store.purged", "realm", options.realm, "attributes", done.gone.size());
  if (gone || done.rest.empty())
    done.promise.deliver(std::move(done.gone));
  else
    done.promise.deliver(gone.error());
}

} // namespace troupe
