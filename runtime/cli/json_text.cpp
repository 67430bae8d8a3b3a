#include "runtime/cli/json_text.hpp"

#include "schemas/value.hpp"

#include <boost/json.hpp>

#include <array>
#include <charconv>

namespace troupe::cli {
namespace {

namespace json = boost::json;

void append(std::string& out, const json::value& x);

void append(std::string& out, const json::array& x) {
  out += '[';
  for (auto* i = x.begin(); i != x.end(); ++i) {
    out += i == x.begin() ? "" : ",";
    append(out, *i);
  }
  out += ']';
}

void append(std::string& out, const json::object& x) {
  out += '{';
  for (auto* i = x.begin(); i != x.end(); ++i) {
    out += i == x.begin() ? "" : ",";
    append_json_string(out, i->key());
    out += ':';
    append(out, i->value());
  }
  out += '}';
}

void append(std::string& out, double x) {
  std::array<char, 32> digits{};
  out.append(digits.data(), std::to_chars(digits.begin(), digits.end(), x).ptr);
}

void append(std::string& out, const json::value& x) {
  switch (x.kind()) {
  case json::kind::array: return append(out, x.get_array());
  case json::kind::object: return append(out, x.get_object());
  case json::kind::string: return append_json_string(out, x.get_string());
  case json::kind::double_: return append(out, x.get_double());
  default: out += json::serialize(x);
  }
}

} // namespace

std::string json_line(const json::value& x) {
  std::string out;
  append(out, x);
  return out;
}

std::string plain(const json::value& x) {
  if (x.is_null())
    return {};
  return x.is_string() ? std::string{x.get_string()} : json_line(x);
}

const json::value& member(const json::value& x, std::string_view key) {
  static const json::value none;
  auto* object = x.if_object();
  auto* found = object ? object->if_contains(key) : nullptr;
  return found ? *found : none;
}

std::string text_of(const json::value& x, std::string_view key) { return plain(member(x, key)); }

int64_t number_of(const json::value& x, std::string_view key) {
  auto& found = member(x, key);
  json::error_code error;
  auto number = found.to_number<int64_t>(error);
  if (!error)
    return number;
  // Integers beyond 2^53 travel as text.
  if (auto* text = found.if_string())
    std::from_chars(text->begin(), text->end(), number);
  return number;
}

bool flag_of(const json::value& x, std::string_view key) {
  auto* found = member(x, key).if_bool();
  return found && *found;
}

const json::array& elements(const json::value& x) {
  static const json::array none;
  auto* found = x.if_array();
  return found ? *found : none;
}

} // namespace troupe::cli
