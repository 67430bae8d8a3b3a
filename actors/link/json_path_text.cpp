#include "actors/link/json_path_text.hpp"

#include "actors/link/json_path_program.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/text.hpp"
#include "schemas/value.hpp"

#include <charconv>

namespace troupe::jsonpath {

void cursor::skip_blanks() {
  while (position + 1 < end_ && current() == ' ')
    ++position;
}

void cursor::trim() {
  skip_blanks();
  while (position + 1 < end_ && last() == ' ')
    --end_;
}

size_t cursor::significant_after(size_t i) const {
  do
    ++i;
  while (in(i) && at(i) == ' ');
  return i;
}

char cursor::next_significant(size_t i) const {
  i = significant_after(i);
  return in(i) ? at(i) : ' ';
}

size_t cursor::next_if(size_t i, char c) const {
  i = significant_after(i);
  return in(i) && at(i) == c ? i : npos;
}

size_t cursor::significant_before(size_t i) const {
  while (i > 0 && at(i - 1) == ' ')
    --i;
  return i == 0 ? npos : i - 1;
}

size_t cursor::find(char c, size_t from) const {
  for (auto i = from; in(i); ++i)
    if (at(i) == c)
      return i;
  return npos;
}

size_t cursor::find_unescaped(char c, size_t i) const {
  for (++i; in(i); ++i) {
    if (at(i) == '\\')
      ++i;
    else if (at(i) == c)
      return i;
  }
  return npos;
}

size_t cursor::find_close(size_t i, char open, char close, bool skip_patterns) const {
  size_t opened = 1;
  for (++i; in(i); ++i) {
    for (auto quoted : {true, false}) {
      auto c = at(i);
      if (quoted ? c != '\'' && c != '"' : !skip_patterns || c != '/')
        continue;
      i = find_unescaped(c, i);
      if (i == npos)
        return npos;
      ++i;
    }
    if (at(i) == open)
      ++opened;
    if (at(i) == close && --opened == 0)
      return in(i) ? i : npos;
  }
  return npos;
}

namespace {

std::optional<char32_t> take_unit(std::string_view& x) {
  uint32_t out = 0;
  auto digits = x.substr(0, 4);
  auto end = digits.data() + digits.size();
  if (digits.size() < 4 || std::from_chars(digits.data(), end, out, 16).ptr != end)
    return std::nullopt;
  x.remove_prefix(4);
  return out;
}

/// What follows a \u, taken off `x`. UTF-8 has no halves of surrogate pairs.
bool take_code_point(std::string_view& x, std::string& out) {
  auto unit = take_unit(x);
  if (!unit || (*unit >= 0xDC00 && *unit < 0xE000))
    return false;
  auto c = *unit;
  if (c >= 0xD800 && c < 0xDC00) {
    if (!x.starts_with("\\u"))
      return false;
    x.remove_prefix(2);
    auto low = take_unit(x);
    if (!low || *low < 0xDC00 || *low >= 0xE000)
      return false;
    c = 0x10000 + ((c - 0xD800) << 10) + (*low - 0xDC00);
  }
  append_utf8(out, c);
  return true;
}

constexpr std::string_view structure = "[]{},:";

/// The word without quotes at the front of `x`, taken off, as strict JSON.
std::string take_word(std::string_view& x) {
  auto word = x.substr(0, x.find_first_of(structure));
  x.remove_prefix(word.size());
  word = trimmed(word);
  if (word == "true" || word == "false" || word == "null" || is_json_number(word))
    return std::string{word};
  std::string out;
  append_json_string(out, word);
  return out;
}

/// The quoted text at the front of `x`, taken off, as strict JSON; empty if it
/// does not end.
std::string take_quoted(std::string_view& x) {
  auto close = cursor{x}.find_unescaped(x[0], 0);
  auto text = close == x.npos ? std::nullopt : unescaped(x.substr(1, close - 1));
  if (!text)
    return {};
  x.remove_prefix(close + 1);
  std::string out;
  append_json_string(out, *text);
  return out;
}

/// `x` in strict JSON, as far as a translation of its words makes it so; a
/// comma before a closing bracket is forgiven.
std::optional<std::string> strict(std::string_view x) {
  std::string out;
  while (!x.empty()) {
    auto c = x[0];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      x.remove_prefix(1);
      continue;
    }
    if (structure.find(c) != x.npos) {
      if ((c == ']' || c == '}') && out.ends_with(','))
        out.pop_back();
      out += c;
      x.remove_prefix(1);
      continue;
    }
    auto word = c == '\'' || c == '"' ? take_quoted(x) : take_word(x);
    if (word.empty())
      return std::nullopt;
    out += word;
  }
  return out;
}

} // namespace

std::optional<std::string> unescaped(std::string_view x) {
  std::string out;
  while (!x.empty()) {
    auto c = x[0];
    x.remove_prefix(1);
    if (c == '\\' && !x.empty()) {
      c = x[0];
      x.remove_prefix(1);
      switch (c) {
      case 'n': c = '\n'; break;
      case 't': c = '\t'; break;
      case 'r': c = '\r'; break;
      case 'b': c = '\b'; break;
      case 'f': c = '\f'; break;
      case 'u':
        if (!take_code_point(x, out))
          return std::nullopt;
        continue;
      default: break;
      }
    }
    out += c;
  }
  return out;
}

std::shared_ptr<const written_json> read_written(std::string_view x) {
  auto out = std::make_shared<written_json>();
  auto text = strict(x);
  if (!text)
    return nullptr;
  out->source = x;
  out->text = std::move(*text);
  return out->document.parse(out->text) ? out : nullptr;
}

} // namespace troupe::jsonpath
