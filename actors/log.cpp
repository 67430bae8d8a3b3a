#include "actors/log.hpp"

#include <atomic>

namespace troupe::log {
namespace {

std::atomic<level> threshold{level::error};
std::function<void(const record&)> current; // written before the actors start, then only read

} // namespace

void set_sink(level lowest, std::function<void(const record&)> sink) {
  current = std::move(sink);
  threshold = lowest;
}

void set_threshold(level lowest) { threshold = lowest; }

bool enabled(level x) { return x >= threshold.load(std::memory_order_relaxed) && current; }

void write(const record& x) { current(x); }

} // namespace troupe::log
