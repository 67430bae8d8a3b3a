#pragma once

#include "tests/support/catch.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/payload.hpp"
#include "actors/link/pipeline.hpp"
#include "actors/link/predicate.hpp"
#include "actors/link/predicate_key.hpp"
#include "actors/link/predicate_time.hpp"
#include "schemas/errors.hpp"

#include <limits>
#include <set>

namespace troupe::test {

constexpr int64_t now = 1'700'000'000'000; // 2023-11-14T22:13:20Z

inline bool matches_text(const value_predicate& p, std::string_view payload) {
  payload_view message{"t", payload};
  filter_workspace space{&message};
  auto compiled = predicate::compile(p);
  REQUIRE(compiled);
  auto got = compiled->matches({message.text(), false}, space, now);
  REQUIRE(got);
  return *got;
}

inline bool matches_json(const value_predicate& p, std::string_view json) {
  json_document document;
  REQUIRE(document.parse(json));
  filter_workspace space;
  auto got = predicate::compile(p).value().matches({&document.root(), false}, space, now);
  REQUIRE(got);
  return *got;
}

inline json_text operator""_json(const char* text, size_t size) {
  return {std::string{text, size}};
}

inline number_predicate number(comparison how, std::string wanted) {
  return {how, json_text{std::move(wanted)}, {}, false};
}

inline date_predicate date_match(comparison how, std::string_view from, std::string_view to = {}) {
  return {how, parse_date_bound(from), parse_date_bound(to), false};
}

inline std::string point(std::string_view coordinates) {
  return R"({"type":"Point","coordinates":)" + std::string{coordinates} + "}";
}

} // namespace troupe::test
