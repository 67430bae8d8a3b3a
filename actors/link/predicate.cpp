#include "actors/link/predicate.hpp"

#include "actors/link/predicate_time.hpp"
#include "actors/link/step_reading.hpp"
#include "actors/link/upper_case.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

bool stands_in(text_match match, std::string_view wanted, std::string_view x) {
  switch (match) {
  case text_match::exact: return x == wanted;
  case text_match::begin: return x.starts_with(wanted);
  case text_match::end: return x.ends_with(wanted);
  case text_match::contains: return x.find(wanted) != x.npos;
  }
  return false;
}

/// Whether `x` compares so; what is not set is below everything.
template <class T>
bool compares(
    comparison how, const T& x, const std::optional<T>& wanted, const std::optional<T>& upper) {
  switch (how) {
  case comparison::equals: return wanted && x == *wanted;
  case comparison::greater_than: return !wanted || x > *wanted;
  case comparison::greater_equals: return !wanted || x >= *wanted;
  case comparison::less_than: return wanted && x < *wanted;
  case comparison::less_equals: return wanted && x <= *wanted;
  case comparison::between: return (!wanted || x >= *wanted) && upper && x <= *upper;
  }
  return false;
}

} // namespace

struct predicate::compiler {
  caf::expected<predicate> operator()(string_predicate x) const {
    if (x.value && !x.case_sensitive)
      upper_case(std::string{*x.value}, *x.value);
    return predicate{std::move(x)};
  }

  caf::expected<predicate> operator()(const number_predicate& x) const {
    number_test out{x.comparison, {}, {}, x.negate};
    for (auto [from, to] :
         {std::pair{&x.value, &out.value}, std::pair{&x.range_value, &out.range_value}}) {
      if (!*from)
        continue;
      *to = exact_number::parse((*from)->text);
      if (!*to)
        return failure(errc::config_invalid, "a number predicate compares with what is no number");
    }
    return predicate{std::move(out)};
  }

  caf::expected<predicate> operator()(const array_predicate& x) const {
    auto made = array_match::compile(x);
    return made ? caf::expected<predicate>{predicate{std::move(*made)}} : made.error();
  }

  caf::expected<predicate> operator()(const radial_predicate& x) const {
    return predicate{geofence{x}};
  }

  caf::expected<predicate> operator()(const rect_predicate& x) const {
    return predicate{geofence{x}};
  }

  caf::expected<predicate> operator()(const geojson_predicate& x) const {
    auto made = geofence::compile(x);
    return made ? caf::expected<predicate>{predicate{std::move(*made)}} : made.error();
  }

  template <class T>
  caf::expected<predicate> operator()(const T& x) const {
    return predicate{x};
  }
};

struct predicate::question {
  const step_value& x;
  filter_workspace& space;
  int64_t now_ms;

  caf::expected<bool> operator()(const string_predicate& p) const {
    std::string buffer, folded;
    auto have = text_form(x, buffer);
    if (have && !p.case_sensitive) {
      upper_case(*have, folded);
      have = folded;
    }
    auto both = have && p.value;
    auto result = both ? stands_in(p.match, *p.value, *have) : !have && !p.value;
    return result != p.negate;
  }

  caf::expected<bool> operator()(const number_test& p) const {
    auto number = number_of(x);
    return number && compares(p.comparison, *number, p.value, p.range_value) != p.negate;
  }

  caf::expected<bool> operator()(const boolean_predicate& p) const {
    if (is_null_step(x))
      return false;
    auto typed = coerce(x, value_type::boolean);
    auto found = typed ? std::get_if<bool>(&*typed) : nullptr;
    return found && *found == p.value;
  }

  caf::expected<bool> operator()(const date_predicate& p) const {
    if (!p.value || (p.comparison == comparison::between && !p.range_value))
      return false;
    auto date = date_of(x);
    if (!date)
      return false;
    std::optional<int64_t> from = moment_of(*p.value, now_ms);
    std::optional<int64_t> to;
    if (p.range_value)
      to = moment_of(*p.range_value, now_ms);
    return compares(p.comparison, *date, from, to) != p.negate;
  }

  caf::expected<bool> operator()(const any_predicate&) const { return true; }

  caf::expected<bool> operator()(const empty_predicate& p) const {
    return std::holds_alternative<std::monostate>(x.content) != p.negate;
  }

  caf::expected<bool> operator()(const array_match& p) const {
    auto array = container_of(x, space);
    return array && array->kind == json_kind::array && p.takes(*array);
  }

  caf::expected<bool> operator()(const geofence& p) const {
    auto node = container_of(x, space);
    auto point = node ? point_of(*node) : std::nullopt;
    return point && p.takes(*point);
  }

  /// Active from its start until before its end, for ever where it has none.
  caf::expected<bool> operator()(const calendar_predicate& p) const {
    auto event = container_of(x, space);
    auto member = [&](std::string_view name) {
      auto found = event && event->kind == json_kind::object ? event->member(name) : nullptr;
      return found && found->kind != json_kind::null ? found : nullptr;
    };
    auto begin = member("start");
    auto end = member("end");
    auto from = begin ? date_of(*begin) : std::nullopt;
    auto to = end ? date_of(*end) : std::nullopt;
    if (!from || (end && !to))
      return true;
    if (auto again = member("recurrence"); again && !trimmed(again->text()).empty())
      return failure(
          errc::payload_invalid,
          "the calendar event recurs, which a message match does not follow");
    auto when = p.timestamp_ms.value_or(now_ms);
    return *from <= when && (!to || when < *to);
  }
};

caf::expected<predicate> predicate::compile(const value_predicate& x) {
  return std::visit(compiler{}, x);
}

caf::expected<bool>
predicate::matches(const step_value& x, filter_workspace& space, int64_t now_ms) const {
  return std::visit(question{x, space, now_ms}, content_);
}

} // namespace troupe
