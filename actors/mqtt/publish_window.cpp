#include "actors/mqtt/publish_window.hpp"

#include <algorithm>

namespace troupe {

bool publish_window::add(mqtt_publish x) {
  if (waiting_.size() >= waiting_max)
    return false;
  waiting_.push_back(std::move(x));
  return true;
}

std::optional<publish_window::handed> publish_window::next() {
  if (waiting_.empty())
    return std::nullopt;
  auto limit = waiting_.front().qos == 2 ? std::min(size_now_, qos2_size) : size_now_;
  if (in_flight_.size() >= limit)
    return std::nullopt;
  do
    ++last_number_;
  while (in_flight_.count(last_number_) > 0);
  handed result{last_number_, std::move(waiting_.front())};
  waiting_.pop_front();
  in_flight_.emplace(result.number, result.message.token);
  return result;
}

std::optional<uint64_t> publish_window::finish(uint32_t number) {
  auto entry = in_flight_.find(number);
  if (entry == in_flight_.end())
    return std::nullopt;
  auto token = entry->second;
  in_flight_.erase(entry);
  return token;
}

std::vector<uint64_t> publish_window::drop_waiting() {
  std::vector<uint64_t> result;
  for (auto& x : waiting_)
    result.push_back(x.token);
  waiting_.clear();
  return result;
}

std::vector<uint64_t> publish_window::drop_in_flight() {
  std::vector<uint64_t> result;
  for (auto& [number, token] : in_flight_)
    result.push_back(token);
  in_flight_.clear();
  return result;
}

} // namespace troupe
