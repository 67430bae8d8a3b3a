#include "actors/store/pending_rows.hpp"

#include <algorithm>

namespace troupe {
namespace {

constexpr size_t rows_kept_reserved = 16'384; // a burst must not hold its memory for good

size_t bytes_of(const value& x) {
  if (auto text = std::get_if<std::string>(&x))
    return sizeof x + text->size();
  if (auto json = std::get_if<json_text>(&x))
    return sizeof x + json->text.size();
  return sizeof x;
}

template <class T>
void empty_out(std::vector<T>& xs) {
  if (xs.capacity() > rows_kept_reserved)
    xs = {};
  xs.clear();
}

} // namespace

delivery_tally::block* delivery_tally::find(const link_counter_block_ptr& x) {
  if (!x)
    return nullptr;
  auto& out = blocks_[x.get()];
  if (!out.counters) {
    out.counters = x;
    out.links.resize(x->size());
  }
  return &out;
}

void delivery_tally::settle(inbound outcome) {
  for (auto& entry : blocks_) {
    auto& [counters, links] = entry.second;
    for (size_t i = 0; i < links.size(); ++i) {
      if (links[i].waiting == 0)
        continue;
      (*counters)[i].move(inbound::at_store, outcome, links[i].waiting);
      if (outcome != inbound::stored)
        continue;
      (*counters)[i].add(inbound::superseded, links[i].superseded);
      (*counters)[i].add(inbound::late, links[i].late);
    }
  }
  blocks_.clear();
}

void pending_rows::take(state_batch& x) {
  auto source = tally_.find(x.counters);
  for (; x.finished < x.items.size(); ++x.finished)
    put(x.items[x.finished], source);
  x.origin.reset();
}

void pending_rows::put(state_row& row, delivery_tally::block* source) {
  if (row.late)
    return put_late(row, source);
  if (row.data_point) {
    points_.push_back({row.attribute_id, {row.state.timestamp_ms, row.state.content}});
    bytes_ += bytes_of(row.state.content);
  }
  if (source)
    ++source->links[row.link].waiting;
  bytes_ += bytes_of(row.state.content);
  auto& place = slot(row.attribute_id);
  if (place == 0) {
    states_.push_back({row.attribute_id, std::move(row.state), source, row.link});
    place = static_cast<uint32_t>(states_.size());
    return;
  }
  auto& old = states_[place - 1];
  bytes_ -= bytes_of(old.content.content);
  if (old.source)
    ++old.source->links[old.link].superseded;
  old = {row.attribute_id, std::move(row.state), source, row.link};
}

void pending_rows::put_late(state_row& row, delivery_tally::block* source) {
  if (source && row.data_point) {
    ++source->links[row.link].waiting;
    ++source->links[row.link].late;
  } else if (source) { // nothing of it waits for a commit
    (*source->counters)[row.link].move(inbound::at_store, inbound::stored);
    (*source->counters)[row.link].add(inbound::late);
  }
  if (!row.data_point)
    return;
  bytes_ += bytes_of(row.state.content);
  points_.push_back({row.attribute_id, {row.state.timestamp_ms, std::move(row.state.content)}});
}

uint32_t& pending_rows::slot(int64_t attribute_id) {
  // Numbers that the database gave are positive, provisional ones negative; both are dense.
  auto index = static_cast<size_t>(attribute_id < 0 ? -2 * attribute_id - 1 : 2 * attribute_id);
  if (index >= slots_.size())
    slots_.resize(std::max(index + 1, slots_.size() * 3 / 2));
  return slots_[index];
}

const attribute_state* pending_rows::find_state(int64_t attribute_id) {
  auto place = slot(attribute_id);
  return place == 0 ? nullptr : &states_[place - 1].content;
}

void pending_rows::sort() {
  std::sort(states_.begin(), states_.end(), [](const state& a, const state& b) {
    return a.attribute_id < b.attribute_id;
  });
  for (size_t i = 0; i < states_.size(); ++i)
    slot(states_[i].attribute_id) = static_cast<uint32_t>(i + 1);
}

size_t pending_rows::drop_points(size_t keep) {
  if (points_.size() <= keep)
    return 0;
  auto count = points_.size() - keep;
  auto end = points_.begin() + static_cast<ptrdiff_t>(count);
  for (auto i = points_.begin(); i != end; ++i)
    bytes_ -= bytes_of(i->content.content);
  points_.erase(points_.begin(), end);
  return count;
}

void pending_rows::committed() {
  for (auto& x : states_)
    slot(x.attribute_id) = 0;
  empty_out(states_);
  empty_out(points_);
  bytes_ = 0;
  tally_.settle(inbound::stored);
}

} // namespace troupe
