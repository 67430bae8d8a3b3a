#include "config/spelling.hpp"

#include "schemas/ascii.hpp"
#include "schemas/utf8.hpp"
#include "schemas/value.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::config {
namespace {

constexpr size_t longest_word = 128; // of what is compared; also bounds the work
constexpr size_t short_list = 8;
constexpr size_t shown_bytes = 60;

double replacement_cost(char a, char b) {
  if (a == b)
    return 0;
  return to_lower(a) == to_lower(b) ? 0.5 : 1;
}

} // namespace

double edit_distance(std::string_view a, std::string_view b, double limit) {
  auto gap = std::fabs(static_cast<double>(a.size()) - static_cast<double>(b.size()));
  if (gap >= limit || a.size() > longest_word || b.size() > longest_word)
    return limit;
  std::vector<double> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j)
    last[j] = static_cast<double>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<double>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min(
          {last[j] + 1, row[j - 1] + 1, last[j - 1] + replacement_cost(a[i - 1], b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], limit);
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
  auto limit = std::max(1.0, static_cast<double>(word.size()) / 3) + 0.5;
  std::string_view best;
  for (auto x : known)
    if (auto distance = edit_distance(word, x, limit); distance < limit) {
      limit = distance;
      best = x;
    }
  return best;
}

std::string likely(std::string_view word, const std::vector<std::string_view>& known) {
  auto name = nearest(word, known);
  return name.empty() ? "" : "; did you mean " + in_quotes(name) + "?";
}

std::string hint(std::string_view word, const std::vector<std::string_view>& known) {
  auto out = likely(word, known);
  if (known.size() <= (out.empty() ? 0 : 1) || known.size() > short_list)
    return out;
  out += out.empty() ? "; known: " : " Known: ";
  for (size_t i = 0; i < known.size(); ++i)
    out.append(i ? ", " : "").append(in_quotes(known[i]));
  return out;
}

std::string one_of(const std::vector<std::string_view>& words) {
  std::string out;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0)
      out += i + 1 == words.size() ? " or " : ", ";
    out += in_quotes(words[i]);
  }
  return out;
}

std::string in_quotes(std::string_view x) {
  auto shown = utf8_head(x, shown_bytes);
  std::string out;
  append_json_string(out, shown);
  return shown.size() < x.size() ? out + "…" : out;
}

} // namespace troupe::config
