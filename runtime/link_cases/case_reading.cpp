#include "runtime/link_cases/case_reading.hpp"

#include "actors/link/json_equality.hpp"
#include "runtime/openremote/json_members.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"
#include "schemas/utf8.hpp"

#include <charconv>

namespace troupe {
namespace {

constexpr size_t text_size_max = 256 << 20;

caf::expected<std::string> joined_parts(const json_node& parts, std::string_view name) {
  auto wrong = [&] {
    return unreadable(
        std::string{name} + "Parts: expected an array of [text, times], at most 256 MiB in all");
  };
  if (parts.kind != json_kind::array)
    return wrong();
  std::string out;
  for (auto x = parts.begin(); x != parts.end(); x = x->next()) {
    auto text = x->kind == json_kind::array ? x->element(0) : nullptr;
    auto times = text ? x->element(1) : nullptr;
    if (!times || text->kind != json_kind::text || times->kind != json_kind::integer)
      return wrong();
    uint32_t n = 0;
    auto digits = times->text();
    auto problem = std::from_chars(digits.data(), digits.data() + digits.size(), n).ec;
    auto part = text->text();
    if (problem != std::errc{} || part.size() * n > text_size_max - out.size())
      return wrong();
    for (; n > 0 && !part.empty(); --n)
      out += part;
  }
  return out;
}

caf::expected<std::string> decoded_hex(std::string_view hex, std::string_view name) {
  std::string out;
  for (; !hex.empty(); hex.remove_prefix(2)) {
    uint8_t byte = 0;
    auto two = hex.substr(0, 2);
    auto end = two.data() + two.size();
    auto [rest, problem] = std::from_chars(two.data(), end, byte, 16);
    if (two.size() < 2 || problem != std::errc{} || rest != end)
      return unreadable(std::string{name} + "Hex: expected two hexadecimal digits for each byte");
    out += static_cast<char>(byte);
  }
  return out;
}

/// What became of each of OpenRemote's quirks; those not named are imitated.
enum class disposition : uint8_t { fixed, either, imitated };

disposition disposition_of(std::string_view quirk, bool outbound) {
  constexpr std::string_view fixed[] = {"Q01", "Q03", "Q05", "Q06", "Q09", "Q10", "Q11",
                                        "Q13", "Q14", "Q15", "Q21", "Q22", "Q23", "Q24",
                                        "Q25", "Q27", "Q28", "Q30", "Q31", "Q34", "Q35",
                                        "Q36", "Q37", "Q38", "Q39", "Q40", "Q41"};
  constexpr std::string_view either[] = {"Q04", "Q07", "Q08", "Q12", "Q17",
                                         "Q20", "Q26", "Q32", "Q33"};
  if (quirk == "Q02") // a null stays null on its way in
    return outbound ? disposition::either : disposition::fixed;
  for (auto x : fixed)
    if (x == quirk)
      return disposition::fixed;
  for (auto x : either)
    if (x == quirk)
      return disposition::either;
  return disposition::imitated;
}

/// As JSON; a long number may be a text in the case, within arrays, too.
bool same(const json_node& x, const json_node& y) {
  if (x.kind == json_kind::array && y.kind == json_kind::array) {
    auto other = y.begin();
    for (auto i = x.begin(); i != x.end(); i = i->next(), other = other->next())
      if (other == y.end() || !same(*i, *other))
        return false;
    return other == y.end();
  }
  return same_json(x, y, same_number_by_value)
         || (x.is_number() && y.kind == json_kind::text && x.text() == y.text());
}

bool same(const value& x, const json_node& y) {
  if (auto text = std::get_if<std::string>(&x))
    return y.kind == json_kind::text && *text == y.text();
  auto json = to_json(x); // special doubles are texts in it, as in the cases
  json_document document;
  if (!document.parse(json))
    return false;
  return std::holds_alternative<json_text>(x) ? same(document.root(), y)
                                              : same_json(document.root(), y, same_number_by_value);
}

/// An array told by its length and its ends.
bool is_abridged(const value& x, const json_node& outcome, const json_node& count) {
  json_document document;
  auto json = std::get_if<json_text>(&x);
  if (!json || !document.parse(json->text) || document.root().kind != json_kind::array)
    return false;
  auto& array = document.root();
  size_t length = 0;
  for (auto i = array.begin(); i != array.end(); i = i->next())
    ++length;
  auto is_at = [&](const char* name, int64_t index) {
    auto wanted = outcome.member(name);
    auto found = array.element(index);
    return !wanted || (found && same_json(*found, *wanted, same_number_by_value));
  };
  return std::to_string(length) == count.text() && is_at("valueFirst", 0) && is_at("valueLast", -1);
}

} // namespace

caf::error unreadable(std::string why) { return failure(errc::config_invalid, std::move(why)); }

caf::expected<std::string> long_text(const json_node& from, std::string_view name) {
  if (auto plain = from.member(name)) {
    if (plain->kind != json_kind::text)
      return unreadable(std::string{name} + " is no text");
    return std::string{plain->text()};
  }
  if (auto hex = from.member(std::string{name} + "Hex"))
    return decoded_hex(hex->text(), name);
  if (auto parts = from.member(std::string{name} + "Parts"))
    return joined_parts(*parts, name);
  return unreadable(std::string{name} + " is missing");
}

caf::expected<value_type> read_type(const json_node& from, std::string_view member) {
  json_members in{from};
  auto name = in.text(member).value_or("");
  auto type = value_type_of(name);
  if (!type)
    in.complain(member, "is no known attribute type, " + name);
  return type ? caf::expected<value_type>{*type} : in.problem();
}

caf::expected<case_input> read_input(const json_node& from, std::string_view member) {
  json_members in{from};
  auto object = in.object(member);
  if (!object)
    in.complain(member, "is missing");
  if (in.problem())
    return in.problem();
  auto kind = json_members{*object}.text("kind");
  using kinds = enum case_input::kind;
  if (kind == "null")
    return case_input{kinds::null, {}};
  if (kind != "text" && kind != "json" && kind != "literal")
    return unreadable(std::string{member} + ".kind: expected text, json, literal or null");
  auto source = long_text(*object, kind == "text" ? "text" : "jsonText");
  if (!source)
    return unreadable(std::string{member} + "." + sentence(source.error()));
  return case_input{
      kind == "text"   ? kinds::text
      : kind == "json" ? kinds::json
                       : kinds::literal,
      std::move(*source)};
}

std::vector<const json_node*> passing_outcomes(const json_node& test) {
  auto expect = test.member("expect");
  auto fixed = test.member("fixed");
  auto quirk = test.member("quirk");
  auto how = quirk && fixed ? disposition_of(quirk->text(), test.member("value") != nullptr)
                            : disposition::imitated;
  std::vector<const json_node*> out;
  if (expect && expect->kind == json_kind::object && how != disposition::fixed)
    out.push_back(expect);
  if (fixed && fixed->kind == json_kind::object && how != disposition::imitated)
    out.push_back(fixed);
  return out;
}

bool is_value_of(const value& x, const json_node& outcome) {
  if (auto expected = outcome.member("value"))
    return same(x, *expected);
  if (auto count = outcome.member("valueCount"))
    return is_abridged(x, outcome, *count);
  auto expected = long_text(outcome, "value");
  return expected && x == value{*expected};
}

std::string outcome_text(std::string_view word, const value* x, std::string_view why) {
  auto out = "{\"outcome\":\"" + std::string{word} + "\"";
  if (x)
    out += ",\"value\":" + shortened(to_json(*x));
  out += "}";
  return why.empty() ? out : out + ": " + std::string{why};
}

std::string shortened(std::string_view x) {
  constexpr size_t size_max = 400;
  if (x.size() <= size_max)
    return std::string{x};
  return std::string{utf8_head(x, size_max)} + "… (" + std::to_string(x.size()) + " bytes)";
}

} // namespace troupe
