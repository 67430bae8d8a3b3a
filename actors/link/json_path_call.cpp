#include "actors/link/json_path_compiler.hpp"

#include "schemas/text.hpp"

#include <array>
#include <charconv>

/// The two small grammars inside of paths: numbers in brackets and calls.
namespace troupe::jsonpath {
namespace {

constexpr std::array<std::pair<std::string_view, function>, 13> functions{{
    {"avg", function::avg},
    {"stddev", function::stddev},
    {"sum", function::sum},
    {"min", function::min},
    {"max", function::max},
    {"concat", function::concat},
    {"length", function::length},
    {"size", function::length},
    {"append", function::append},
    {"keys", function::keys},
    {"first", function::first},
    {"last", function::last},
    {"index", function::index},
}};

bool read_number(std::string_view text, compilation& shared, int32_t& out) {
  auto end = text.data() + text.size();
  auto read = std::from_chars(text.data(), end, out);
  if (!text.empty() && read.ptr == end && read.ec == std::errc{})
    return true;
  return shared.fail(text.data(), "a whole number of 32 bits is expected");
}

bool read_slice(std::string_view inner, compilation& shared, token& out) {
  out.kind = token::kind::slice;
  auto bound = [&](std::optional<int32_t>& x) { // up to the next colon
    auto text = inner.substr(0, inner.find(':'));
    inner.remove_prefix(std::min(text.size() + 1, inner.size()));
    int32_t number = 0;
    if (text.empty())
      return true;
    x = number;
    return read_number(text, shared, *x);
  };
  auto begin = inner.data();
  if (inner.find_first_not_of("0123456789-:") != inner.npos)
    return shared.fail(begin, "a slice is written [1:2], without blanks");
  if (!bound(out.from) || !bound(out.to)) // what follows, Jayway does not read
    return false;
  return out.from || out.to || shared.fail(begin, "a slice needs a begin or an end");
}

/// Reads the arguments behind an opening bracket, by Jayway's rules: objects,
/// numbers and texts in double quotes are JSON, $ and @ begin a path.
class argument_reader {
public:
  argument_reader(cursor& at, compilation& shared, token& out)
      : at_{at}, shared_{shared}, out_{out} {}

  bool run() {
    auto begin = at_.position;
    while (at_.in() && brackets_ > 0)
      if (!take(at_.position++))
        return false;
    if (brackets_ == 0 && square_ == 0 && curly_ == 0)
      return true;
    return shared_.fail(at_.text().data() + begin, "the brackets of the arguments do not match");
  }

private:
  enum class kind : uint8_t { none, json, path };

  bool take(size_t i) {
    auto c = at_.at(i);
    if (kind_ == kind::none)
      begin(i, c);
    switch (c) {
    case '"': quotes_ += at_.at(i - 1) != '\\' && quotes_ > 0 ? -1 : 1; break;
    case '(': ++brackets_; break;
    case '{': ++curly_; break;
    case '[': ++square_; break;
    case '}': --curly_; break;
    case ']': --square_; break;
    case ')': --brackets_; return end(i, brackets_ <= 1);
    case ',': return end(i, brackets_ == 1);
    default: break;
    }
    return true;
  }

  void begin(size_t i, char c) {
    first_ = i;
    if (c == '{' || (c >= '0' && c <= '9') || c == '"' || c == '-')
      kind_ = kind::json;
    else if (c == '$' || c == '@')
      kind_ = kind::path;
  }

  bool end(size_t i, bool outermost) {
    if (!outermost || quotes_ != 0 || curly_ != 0 || square_ != 0)
      return true;
    // The closing bracket of a call without arguments belongs to the path.
    auto text = at_.part(first_, at_.at(i) == ')' && at_.at(i - 1) == '(' ? i + 1 : i);
    auto was = kind_;
    kind_ = kind::none;
    argument x;
    switch (was) {
    case kind::none: return true;
    case kind::json:
      if (auto json = std::make_shared<written_json>(); json->document.parse(json->text = text))
        x.json = json;
      else
        return shared_.fail(text.data(), "the argument is no JSON, " + json->document.problem());
      break;
    case kind::path: x.path = compile_path(text, shared_); break;
    }
    out_.arguments.push_back(std::move(x));
    return out_.arguments.back().json || out_.arguments.back().path;
  }

  cursor& at_;
  compilation& shared_;
  token& out_;
  kind kind_ = kind::none;
  size_t first_ = 0;
  int brackets_ = 1, square_ = 0, curly_ = 0, quotes_ = 0;
};

} // namespace

bool read_indexes(std::string_view inner, compilation& shared, token& out) {
  inner = trimmed(inner);
  if (inner.find(':') != inner.npos)
    return read_slice(inner, shared, out);
  out.kind = token::kind::indexes;
  for (;;) {
    auto comma = inner.find(',');
    if (!read_number(trimmed(inner.substr(0, comma)), shared, out.indexes.emplace_back()))
      return false;
    if (comma == inner.npos)
      return true;
    inner.remove_prefix(comma + 1);
  }
}

bool read_call(cursor& at, std::string_view name, compilation& shared, token& out) {
  auto known = functions.begin();
  while (known != functions.end() && known->first != name)
    ++known;
  if (known == functions.end())
    return shared.fail(
        name.data(), "there is no function " + std::string{name}
                         + "(); a name with brackets is written ['a(b)']");
  out.function = known->second;
  if (at.at(at.position + 1) == ')') {
    ++at.position;
    return at.at_tail()
           || shared.fail(
               at.text().data() + at.position + 1,
               "nothing can follow a function without arguments");
  }
  ++at.position;
  return argument_reader{at, shared, out}.run();
}

} // namespace troupe::jsonpath
