#include "tests/support/vectors.hpp"

#include <charconv>
#include <cmath>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>

namespace troupe::vectors {
namespace {

double to_double(std::string_view text) { return std::strtod(std::string{text}.c_str(), nullptr); }

bool is_number(const json_node& x) {
  return x.kind == json_kind::integer || x.kind == json_kind::fraction;
}

bool same_json(const json_node& x, const json_node& y) {
  if (is_number(x) && is_number(y))
    return x.text() == y.text() || to_double(x.text()) == to_double(y.text());
  if (x.kind != y.kind)
    return false;
  if (!x.is_container())
    return x.text() == y.text();
  std::vector<const json_node*> left, right;
  for (auto i = x.begin(); i != x.end(); i = i->next())
    left.push_back(i);
  for (auto i = y.begin(); i != y.end(); i = i->next())
    right.push_back(i);
  if (left.size() != right.size())
    return false;
  for (size_t i = 0; i < left.size(); ++i) {
    auto other = x.kind == json_kind::object ? y.member(left[i]->key()) : right[i];
    if (!other || !same_json(*left[i], *other))
      return false;
  }
  return true;
}

bool same_number(double x, const json_node& y) {
  if (y.kind == json_kind::text)
    return to_java_text(x) == y.text();
  return is_number(y) && x == to_double(y.text());
}

bool same(const value& x, const json_node& y) {
  if (auto b = std::get_if<bool>(&x))
    return y.kind == json_kind::boolean && *b == y.is_true();
  if (auto i = std::get_if<int64_t>(&x))
    return y.kind == json_kind::integer && std::to_string(*i) == y.text();
  if (auto d = std::get_if<double>(&x))
    return same_number(*d, y);
  if (auto s = std::get_if<std::string>(&x))
    return y.kind == json_kind::text && *s == y.text();
  json_document document;
  auto json = std::get_if<json_text>(&x);
  return json && document.parse(json->text) && same_json(document.root(), y);
}

bool is_set(const json_node& x, std::string_view name) {
  auto member = x.member(name);
  return member && member->is_true() && member->kind == json_kind::boolean;
}

bool read_filters(const json_node* filters, std::vector<value_filter>& out) {
  if (!filters)
    return true;
  for (auto x = filters->begin(); x != filters->end(); x = x->next()) {
    if (text(*x, "type") != "jsonPath")
      return false;
    out.push_back(json_path_filter{
        text(*x, "path"), is_set(*x, "returnFirst"), is_set(*x, "returnLast"), {}});
  }
  return true;
}

std::optional<value_converter> read_converter(const json_node* entries) {
  if (!entries)
    return std::nullopt;
  value_converter out;
  for (auto x = entries->begin(); x != entries->end(); x = x->next()) {
    json_text literal;
    write_json(literal.text, *x);
    out.emplace_back(x->key(), std::move(literal));
  }
  return out;
}

} // namespace

case_file::case_file(std::string_view name) {
  std::ifstream in{std::string{TROUPE_SOURCE_DIR "/tests/vectors/"}.append(name)};
  std::ostringstream all;
  all << in.rdbuf();
  text_ = all.str();
  if (!in || !document_.parse(text_))
    throw std::runtime_error(std::string{name} + ": " + document_.problem());
}

std::vector<const json_node*> cases(const case_file& file) {
  std::vector<const json_node*> out;
  for (auto x = file.begin(); x != file.end(); x = x->next())
    out.push_back(x);
  return out;
}

std::string text(const json_node& from, std::string_view name) {
  auto member = from.member(name);
  return member ? std::string{member->text()} : std::string{};
}

std::optional<std::string> long_text(const json_node& from, std::string_view name) {
  if (auto plain = from.member(name))
    return std::string{plain->text()};
  std::string out;
  if (auto hex = from.member(std::string{name} + "Hex")) {
    for (auto rest = hex->text(); !rest.empty(); rest.remove_prefix(2)) {
      unsigned char byte = 0;
      std::from_chars(rest.data(), rest.data() + 2, byte, 16);
      out += static_cast<char>(byte);
    }
    return out;
  }
  auto parts = from.member(std::string{name} + "Parts");
  if (!parts)
    return std::nullopt;
  for (auto x = parts->begin(); x != parts->end(); x = x->next())
    for (auto times = std::stoi(std::string{x->element(1)->text()}); times > 0; --times)
      out += x->element(0)->text();
  return out;
}

std::optional<value_type> type_of(const json_node& test, std::string_view member) {
  return value_type_of(text(test, member));
}

std::optional<agent_link_settings> link_of(const json_node& link) {
  if (link.member("messageMatchPredicate"))
    return std::nullopt;
  agent_link_settings out;
  if (!read_filters(link.member("valueFilters"), out.value_filters)
      || !read_filters(link.member("writeValueFilters"), out.write_value_filters))
    return std::nullopt;
  out.converter = read_converter(link.member("valueConverter"));
  out.write_converter = read_converter(link.member("writeValueConverter"));
  out.write_value = text(link, "writeValue");
  out.update_on_write = is_set(link, "updateOnWrite");
  out.on_miss = text(link, "onMiss") == "keep" ? on_miss::keep : on_miss::null;
  return out;
}

std::vector<const json_node*> passing(const json_node& test) {
  static const std::set<std::string> either{"Q04", "Q07", "Q08", "Q12", "Q17",
                                            "Q20", "Q26", "Q32", "Q33"};
  static const std::set<std::string> imitated{"Q16", "Q18", "Q19", "Q29"};
  auto expect = test.member("expect");
  auto fixed = test.member("fixed");
  auto quirk = text(test, "quirk");
  if (!fixed || imitated.contains(quirk))
    return {expect};
  if (either.contains(quirk))
    return {expect, fixed};
  return {fixed};
}

bool same_value(const value& x, const json_node& outcome) {
  if (auto expected = outcome.member("value"))
    return same(x, *expected);
  auto expected = long_text(outcome, "value");
  return expected && x == value{*expected};
}

} // namespace troupe::vectors
