#include "actors/link/decimal_parts.hpp"
#include "actors/link/json_path_compiler.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/ascii.hpp"
#include "schemas/errors.hpp"

#include <algorithm>
#include <array>

namespace troupe::jsonpath {
namespace {

constexpr std::array<std::pair<std::string_view, relation>, 23> relations{{
    {"==", relation::equal},
    {"!=", relation::not_equal},
    {"===", relation::same},
    {"!==", relation::not_same},
    {"<", relation::less},
    {"<=", relation::less_or_equal},
    {">", relation::greater},
    {">=", relation::greater_or_equal},
    {"=~", relation::matches_regex},
    {"IN", relation::in},
    {"NIN", relation::not_in},
    {"CONTAINS", relation::contains},
    {"SUBSETOF", relation::subset_of},
    {"ANYOF", relation::any_of},
    {"NONEOF", relation::none_of},
    {"SIZE", relation::size},
    {"EMPTY", relation::empty},
    {"EXISTS", relation::exists},
    {"ALL", relation::never},
    {"TYPE", relation::never},
    {"MATCHES", relation::never},
}};

bool is_relation_character(char c) {
  return c == '<' || c == '>' || c == '=' || c == '~' || c == '!';
}

/// Reads what stands between `[?` and `]`, as Jayway's FilterCompiler does.
class filter_compiler {
public:
  filter_compiler(std::string_view filter, compilation& shared) : at_{filter}, shared_{shared} {
    at_.position = filter.find('(');
    at_.end(filter.rfind(')') + 1);
  }

  std::shared_ptr<const expression> run() {
    auto out = std::make_shared<expression>();
    if (!read_either(*out))
      return nullptr;
    at_.skip_blanks();
    if (!at_.in())
      return out;
    fail("the condition should end here");
    return nullptr;
  }

private:
  bool fail(std::string what) { return fail(at_.position, std::move(what)); }

  bool fail(size_t at, std::string what) {
    return shared_.fail(at_.text().data() + std::min(at, at_.text().size()), std::move(what));
  }

  char significant() {
    at_.skip_blanks();
    return at_.current();
  }

  bool take(std::string_view word) {
    auto before = at_.position;
    at_.skip_blanks();
    if (at_.text().substr(at_.position, word.size()) == word
        && at_.in(at_.position + word.size() - 1)) {
      at_.position += word.size();
      return true;
    }
    at_.position = before;
    return false;
  }

  bool read_either(expression& out) {
    return read_chain(out, "||", expression::kind::either, &filter_compiler::read_both);
  }

  bool read_both(expression& out) {
    return read_chain(out, "&&", expression::kind::both, &filter_compiler::read_condition);
  }

  bool read_chain(
      expression& out, std::string_view word, enum expression::kind kind,
      bool (filter_compiler::*read)(expression&)) {
    std::vector<expression> parts;
    do
      if (!(this->*read)(parts.emplace_back()))
        return false;
    while (take(word));
    if (parts.size() == 1) {
      auto only = std::move(parts.front());
      out = std::move(only);
    } else {
      out.kind = kind;
      out.parts = std::move(parts);
    }
    return true;
  }

  bool read_condition(expression& out) {
    level here{shared_};
    if (here.too_deep())
      return fail("brackets are nested too deep");
    auto first = significant();
    if (first == '!') {
      auto next = at_.next_significant(at_.position);
      if (next != '$' && next != '@') {
        ++at_.position;
        out.kind = expression::kind::negation;
        return read_condition(out.parts.emplace_back());
      }
    } else if (first == '(') {
      ++at_.position;
      return read_either(out) && (take(")") || fail("')' is missing"));
    }
    return read_relation(out);
  }

  /// left, operator and right; or a path alone, which asks whether it leads
  /// somewhere.
  bool read_relation(expression& out) {
    if (!read_operand(out.left))
      return false;
    auto before = at_.position;
    if (auto found = read_operator()) {
      out.relation = *found;
      return read_operand(out.right);
    }
    at_.position = before;
    if (out.left.kind != operand::kind::path)
      return fail("an operator like == must follow");
    auto next = significant();
    if (at_.in() && next != ')' && next != '&' && next != '|')
      return fail("there is no such operator");
    out.kind = expression::kind::existence;
    return true;
  }

