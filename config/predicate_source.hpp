#pragma once

#include "config/formats.hpp"

// How `message_match_predicate` is written: one table whose keys depend on its type.
namespace troupe::config {

enum class predicate_kind : uint8_t {
  string,
  number,
  boolean,
  datetime,
  value_any,
  value_empty,
  array,
  radial,
  rect,
  geojson,
  calendar_event,
};

/// One predicate as it is written.
struct predicate_source {
  enum predicate_kind type = predicate_kind::string;
  string_predicate text;
  number_predicate number;
  boolean_predicate boolean;
  date_predicate date;
  empty_predicate empty;
  array_predicate array;
  radial_predicate radial;
  rect_predicate rect;
  geojson_predicate geojson;
  calendar_predicate calendar;
  enum comparison comparison = comparison::equals;
  bool negate = false;
  bool negated = false;
};

const section<predicate_source>& predicate_section();

/// Adds the keys that the type needs where they are 0 or empty.
void add_required(table& keys, predicate_kind type);

/// Its word; OpenRemote's `value-any` is `value_any`, and any case is fine.
format<predicate_kind> predicate_type();

} // namespace troupe::config
