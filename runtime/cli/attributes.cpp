#include "runtime/cli/attributes.hpp"

#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/json_text.hpp"
#include "runtime/cli/table.hpp"
#include "runtime/http/request_target.hpp"
#include "schemas/value.hpp"

#include <boost/json.hpp>

#include <iostream>

#include <unistd.h>

namespace troupe::cli {
namespace {

namespace json = boost::json;

constexpr auto attribute_shape = "REALM/ASSET/ATTRIBUTE";

std::string asset_target(const std::vector<std::string>& parts, const std::string& between) {
  return "/api/" + percent_encode(parts[0]) + "/asset/" + between + percent_encode(parts[1]);
}

/// The one element of a JSON array, as it stands there.
std::string_view only_element(std::string_view array) {
  auto begin = array.find('[');
  auto end = array.rfind(']');
  return array.substr(begin + 1, end - begin - 1);
}

/// Written as JSON and as nothing else.
bool is_document(value_kind x) {
  return x == value_kind::json || x == value_kind::object || x == value_kind::array
         || x == value_kind::map || x == value_kind::point;
}

/// Taken as it is typed even where it looks like a number: `010203` is a
/// colour, and a long number keeps its digits.
bool is_literal(value_kind x) {
  return x == value_kind::text || x == value_kind::colour || x == value_kind::big_integer
         || x == value_kind::big_number;
}

std::string result_text(const json::value& x) {
  auto topic = text_of(x, "topic");
  return text_of(x, "state") + (topic.empty() ? "" : " (" + printable(topic) + ")");
}

/// What a device sent must not command the terminal; a pipe gets it as it is.
std::string value_line(const std::string& x) {
  return ::isatty(STDOUT_FILENO) != 0 ? printable(x) : x;
}

} // namespace

std::string attributes_target(const std::vector<std::string>& parts, bool stored) {
  static constexpr const char* names[] = {"realm", "asset", "attribute"};
  std::string out = "/api/inspect/attributes?";
  for (size_t i = 0; i < parts.size(); ++i)
    out += (i ? "&" : "") + std::string{names[i]} + "=" + percent_encode(parts[i]);
  return out + (stored ? "&stored=1" : "");
}

std::string attribute_table(const json::value& answer, int64_t now) {
  table out{{"REALM", "ASSET", "ATTRIBUTE", "TYPE", "VALUE", "SET", "QUALITY"}};
  for (auto& x : elements(answer))
    out.add(
        {text_of(x, "realm"), text_of(x, "asset"), text_of(x, "attribute"), text_of(x, "type"),
         plain(member(x, "value")), when_text(number_of(x, "timestamp"), now),
         text_of(x, "quality")});
  return out.text();
}

std::string json_for(std::string_view typed, std::string_view type) {
  json::error_code error;
  auto parsed = json::parse(json::string_view{typed.data(), typed.size()}, error);
  auto kind = kind_of(value_type_of(type).value_or(value_type::number));
  if (is_document(kind) || (!error && (!is_literal(kind) || parsed.is_string())))
    return std::string{typed}; // a JSON attribute would take a slip of the pen for a text
  std::string quoted;
  append_json_string(quoted, typed);
  return quoted;
}

int get(const get_options& x) {
  auto parts = split_path(x.path, 1, 3, "REALM[/ASSET[/ATTRIBUTE]]");
  auto body = client{x}.ask("GET", attributes_target(parts, x.stored));
  auto answer = json::parse(body);
  if (parts.size() == 3 && elements(answer).empty())
    throw command_error{exit_failed, "there is no attribute " + x.path};
  if (x.json)
    std::cout << (parts.size() == 3 ? only_element(body) : std::string_view{body}) << '\n';
  else if (parts.size() == 3)
    std::cout << value_line(plain(member(elements(answer).front(), "value"))) << '\n';
  else
    std::cout << attribute_table(answer, now_ms());
  return exit_well;
}

int set(const set_options& x) {
  auto parts = split_path(x.path, 3, 3, attribute_shape);
  client runtime{x};
  auto known = runtime.get(attributes_target(parts, false));
  if (elements(known).empty())
    throw command_error{exit_failed, "there is no attribute " + x.path};
  auto type = text_of(elements(known).front(), "type");
  auto target = asset_target(parts, "") + "/attribute/" + percent_encode(parts[2]);
  auto body = runtime.ask("PUT", target + (x.wait ? "?wait=1" : ""), json_for(x.value, type));
  std::cout << (x.json ? body : result_text(json::parse(body))) << '\n';
  return exit_well;
}

int history(const history_options& x) {
  auto parts = split_path(x.path, 3, 3, attribute_shape);
  json::object query{{"limit", x.limit}};
  if (!x.from.empty())
    query["fromTimestamp"] = moment(x.from, now_ms());
  if (!x.to.empty())
    query["toTimestamp"] = moment(x.to, now_ms());
  auto target = asset_target(parts, "datapoint/") + "/" + percent_encode(parts[2]);
  auto body = client{x}.ask("POST", target, json::serialize(query));
  if (x.json) {
    std::cout << body << '\n';
    return exit_well;
  }
  auto answer = json::parse(body);
  table out{{"TIME", "VALUE"}};
  for (auto& point : elements(answer))
    out.add({time_text(number_of(point, "x")), plain(member(point, "y"))});
  std::cout << out.text();
  return exit_well;
}

} // namespace troupe::cli
