#include "actors/link/write_template.hpp"

#include "config/text_cursor.hpp"
#include "schemas/errors.hpp"

#include <limits>

namespace troupe {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view letters_and_digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

caf::error refused(errc code, std::string_view placeholder, const caf::error& why) {
  constexpr size_t shown_max = 80;
  auto cut = placeholder.size() > shown_max;
  return failure(
      code, "write_value: the placeholder " + std::string{placeholder.substr(0, shown_max)}
                + (cut ? "…" : "") + ": " + sentence(why));
}

/// Whether `text` begins with a conversion as a format has it; a space does not
/// count as its flag, lest `50% done` be one.
bool begins_conversion(std::string_view text) {
  text_cursor in{text};
  in.rest.remove_prefix(1);
  auto skip = [&](std::string_view of) {
    in.rest.remove_prefix(std::min(in.rest.find_first_not_of(of), in.rest.size()));
  };
  skip("-#+0,(");
  skip(digits);
  if (in.take('.'))
    skip(digits);
  return !in.rest.empty() && letters_and_digits.find(in.rest[0], 10) != in.rest.npos;
}

/// Whether `text` begins with `%1$` or `%<`, which is nothing but a conversion.
bool begins_indexed_conversion(std::string_view text) {
  auto end = text.find_first_not_of(digits, 1);
  return text.starts_with("%<") || (end > 1 && end != text.npos && text[end] == '$');
}

struct found_format {
  java_format format;
  size_t size = 0;
};

/// The format at the front of `text`. It ends at the first `%` that leaves a valid
/// one, as in `%.1f% of 100%`; without a conversion before it, as in `T=%.1f%`, a
/// `%` that begins one is part of it. Nothing where no `%` can end it.
caf::expected<std::optional<found_format>> find_format(std::string_view text) {
  constexpr auto attempts_max = 32;
  text = text.substr(0, text.find(':'));
  std::optional<found_format> out;
  caf::error first_problem;
  auto end = text.find('%', 1);
  for (auto i = 0; i < attempts_max && end != text.npos; ++i, end = text.find('%', end + 1)) {
    auto made = java_format::compile(text.substr(0, end));
    if (!made) {
      if (!first_problem)
        first_problem = made.error();
      continue;
    }
    auto behind = text.substr(end);
    auto goes_on =
        begins_indexed_conversion(behind) || (!made->uses_value() && begins_conversion(behind));
    out = found_format{std::move(*made), end};
    if (!goes_on)
      break;
  }
  if (!out && first_problem)
    return first_problem;
  return out;
}

struct time_placeholder {
  std::string_view shift; ///< `PT1H`; empty: none.
  bool back = false;
  std::string_view pattern; ///< Empty: none.
  size_t size = 0;
};

/// The placeholder at the front of `text`, which begins with `%TIME`, by its form
/// alone.
std::optional<time_placeholder> find_time(std::string_view text) {
  time_placeholder out;
  text_cursor in{text.substr(5)};
  if (in.rest.starts_with("+P") || in.rest.starts_with("-P")) {
    out.back = in.take('-');
    in.rest.remove_prefix(!out.back);
    auto end = in.rest.find_first_of("%:");
    out.shift = in.rest.substr(0, end);
    in.rest.remove_prefix(out.shift.size());
  }
  if (in.take(':')) {
    out.pattern = in.rest.substr(0, in.rest.find('%'));
    in.rest.remove_prefix(out.pattern.size());
    if (out.pattern.empty())
      return std::nullopt;
  }
  if (!in.take('%'))
    return std::nullopt;
  out.size = text.size() - in.rest.size();
  return out;
}

bool is_plain(std::string_view shift) {
  return shift.find_first_not_of(letters_and_digits) == shift.npos;
}

} // namespace

