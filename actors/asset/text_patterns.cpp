#include "actors/asset/text_patterns.hpp"

#include "schemas/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

namespace troupe {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
constexpr std::string_view mail_signs = "!#$%&'*+/=?^_`{|}~-";
constexpr std::string_view line_ends = "\n\r\v\f";

bool is_lower_alphanumeric(char c) { return is_digit(c) || is_lower(c); }

bool consists_of(std::string_view x, std::string_view known) {
  return x.find_first_not_of(known) == x.npos;
}

/// Calls `good` on what stands between the separators, until it says no.
template <class Good>
bool each_part(std::string_view x, char separator, Good good) {
  for (;;) {
    auto end = x.find(separator);
    if (!good(x.substr(0, end)))
      return false;
    if (end == x.npos)
      return true;
    x.remove_prefix(end + 1);
  }
}

/// Whether `x` reads like `form`, in which 0 stands for any digit.
bool has_form(std::string_view x, std::string_view form) {
  return std::equal(x.begin(), x.end(), form.begin(), form.end(), [](char c, char f) {
    return f == '0' ? is_digit(c) : c == f;
  });
}

int number(std::string_view x) {
  int out = 0;
  std::from_chars(x.data(), x.data() + x.size(), out);
  return out;
}

bool is_octet(std::string_view x) {
  return !x.empty() && x.size() <= 3 && consists_of(x, digits) && number(x) <= 255;
}

bool is_ipv4(std::string_view x) {
  return std::count(x.begin(), x.end(), '.') == 3 && each_part(x, '.', is_octet);
}

/// Octets without leading zeros, as they stand at the end of an IPv6 address.
bool is_strict_ipv4(std::string_view x) {
  return is_ipv4(x) && each_part(x, '.', [](std::string_view octet) {
           return octet.size() == 1 || octet[0] != '0';
         });
}

/// The 16-bit groups of a part of an IPv6 address; nothing if it is none.
std::optional<int> groups_in(std::string_view x, bool may_end_in_ipv4) {
  auto groups = 0;
  if (x.empty())
    return groups;
  auto last = x.rfind(':') + 1; // 0 where there is none
  auto good = each_part(x, ':', [&](std::string_view group) {
    if (may_end_in_ipv4 && group.data() == x.data() + last && is_strict_ipv4(group))
      return (groups += 2) != 0;
    ++groups;
    return !group.empty() && group.size() <= 4 && consists_of(group, hex_digits);
  });
  return good ? std::optional{groups} : std::nullopt;
}

bool is_ipv6(std::string_view x) {
  auto gap = x.find("::");
  if (gap == x.npos)
    return groups_in(x, true) == 8;
  auto left = groups_in(x.substr(0, gap), false);
  auto right = groups_in(x.substr(gap + 2), true);
  return left && right && *left + *right <= 7;
}

/// Begins and ends with one of `core`, and holds these and hyphens.
template <class Core>
bool is_label(std::string_view x, Core core) {
  return !x.empty() && core(x.front()) && core(x.back())
         && std::all_of(x.begin(), x.end(), [&](char c) { return c == '-' || core(c); });
}

bool is_mail_name(std::string_view x) {
  auto is_atom = [](std::string_view atom) {
    return !atom.empty() && std::all_of(atom.begin(), atom.end(), [](char c) {
      return is_lower_alphanumeric(c) || mail_signs.find(c) != mail_signs.npos;
    });
  };
  return each_part(x, '.', is_atom);
}

bool is_quoted_mail_name(std::string_view x) {
  if (x.size() < 2 || x.front() != '"' || x.back() != '"')
    return false;
  x = x.substr(1, x.size() - 2);
  constexpr std::string_view never("\0\n\r", 3);
  for (size_t i = 0; i < x.size(); ++i) {
    auto escaped = x[i] == '\\' && ++i < x.size();
    if (i == x.size() || static_cast<unsigned char>(x[i]) > 0x7f || never.find(x[i]) != never.npos
        || (!escaped && (x[i] == '"' || x[i] == '\t' || x[i] == ' ')))
      return false;
  }
  return true;
}

bool is_mail_host(std::string_view x) {
  if (x.starts_with('[') && x.ends_with(']'))
    return is_ipv4(x.substr(1, x.size() - 2));
  return x.find('.') != x.npos && each_part(x, '.', [](std::string_view label) {
           return is_label(label, is_lower_alphanumeric);
         });
}

bool is_host(std::string_view x) { return is_ip_address(x) || is_host_name(x); }

bool is_host_and_port(std::string_view x) {
  auto colon = x.rfind(':');
  auto port = colon == x.npos ? std::string_view{} : x.substr(colon + 1);
  return is_host(x)
         || (!port.empty() && port.size() <= 5 && consists_of(port, digits)
             && is_host(x.substr(0, colon)));
}

} // namespace

bool is_email(std::string_view x) {
  auto at = x.rfind('@');
  if (at == x.npos)
    return false;
  auto name = x.substr(0, at);
  return (is_mail_name(name) || is_quoted_mail_name(name)) && is_mail_host(x.substr(at + 1));
}

bool is_uuid(std::string_view x) {
  constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";
  return std::equal(x.begin(), x.end(), form.begin(), form.end(), [](char c, char f) {
    return f == '0' ? hex_digits.find(c) != hex_digits.npos : c == f;
  });
}

bool is_asset_id(std::string_view x) {
  return x.size() == 22 && std::all_of(x.begin(), x.end(), is_letter_or_digit);
}

bool is_iso_timestamp(std::string_view x) {
  using namespace std::chrono;
  if (!has_form(x.substr(0, 19), "0000-00-00T00:00:00"))
    return false;
  auto field = [&](size_t at) { return number(x.substr(at, 2)); };
  year_month_day day{
      year{number(x.substr(0, 4))}, month{static_cast<unsigned>(field(5))},
      std::chrono::day{static_cast<unsigned>(field(8))}};
  if (x[0] == '0' || !day.ok() || field(11) > 23 || field(14) > 59 || field(17) > 59)
    return false;
  x.remove_prefix(19);
  if (x.starts_with('.') || x.starts_with(',')) {
    auto end = std::min(x.find_first_not_of(digits, 1), x.size());
    if (end < 2 || end > 10)
      return false;
    x.remove_prefix(end);
  }
  return x == "Z"
         || ((has_form(x, "+00:00") || has_form(x, "-00:00")) && x[1] <= '1' && x[4] <= '5');
}

bool is_ip_address(std::string_view x) {
  x.remove_prefix(std::min(x.find_first_not_of(" \t\n\v\f\r"), x.size()));
  if (is_ipv4(x))
    return true;
  auto zone = x.find('%');
  if (zone != x.npos && (zone + 1 == x.size() || x.find_first_of(line_ends, zone) != x.npos))
    return false;
  return is_ipv6(x.substr(0, zone));
}

bool is_host_name(std::string_view x) {
  auto first = x.data();
  return each_part(x, '.', [&](std::string_view label) {
    return is_label(label, is_letter_or_digit) && (label.data() == first || is_letter(label[0]));
  });
}

bool is_url(std::string_view x, std::string_view scheme) {
  if (x.starts_with(scheme)) {
    auto rest = x.substr(scheme.size());
    rest.remove_prefix(rest.starts_with('s') ? 1 : 0);
    if (rest.starts_with("://"))
      x = rest.substr(3);
  }
  auto slash = x.find('/');
  if (slash != x.npos && x.find_first_of(line_ends, slash) != x.npos)
    return false;
  return is_host_and_port(x.substr(0, slash));
}

} // namespace troupe