  std::optional<relation> read_operator() {
    auto symbol = is_relation_character(significant());
    auto first = at_.position;
    while (at_.in() && (symbol ? is_relation_character(at_.current()) : at_.current() != ' '))
      ++at_.position;
    auto word = ascii_upper(at_.part(first, at_.position));
    for (auto& [name, meaning] : relations)
      if (!name.empty() && name == word)
        return meaning;
    return std::nullopt;
  }

  bool read_operand(operand& out) {
    switch (significant()) {
    case '!':
      ++at_.position;
      if (significant() != '$' && at_.current() != '@')
        return fail("a path must follow '!'");
      out.negated = true;
      return read_path(out);
    case '$':
    case '@': return read_path(out);
    case '\'':
    case '"': return read_text(out);
    case 't':
    case 'f':
    case 'n': return read_word(out);
    case '{':
    case '[': return read_json(out);
    case '/': return read_pattern(out);
    default: return read_number(out);
    }
  }

  bool read_path(operand& out) {
    auto first = at_.position++;
    while (at_.in()) {
      if (at_.current() == '[') {
        auto close = at_.find_close(at_.position, '[', ']', false);
        if (close == cursor::npos)
          return fail("'[' is not closed");
        at_.position = close + 1;
      }
      auto ends = at_.current() == ')' && !closes_call(first);
      if (!at_.in() || is_relation_character(at_.current()) || at_.current() == ' ' || ends)
        break;
      ++at_.position;
    }
    out.kind = operand::kind::path;
    out.path = compile_path(at_.part(first, at_.position), shared_);
    return out.path != nullptr;
  }

  /// Whether the closing bracket here is that of `.name()`.
  bool closes_call(size_t path_begin) const {
    auto open = at_.significant_before(at_.position);
    if (open == cursor::npos || at_.at(open) != '(')
      return false;
    for (auto i = open; i-- > path_begin + 1;)
      if (at_.at(i) == '.')
        return true;
    return false;
  }

  bool read_text(operand& out) {
    auto first = at_.position;
    auto close = at_.find_unescaped(at_.current(), first);
    if (close == cursor::npos)
      return fail("the quote is not closed");
    auto text = unescaped(at_.part(first + 1, close));
    if (!text)
      return fail("the text has a broken \\u escape");
    out.kind = operand::kind::text;
    out.text = std::move(*text);
    at_.position = close + 1;
    return true;
  }

  bool read_word(operand& out) {
    for (auto word : {"true", "false", "null"}) {
      if (!take(word))
        continue;
      out.kind = *word == 'n' ? operand::kind::null : operand::kind::boolean;
      out.text = word;
      return true;
    }
    return fail("a value is expected: a path, a 'text', a number, true, false or null");
  }

  bool read_json(operand& out) {
    auto first = at_.position;
    auto close = at_.find_close(first, at_.current(), at_.current() == '[' ? ']' : '}', false);
    out.kind = operand::kind::json;
    if (close != cursor::npos)
      out.json = read_written(at_.part(first, close + 1));
    if (!out.json)
      return fail("the array or object is broken");
    at_.position = close + 1;
    return true;
  }

  bool read_pattern(operand& out) {
    auto first = at_.position;
    auto close = at_.find_unescaped('/', first);
    if (close == cursor::npos)
      return fail("the /pattern/ is not closed");
    auto end = close + 1;
    while (at_.in(end) && std::string_view{"dixmsuU"}.find(at_.at(end)) != std::string_view::npos)
      ++end;
    auto tester = regex_tester::compile(at_.part(first + 1, close), at_.part(close + 1, end));
    if (!tester)
      return fail(sentence(tester.error()));
    out.kind = operand::kind::pattern;
    out.pattern = std::make_shared<const regex_tester>(std::move(*tester));
    at_.position = end;
    return true;
  }

  bool read_number(operand& out) {
    auto first = at_.position;
    auto last = first;
    while (at_.in(last)
           && std::string_view{"0123456789-.eE"}.find(at_.at(last)) != std::string_view::npos)
      ++last;
    out.kind = operand::kind::number;
    out.text = at_.part(first, last);
    auto number = parse_decimal(out.text) ? parse_double(out.text) : std::nullopt;
    if (!number)
      return fail("a value is expected: a path, a 'text', a number, true, false or null");
    out.number = *number;
    at_.position = last;
    return true;
  }

  cursor at_;
  compilation& shared_;
};

} // namespace

std::shared_ptr<const expression> compile_filter(std::string_view filter, compilation& shared) {
  return filter_compiler{filter, shared}.run();
}

} // namespace troupe::jsonpath
