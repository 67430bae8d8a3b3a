#include "actors/link/date_value.hpp"

#include "actors/link/java_time_names.hpp"
#include "config/text_cursor.hpp"
#include "schemas/ascii.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace troupe {
namespace {

using namespace std::chrono;

/// Reads a date from the left; once something is missing, `good` stays false.
struct date_cursor : text_cursor {
  bool good = true;

  void need(char c) { good = take(c) && good; }

  int number(size_t least, size_t most) {
    auto x = take_number(least, most);
    good = good && x;
    return static_cast<int>(x.value_or(0));
  }

  /// Up to nanoseconds are read, milliseconds are kept.
  int fraction_ms() {
    auto billionths = take_billionths(1);
    good = good && billionths;
    return billionths.value_or(0) / 1'000'000;
  }

  std::string_view letters() {
    auto end = std::find_if_not(rest.begin(), rest.end(), is_letter);
    auto out = rest.substr(0, static_cast<size_t>(end - rest.begin()));
    rest.remove_prefix(out.size());
    return out;
  }
};

/// Days, hours and so on may lie beyond their month or day.
int64_t lenient(int year, int month, int day, seconds time) {
  auto years = (month - 1) / 12 - (month < 1 ? 1 : 0);
  auto first = sys_days{std::chrono::year{year + years} / (month - 12 * years) / 1};
  return duration_cast<milliseconds>(first.time_since_epoch() + days{day - 1} + time).count();
}

/// `hh`, `hh:mm` or `hhmm` behind a sign.
seconds offset(date_cursor& in) {
  auto west = in.at('-');
  in.rest.remove_prefix(1);
  seconds out = hours{in.number(2, 2)};
  if (in.take(':') || !in.rest.empty())
    out += minutes{in.number(2, 2)};
  return west ? -out : out;
}

std::optional<int64_t> iso_date(std::string_view text) {
  date_cursor in{{text}};
  auto year = in.number(4, 4);
  in.need('-');
  auto month = in.number(2, 2);
  in.need('-');
  auto day = in.number(2, 2);
  if (in.good && in.rest.empty())
    return lenient(year, month, day, {});
  in.need('T');
  seconds time = hours{in.number(2, 2)};
  in.need(':');
  time += minutes{in.number(2, 2)};
  if (in.take(':'))
    time += seconds{in.number(2, 2)};
  auto ms = in.take('.') ? in.fraction_ms() : 0;
  if (in.at('+') || in.at('-'))
    time -= offset(in);
  else
    in.take('Z');
  if (!in.good || !in.rest.empty())
    return std::nullopt;
  return lenient(year, month, day, time) + ms;
}

/// Where `word`, brief or in full, stands in `names`, in any case.
template <size_t N>
std::optional<int> index_of(const std::array<java_names::text, N>& names, std::string_view word) {
  for (size_t i = 0; i < N; ++i)
    if (equal_in_any_case(word, names[i].brief) || equal_in_any_case(word, names[i].full))
      return static_cast<int>(i);
  return std::nullopt;
}

/// `GMT`, `UTC`, an American zone of RFC 822, or an offset.
std::optional<seconds> zone(date_cursor& in) {
  static constexpr std::array<std::pair<std::string_view, int>, 10> known{{
      {"GMT", 0},
      {"UTC", 0},
      {"EST", -5},
      {"EDT", -4},
      {"CST", -6},
      {"CDT", -5},
      {"MST", -7},
      {"MDT", -6},
      {"PST", -8},
      {"PDT", -7},
  }};
  auto word = in.letters();
  auto found = std::find_if(known.begin(), known.end(), [&](auto& x) { return x.first == word; });
  if (found == known.end() && !word.empty())
    return std::nullopt;
  if (found != known.end() && (found->second != 0 || in.rest.empty()))
    return hours{found->second};
  if (!in.at('+') && !in.at('-'))
    return std::nullopt;
  return offset(in);
}

/// `Tue, 02 Jan 2024 03:04:05 GMT`. The day of the week need not be the right one.
std::optional<int64_t> rfc_1123_date(std::string_view text) {
  date_cursor in{{text}};
  auto weekday = index_of(java_names::weekdays, in.letters());
  in.need(',');
  in.need(' ');
  auto day = in.number(1, 2);
  in.need(' ');
  auto month = index_of(java_names::months, in.letters());
  in.need(' ');
  auto year = in.number(1, 4);
  in.need(' ');
  seconds time = hours{in.number(1, 2)};
  in.need(':');
  time += minutes{in.number(1, 2)};
  in.need(':');
  time += seconds{in.number(1, 2)};
  in.need(' ');
  auto east = in.good ? zone(in) : std::nullopt;
  if (!weekday || !month || !east || !in.good || !in.rest.empty())
    return std::nullopt;
  return lenient(year, *month + 1, day, time - *east);
}

} // namespace

std::optional<int64_t> date_value_of(std::string_view padded) {
  auto text = trimmed(padded);
  int64_t ms = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
  if (error == std::errc{} && end == text.data() + text.size())
    return ms;
  if (text_cursor{text}.digits(1) == 1)
    return iso_date(text);
  return rfc_1123_date(text);
}

} // namespace troupe
