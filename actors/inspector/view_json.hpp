#pragma once

#include "actors/inspector/json_writer.hpp"
#include "schemas/messages.hpp"

/// How the actors' views look in the API.
namespace troupe {

void append(json_writer& out, const agent_view& x);
void append(json_writer& out, const attribute_view& x);
void append(json_writer& out, const data_point& x);
void append(json_writer& out, const probe_report& x);
void append(json_writer& out, const store_view& x);
/// Days are counted from `now_ms`.
void append(json_writer& out, const certificate_view& x, int64_t now_ms);

/// The array of them all.
template <class T>
json_writer array_of(const std::vector<T>& xs) {
  json_writer out;
  out.open('[');
  for (auto& x : xs)
    append(out, x);
  out.close(']');
  return out;
}

} // namespace troupe