caf::expected<write_template>
write_template::compile(std::string_view text, const time_zone& zone) {
  constexpr std::string_view opening = "%VALUE";
  write_template out;
  out.zone_ = zone;
  size_t from = 0; // of what is not yet in a part
  auto at = text.find(opening);
  auto add = [&](part x, size_t size) {
    auto why = out.add_text_and_times(text.substr(from, at - from));
    x.source = text.substr(at, size);
    out.parts_.push_back(std::move(x));
    from = at + size;
    return why;
  };
  for (; at != text.npos; at = text.find(opening, std::max(at + 1, from))) {
    auto rest = text.substr(at + opening.size());
    caf::error why;
    if (rest.starts_with('%')) {
      why = add({{}, plain_value{}}, opening.size() + 1);
    } else if (rest.starts_with(':')) {
      auto found = find_format(rest.substr(1));
      if (!found)
        why = refused(
            errc::config_invalid, text.substr(at, text.find('%', at + opening.size() + 2) - at + 1),
            found.error());
      else if (*found)
        why = add({{}, std::move((*found)->format)}, opening.size() + (*found)->size + 2);
    }
    if (why)
      return why;
  }
  if (auto why = out.add_text_and_times(text.substr(from)))
    return why;
  return out;
}

/// Text without values.
caf::error write_template::add_text_and_times(std::string_view text) {
  auto add_text = [&](std::string_view x) {
    if (!x.empty())
      parts_.push_back({std::string{x}, {}});
  };
  size_t from = 0;
  for (auto at = text.find("%TIME"); at != text.npos;
       at = text.find("%TIME", std::max(at + 1, from))) {
    auto found = find_time(text.substr(at));
    if (!found)
      continue;
    auto source = text.substr(at, found->size);
    shown_time x;
    x.back = found->back;
    if (!found->shift.empty()) {
      auto shift = parse_java_duration(found->shift);
      if (!shift && !is_plain(found->shift))
        continue; // never was a placeholder, only looks like one
      if (!shift)
        return refused(
            errc::config_invalid, source,
            failure(
                errc::config_invalid, std::string{found->shift}
                                          + " is no duration of days, hours, minutes and seconds "
                                            "such as P1DT2H30M"));
      x.shift = *shift;
    }
    if (found->pattern == "EPOCH_SECONDS") {
      x.form = shown_time::form::epoch_seconds;
    } else if (found->pattern == "EPOCH_MILLIS") {
      x.form = shown_time::form::epoch_millis;
    } else if (!found->pattern.empty()) {
      auto pattern = java_time_format::compile(found->pattern);
      if (!pattern)
        return refused(errc::config_invalid, source, pattern.error());
      x.form = shown_time::form::pattern;
      x.pattern = std::move(*pattern);
    }
    add_text(text.substr(from, at - from));
    parts_.push_back({std::string{source}, std::move(x)});
    from = at + found->size;
  }
  add_text(text.substr(from));
  return {};
}

bool write_template::formats_value() const {
  return std::any_of(parts_.begin(), parts_.end(), [](auto& x) {
    return std::holds_alternative<java_format>(x.content);
  });
}

caf::expected<std::string>
write_template::render(const shown_value& x, std::chrono::nanoseconds now) const {
  std::string out;
  for (auto& each : parts_) {
    auto text = render(each, x, instant_of(now));
    if (!text)
      return refused(errc::value_invalid, each.source, text.error());
    out += *text;
  }
  return out;
}

caf::expected<std::string>
write_template::render(const part& x, const shown_value& y, const instant& now) const {
  if (std::holds_alternative<plain_value>(x.content))
    return y.text;
  if (auto format = std::get_if<java_format>(&x.content))
    return format->apply(y.argument, zone_);
  if (auto time = std::get_if<shown_time>(&x.content))
    return render(*time, now);
  return x.source;
}

caf::expected<std::string> write_template::render(const shown_time& x, const instant& now) const {
  constexpr auto millis_max = std::numeric_limits<int64_t>::max() / 1000 - 1;
  auto at = x.back ? minus(now, x.shift) : plus(now, x.shift);
  if (!at || (x.form == shown_time::form::epoch_millis && std::abs(at->seconds) > millis_max))
    return failure(errc::value_invalid, "the time is beyond the years that can be shown");
  switch (x.form) {
  case shown_time::form::iso: break;
  case shown_time::form::epoch_seconds: return std::to_string(at->seconds);
  case shown_time::form::epoch_millis:
    return std::to_string(at->seconds * 1000 + at->nanos / 1'000'000);
  case shown_time::form::pattern: return x.pattern.format(*at, zone_);
  }
  return to_iso_text(*at);
}

} // namespace troupe
