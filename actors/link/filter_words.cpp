#include "actors/link/filter_words.hpp"

#include "actors/link/value_words.hpp"

namespace troupe {
namespace {

constexpr size_t listed_max = 12;

std::string number_words(double x) { return to_json(value{x}); }

struct filter_wording {
  std::string operator()(const json_path_filter& x) const {
    auto pick = x.return_first ? ", return_first" : x.return_last ? ", return_last" : "";
    return "json_path " + x.path + pick;
  }

  std::string operator()(const regex_filter& x) const {
    return "regex " + x.pattern + ", match " + std::to_string(x.match_index) + ", group "
           + std::to_string(x.match_group);
  }

  std::string operator()(const substring_filter& x) const {
    return "substring from " + std::to_string(x.begin_index)
           + (x.end_index ? " to before " + std::to_string(*x.end_index) : " to the end");
  }

  std::string operator()(const math_filter& x) const { return "math_expression " + x.expression; }

  std::string operator()(const topic_filter& x) const {
    return "topic level " + std::to_string(x.level);
  }

  std::string operator()(const bytes_filter& x) const {
    std::string out = "bytes, offset " + std::to_string(x.offset) + ", width "
                      + std::to_string(x.width)
                      + (x.endian == byte_order::big ? ", big endian" : ", little endian");
    out += x.is_float ? ", float" : x.is_signed ? ", signed" : "";
    if (x.mask)
      out += ", mask " + std::to_string(*x.mask);
    if (x.shift != 0)
      out += ", shift " + std::to_string(x.shift);
    return x.scale == 1 ? out : out + ", scale " + number_words(x.scale);
  }
};

const char* words_of(text_match x) {
  switch (x) {
  case text_match::exact: return "is equal to ";
  case text_match::begin: return "begins with ";
  case text_match::end: return "ends with ";
  case text_match::contains: return "contains ";
  }
  return "";
}

const char* words_of(comparison x) {
  switch (x) {
  case comparison::equals: return "is equal to ";
  case comparison::greater_than: return "is greater than ";
  case comparison::greater_equals: return "is at least ";
  case comparison::less_than: return "is less than ";
  case comparison::less_equals: return "is at most ";
  case comparison::between: return "is between ";
  }
  return "";
}

std::string negated(bool negate, std::string words) {
  return negate ? "is not so that it " + words : words;
}

std::string span_words(comparison how, const std::string& from, const std::string& to) {
  return words_of(how) + from + (how == comparison::between ? " and " + to : "");
}

std::string bound_words(const std::optional<date_bound>& x) {
  if (!x)
    return "nothing set";
  switch (x->kind) {
  case date_bound::kind::moment: return std::to_string(x->ms) + " ms since 1970";
  case date_bound::kind::time: return "now and " + std::to_string(x->ms) + " ms";
  case date_bound::kind::period:
    return "now and " + counted(static_cast<size_t>(x->months), "month") + " "
           + counted(static_cast<size_t>(x->days), "day");
  }
  return {};
}

std::string place_words(double lat, double lng) {
  return number_words(lat) + ", " + number_words(lng);
}

struct predicate_wording {
  std::string operator()(const string_predicate& x) const {
    if (!x.value)
      return negated(x.negate, "is not there");
    return negated(
        x.negate,
        words_of(x.match) + shown_text(*x.value) + (x.case_sensitive ? "" : " in any case"));
  }

  std::string operator()(const number_predicate& x) const {
    auto digits = [](auto& y) { return y ? y->text : "nothing set"; };
    return negated(
        x.negate,
        "is a number and " + span_words(x.comparison, digits(x.value), digits(x.range_value)));
  }

  std::string operator()(const boolean_predicate& x) const {
    return x.value ? "is true" : "is false";
  }

  std::string operator()(const date_predicate& x) const {
    return negated(
        x.negate, "is a date and "
                      + span_words(x.comparison, bound_words(x.value), bound_words(x.range_value)));
  }

  std::string operator()(const any_predicate&) const { return "is anything"; }

  std::string operator()(const empty_predicate& x) const {
    return x.negate ? "is there" : "is not there";
  }

  std::string operator()(const array_predicate& x) const {
    std::string out = "is an array";
    if (x.value)
      out += " that holds " + shown(value{*x.value})
             + (x.index ? " at [" + std::to_string(*x.index) + "]" : "");
    for (auto [words, n] :
         {std::pair{" of ", x.length_equals},
          {" of more than ", x.length_greater_than},
          {" of less than ", x.length_less_than}})
      if (n)
        out += words + std::to_string(*n) + " elements";
    return negated(x.negated, out);
  }

  std::string operator()(const radial_predicate& x) const {
    return negated(
        x.negated, "is a point within " + number_words(x.radius_m) + " m of latitude, longitude "
                       + place_words(x.lat, x.lng));
  }

  std::string operator()(const rect_predicate& x) const {
    return negated(
        x.negated, "is a point from latitude, longitude " + place_words(x.lat_min, x.lng_min)
                       + " to " + place_words(x.lat_max, x.lng_max));
  }

  std::string operator()(const geojson_predicate& x) const {
    return negated(x.negated, "is a point within the shape " + shown_text(x.geo_json));
  }

  std::string operator()(const calendar_predicate&) const {
    return "is a calendar event that is active, or no such event";
  }
};

} // namespace

std::string to_words(const value_filter& x) { return std::visit(filter_wording{}, x); }

std::string to_words(const value_predicate& x) { return std::visit(predicate_wording{}, x); }

std::string to_words(const constraint_settings& x) {
  std::string out;
  auto add = [&](const std::string& y) { out += (out.empty() ? "" : ", ") + y; };
  if (x.min)
    add("at least " + number_words(*x.min));
  if (x.max)
    add("at most " + number_words(*x.max));
  std::string words;
  for (size_t i = 0; i < x.allowed_values.size() && i < listed_max; ++i)
    words += (i ? ", " : "") + shown(value{x.allowed_values[i]});
  if (!words.empty())
    add("one of " + words + (x.allowed_values.size() > listed_max ? ", …" : ""));
  return out;
}

std::string keys_words(const value_converter& x) {
  std::string out;
  size_t i = 0;
  for (; i < x.size() && i < listed_max; ++i)
    out += (i ? ", " : "") + shown_text(x[i].first);
  return i < x.size() ? out + " and " + std::to_string(x.size() - i) + " more" : out;
}

} // namespace troupe
