#include "actors/link/java_format_date.hpp"

#include "actors/link/java_time_format.hpp"

namespace troupe::formatting {
namespace {

/// The pattern of java.time for a part of a date; empty where it has none.
std::string_view pattern_of(char date_part) {
  switch (date_part) {
  case 'H': return "HH";
  case 'I': return "hh";
  case 'k': return "H";
  case 'l': return "h";
  case 'M': return "mm";
  case 'S': return "ss";
  case 'L': return "SSS";
  case 'N': return "SSSSSSSSS";
  case 'p': return "a";
  case 'z': return "xx";
  case 'Z': return "z";
  case 'a': return "EEE";
  case 'A': return "EEEE";
  case 'b':
  case 'h': return "MMM";
  case 'B': return "MMMM";
  case 'd': return "dd";
  case 'e': return "d";
  case 'j': return "DDD";
  case 'm': return "MM";
  case 'y': return "yy";
  case 'Y': return "yyyy";
  case 'r': return "hh:mm:ss a";
  case 'R': return "HH:mm";
  case 'T': return "HH:mm:ss";
  case 'D': return "MM/dd/yy";
  case 'F': return "yyyy-MM-dd";
  case 'c': return "EEE MMM dd HH:mm:ss z yyyy";
  default: return "";
  }
}

text_result date_text(std::string_view pattern, int64_t epoch_ms, const time_zone& zone) {
  auto format = java_time_format::compile(pattern);
  if (!format)
    return format.error();
  return format->format(instant_of_ms(epoch_ms), zone);
}

} // namespace

text_result date(const part& x, int64_t epoch_ms, const time_zone& zone) {
  auto since_epoch = instant_of_ms(epoch_ms);
  std::string out;
  switch (x.date_part) {
  case 's': out = std::to_string(epoch_ms / 1000); break;
  case 'Q': out = std::to_string(epoch_ms); break;
  case 'C': {
    auto century =
        civil_of(since_epoch, zone.at(since_epoch.seconds).offset_seconds).date.year / 100;
    out = (century < 10 ? "0" : "") + std::to_string(century);
    break;
  }
  default: {
    auto text = date_text(pattern_of(x.date_part), epoch_ms, zone);
    if (!text)
      return text;
    out = x.date_part == 'p' ? (*text == "AM" ? "am" : "pm") : *text;
  }
  }
  return justified(x, x.capitals ? in_capitals(out) : out);
}

text_result plain_date(int64_t epoch_ms, const time_zone& zone) {
  return date_text(pattern_of('c'), epoch_ms, zone);
}

} // namespace troupe::formatting
