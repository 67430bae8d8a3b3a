#include "actors/link/decimal_parts.hpp"
#include "actors/link/json_equality.hpp"
#include "actors/link/json_path_compiler.hpp"
#include "actors/link/json_path_evaluator.hpp"
#include "actors/link/json_path_value.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/text.hpp"
#include "schemas/utf8.hpp"

#include <algorithm>
#include <cstring>

/// The relations of filters, by the rules of Jayway's EvaluatorFactory and
/// ValueNodes.
namespace troupe::jsonpath {
namespace {

using kind = enum operand_value::kind;

/// A text that is a number, as one.
bool read_number(const operand_value& text, operand_value& out) {
  if (!parse_decimal(text.text))
    return false;
  auto number = parse_double(text.text);
  out.kind = kind::number;
  out.text = text.text;
  out.number = number.value_or(0);
  return number.has_value();
}

/// How x equals y. It matters which of them is asked: 5 == '5.0', but '5.0' is
/// compared with the text of the number.
bool asked(const operand_value& x, const operand_value& y) {
  operand_value number;
  switch (x.kind) {
  case kind::null: return y.kind == kind::null;
  case kind::boolean: return y.kind == kind::boolean && x.text == y.text;
  case kind::text:
    return y.kind == kind::number ? x.text == decimal_of(y)
                                  : y.kind == kind::text && x.text == y.text;
  case kind::number:
    if (y.kind == kind::text)
      return read_number(y, number) && compare_numbers(x, number) == 0;
    return y.kind == kind::number && compare_numbers(x, y) == 0;
  case kind::json: return y.kind == kind::json && x.is_written && y.is_written && x.text == y.text;
  default: return false;
  }
}

bool contains(const std::vector<operand_value>& list, const operand_value& x) {
  return std::any_of(list.begin(), list.end(), [&](auto& y) { return asked(x, y); });
}

/// -1, 0 or 1; nothing where the two have no order.
std::optional<int> order(const operand_value& x, const operand_value& y) {
  if (x.kind == kind::number && y.kind == kind::number)
    return compare_numbers(x, y);
  if (x.kind == kind::text && y.kind == kind::text)
    return compare_texts(x.text, y.text);
  return std::nullopt;
}

std::string input_of(const operand_value& x) {
  if (x.kind == kind::number)
    return decimal_of(x);
  return x.kind == kind::text || x.kind == kind::boolean ? std::string{x.text} : std::string{};
}

bool has_size(const operand_value& x, const operand_value& wanted) {
  auto size = truncated(wanted.number);
  if (wanted.kind != kind::number || !size)
    return false;
  if (x.kind == kind::text)
    return static_cast<int64_t>(utf16_size(x.text)) == *size;
  if (x.kind != kind::json)
    return false;
  if (!x.is_array())
    return *size == -1;
  int64_t count = 0;
  for (auto element = x.node->begin(); element != x.node->end(); element = element->next())
    ++count;
  return count == *size;
}

/// Any relation may have to look through all of a text, and `size` through an array.
size_t effort(relation how, const operand_value& x, const operand_value& y) {
  constexpr size_t bytes_a_step = 8;
  auto elements = how == relation::size && x.kind == kind::json ? x.node->span : 0;
  return 1 + (x.text.size() + y.text.size()) / bytes_a_step + elements;
}

} // namespace

trouble evaluator::relate(relation how, const operand_value& x, const operand_value& y, bool& out) {
  if (!spend(effort(how, x, y)))
    return spent();
  auto ordered = order(x, y);
  switch (how) {
  case relation::equal: return equal(x, y, out);
  case relation::not_equal: {
    auto why = equal(x, y, out);
    out = !out;
    return why;
  }
  case relation::same:
  case relation::not_same: {
    auto why = equal(x, y, out);
    out = (x.kind == y.kind && out) == (how == relation::same);
    return why;
  }
  case relation::less: out = ordered && *ordered < 0; return trouble::none;
  case relation::less_or_equal: out = ordered && *ordered <= 0; return trouble::none;
  case relation::greater: out = ordered && *ordered > 0; return trouble::none;
  case relation::greater_or_equal: out = ordered && *ordered >= 0; return trouble::none;
  case relation::matches_regex: {
    out = false;
    if ((x.kind == kind::pattern) == (y.kind == kind::pattern))
      return trouble::none;
    return x.kind == kind::pattern ? matches(x, y, out) : matches(y, x, out);
  }
  case relation::size: out = has_size(x, y); return trouble::none;
  case relation::empty:
    out = false;
    if (x.kind != kind::text && x.kind != kind::json)
      return trouble::none;
    if (x.kind == kind::json && !x.is_array())
      return fail("empty does not work on objects");
    if (y.kind != kind::boolean)
      return trouble::invalid;
    out = (x.kind == kind::text ? x.text.empty() : x.node->span == 1) == (y.text == "true");
    return trouble::none;
  case relation::exists:
    if (x.kind != kind::boolean && y.kind != kind::boolean)
      return fail("exists compares true and false only");
    out = x.text == y.text;
    return x.kind == y.kind ? trouble::none : trouble::invalid;
  case relation::never: return trouble::invalid;
  default: return relate_lists(how, x, y, out);
  }
}

trouble evaluator::equal(const operand_value& x, const operand_value& y, bool& out) {
  if (x.kind != kind::json || y.kind != kind::json) {
    out = asked(x, y);
    return trouble::none;
  }
  // JSON on the left that stands in the path is a text to Jayway, and equals nothing.
  if (!spend(x.node->span + y.node->span))
    return spent();
  out = !x.is_written && same_json(*x.node, *y.node, same_number_in_kind);
  return trouble::none;
}

trouble evaluator::matches(const operand_value& pattern, const operand_value& x, bool& out) {
  std::vector<operand_value> inputs{x};
  if (x.kind == kind::json && x.is_array())
    if (auto why = element_values(x, inputs); why != trouble::none)
      return why;
  for (auto& input : inputs) {
    auto text = input_of(input);
    if (!spend(100 + text.size()))
      return spent();
    auto verdict = pattern.pattern->test(text);
    if (verdict == regex_tester::verdict::too_hard)
      return fail("a /pattern/ takes too long on a text");
    out = verdict == regex_tester::verdict::match;
    if (out)
      break;
  }
  return trouble::none;
}

/// The relations between a value and a list, and between two lists.
trouble
evaluator::relate_lists(relation how, const operand_value& x, const operand_value& y, bool& out) {
  out = how == relation::not_in;
  std::vector<operand_value> left, right;
  if (how == relation::contains) {
    if (x.kind == kind::text && y.kind == kind::text)
      out = y.text.empty()
            || memmem(x.text.data(), x.text.size(), y.text.data(), y.text.size()) != nullptr;
    if (x.kind != kind::json || !x.is_array())
      return trouble::none;
    auto why = element_values(x, left);
    out = why == trouble::none && troupe::jsonpath::contains(left, y);
    return why;
  }
  if (y.kind != kind::json)
    return trouble::invalid;
  if (!y.is_array())
    return trouble::none;
  if (auto why = element_values(y, right); why != trouble::none)
    return why;
  if (how == relation::in || how == relation::not_in) {
    out = troupe::jsonpath::contains(right, x) == (how == relation::in);
    return trouble::none;
  }
  if (x.kind != kind::json)
    return trouble::invalid;
  if (!x.is_array())
    return trouble::none;
  if (auto why = element_values(x, left); why != trouble::none)
    return why;
  if (!spend(left.size() * right.size()))
    return spent();
  auto is_right = [&](auto& z) { return troupe::jsonpath::contains(right, z); };
  if (how == relation::subset_of)
    out = std::all_of(left.begin(), left.end(), is_right);
  else
    out = std::any_of(left.begin(), left.end(), is_right) == (how == relation::any_of);
  return trouble::none;
}

// -- elements of lists --------------------------------------------------------

trouble evaluator::element_values(const operand_value& list, std::vector<operand_value>& out) {
  out.clear();
  for (auto x = list.node->begin(); x != list.node->end(); x = x->next()) {
    if (!spend(1))
      return spent();
    if (auto why = element_value(*x, out.emplace_back()); why != trouble::none)
      return why;
  }
  return trouble::none;
}

trouble evaluator::element_value(const json_node& x, operand_value& out) {
  if (x.is_container())
    return fail("a list in a filter holds arrays or objects");
  return x.kind == json_kind::text ? text_value(x.text(), out) : value_of(x, out);
}

/// Texts in lists are read once more: as paths, as JSON, as quoted texts.
trouble evaluator::text_value(std::string_view text, operand_value& out) {
  out.kind = kind::text;
  out.text = text;
  auto core = trimmed(text);
  if (core.empty())
    return trouble::none;
  if (!spend(core.size()))
    return spent();
  if ((core[0] == '$' || core[0] == '@') && core.size() <= path_size_max) {
    compilation quiet;
    if (compile_path(core, quiet)) {
      out.kind = kind::path;
      return trouble::none;
    }
  }
  auto closing = core[0] == '[' ? ']' : core[0] == '{' ? '}' : '\0';
  if (closing && core.back() == closing && read_written(core)) {
    out.kind = kind::json;
    out.is_written = true;
    return trouble::none;
  }
  auto quoted = text.size() > 1 && (text[0] == '\'' || text[0] == '"') && text.back() == text[0];
  if (quoted)
    text = text.substr(1, text.size() - 2);
  out.text = text;
  if (text.find('\\') == text.npos)
    return trouble::none;
  auto plain = unescaped(text);
  if (!plain)
    return fail("a text in a list has a broken \\u escape");
  out.text = arena_.keep(std::move(*plain));
  return trouble::none;
}

} // namespace troupe::jsonpath
