#include "actors/link/java_regex_behind.hpp"

#include "actors/link/pcre2_pattern.hpp"
#include "schemas/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

namespace troupe {
namespace {

constexpr size_t ways_max = 300;
constexpr size_t way_cost = 32; // in memory, beside its text

/// One of the texts that a piece may take, all of which have one length.
struct way {
  std::string text;
  size_t length = 0; ///< In characters.
  bool far = false;  ///< Longer than is looked: stands for all that end like it.
};

using ways = std::vector<way>;

bool same_length(const ways& xs) {
  return std::all_of(
      xs.begin(), xs.end(), [&](const way& x) { return !x.far && x.length == xs.front().length; });
}

/// Reads what the translator wrote: no quotes, and brackets that are no groups
/// only as `\x{…}`. The first thing that cannot be spread ends the reading.
class spreader {
public:
  spreader(std::string_view body, size_t& room) : rest_{body}, room_{room} {}

  std::optional<std::string> spread() {
    size_t branches = 0;
    auto all = alternatives(branches);
    // Java's own arithmetic goes astray where more than one piece varies beside
    // what has no end.
    if (failed_ || !rest_.empty() || varying_ == 0 || (endless_ && (varying_ > 1 || branches > 1)))
      return std::nullopt;
    std::string out;
    for (auto& x : all)
      out += (out.empty() && &x == &all.front() ? "" : "|") + x.text + (x.far ? pcre2_give_up : "");
    return out;
  }

private:
  bool accept(char c) {
    auto found = rest_.starts_with(c);
    rest_.remove_prefix(found);
    return found;
  }

  std::string_view take(size_t size) {
    auto out = rest_.substr(0, size);
    rest_.remove_prefix(out.size());
    return out;
  }

  ways fail() {
    failed_ = true;
    rest_ = {};
    return {};
  }

  void add(ways& to, way x) {
    auto cost = x.text.size() + way_cost;
    if (to.size() == ways_max || cost > room_) {
      fail();
      return;
    }
    room_ -= cost;
    to.push_back(std::move(x));
  }

  ways alternatives(size_t& branches) {
    ways out;
    do {
      ++branches;
      for (auto& x : sequence())
        add(out, std::move(x));
    } while (!failed_ && accept('|'));
    return out;
  }

  ways sequence() {
    ways out{way{}};
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')')
      out = joined(out, repeated(atom()));
    return out;
  }

  ways joined(const ways& left, const ways& right) {
    ways out;
    std::set<std::string> known;
    for (auto& x : left)
      for (auto& y : right) {
        if (failed_)
          return {};
        auto text = y.far ? y.text : x.text + y.text;
        if (known.insert(text).second)
          add(out, {std::move(text), x.length + y.length, x.far || y.far});
        else
          room_ -= std::min(room_, way_cost);
      }
    return out;
  }

  ways atom() {
    if (rest_[0] == '(')
      return group();
    if (rest_[0] == '[') {
      size_t end = 1;
      while (end < rest_.size() && rest_[end] != ']')
        end += rest_[end] == '\\' ? 2 : 1;
      return {way{std::string{take(end + 1)}, 1}};
    }
    if (rest_.starts_with("\\x{"))
      return {way{std::string{take(rest_.find('}') + 1)}, 1}};
    if (rest_.starts_with("\\x"))
      return {way{std::string{take(4)}, 1}};
    for (auto place : {"\\A", "\\z", "\\b", "\\B", "\\G"})
      if (rest_.starts_with(place))
        return {way{std::string{take(2)}}};
    if (rest_[0] == '.' || is_letter_or_digit(static_cast<unsigned char>(rest_[0])))
      return {way{std::string{take(1)}, 1}};
    return fail();
  }

  ways group() {
    for (auto look : {"(?=", "(?!", "(?<"})
      if (rest_.starts_with(look))
        return {way{look_around()}};
    std::string open{rest_.starts_with("(?") ? take(rest_.find_first_of(":>") + 1) : take(1)};
    if (open.empty())
      return fail();
    if (open == "(")
      open = "(?:";
    size_t branches = 0;
    auto out = alternatives(branches);
    if (!accept(')'))
      return fail();
    if (!same_length(out)) {
      auto plain =
          open == "(?:" && std::none_of(out.begin(), out.end(), [](const way& x) { return x.far; });
      ++varying_;
      return plain ? out : fail();
    }
    auto length = out.front().length;
    for (auto& x : out)
      open += (&x == &out.front() ? "" : "|") + x.text;
    ways one;
    add(one, {open + ")", length});
    return one;
  }

  /// One whole, of which the groups no longer capture.
  std::string look_around() {
    std::string out;
    size_t depth = 0;
    do {
      auto c = take(1);
      out += c;
      depth += c == "(";
      depth -= c == ")";
      if (c == "(" && !rest_.starts_with('?'))
        out += "?:";
    } while (depth > 0 && !rest_.empty());
    return out;
  }

  size_t number(size_t otherwise) {
    auto out = otherwise;
    auto end = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out).ptr;
    rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
    return out;
  }

  ways repeated(const ways& x) {
    size_t least = rest_.starts_with('+');
    size_t most = rest_.starts_with('?') ? 1 : SIZE_MAX;
    if (accept('{')) {
      least = number(0);
      most = accept(',') ? number(SIZE_MAX) : least;
      accept('}');
    } else if (!accept('?') && !accept('*') && !accept('+')) {
      return x;
    }
    auto lazy = accept('?');
    auto possessive = accept('+');
    if (failed_ || (possessive && (least != most || x.size() > 1)))
      return fail();
    if (x.size() == 1 && x[0].length == 0)
      return least == 0 ? ways{way{}} : x;
    varying_ += least != most;
    if (most == SIZE_MAX)
      return lazy || least > 1 || x.size() > 1 || x[0].length > 1 ? fail() : endless(x[0], least);
    if (most - least >= ways_max)
      return fail();
    return x.size() == 1 ? times(x[0], least, most) : times(x, least, most);
  }

  ways times(const way& x, size_t least, size_t most) {
    ways out;
    for (auto count = least; count <= most && !failed_; ++count)
      add(out, {count == 0 ? "" : x.text + "{" + std::to_string(count) + "}", x.length * count});
    return out;
  }

  ways times(const ways& x, size_t least, size_t most) {
    ways out, now{way{}};
    for (size_t count = 0; count <= most && !failed_; ++count) {
      if (count > 0)
        now = joined(now, x);
      if (count >= least)
        for (auto& y : now)
          add(out, y);
    }
    return out;
  }

  ways endless(const way& x, size_t least) {
    endless_ = true;
    auto out = times(x, least, look_behind_max);
    add(out, {x.text + "{" + std::to_string(look_behind_max + 1) + "}", 0, true});
    return out;
  }

  std::string_view rest_;
  size_t& room_;
  size_t varying_ = 0;
  bool endless_ = false;
  bool failed_ = false;
};

} // namespace

std::optional<std::string> spread_look_behind(std::string_view body, size_t& room) {
  return spreader{body, room}.spread();
}

} // namespace troupe
