#include "actors/link/math_expression.hpp"

#include "actors/link/math_operations.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/ascii.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <string>

namespace troupe {
namespace {

constexpr size_t length_max = 1000; // characters
constexpr size_t stack_max = 64;

/// Of the letters beyond ASCII only two begin a name that exists.
bool begins_name(char32_t c) { return is_letter(c) || c == U'π' || c == U'φ'; }

/// java.lang.Character.isWhitespace.
bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) || c == 0x1680
         || (c >= 0x2000 && c <= 0x200A && c != 0x2007) || c == 0x2028 || c == 0x2029 || c == 0x205F
         || c == 0x3000;
}

int precedence(const math_operation& x) {
  if (x.operands == 1)
    return 2;
  return x.name == "^" ? 3 : x.name == "+" || x.name == "-" ? 0 : 1;
}

bool binds_left(const math_operation& x) { return x.operands == 2 && x.name != "^"; }

} // namespace

/// Dijkstra's shunting yard, fed by exp4j's rules for where a token ends.
class math_compiler {
public:
  explicit math_compiler(std::string_view text) : text_{utf32(trimmed(text))} {}

  caf::expected<math_expression> compile() {
    if (text_.empty())
      return refused("the expression is empty", 0);
    if (text_.size() > length_max)
      return refused("the expression has more than 1000 characters", length_max);
    while (at_ < text_.size())
      if (auto why = read_token())
        return why;
    while (!waiting_.empty()) {
      if (waiting_.back().what == token::open)
        return refused("a bracket is not closed", waiting_.back().at);
      if (auto why = emit_waiting())
        return why;
    }
    if (depth_ != 1)
      return refused("there are values that nothing connects", text_.size());
    return std::move(out_);
  }

private:
  using step = math_expression::step;
  enum class token { none, value, open, close, separator, binary, unary, function };
  struct waiting {
    token what;
    const math_operation* operation;
    size_t at;
  };

  static caf::error refused(const std::string& why, size_t at) {
    return failure(errc::config_invalid, why + ", at character " + std::to_string(at + 1));
  }

  caf::error read_token() {
    while (at_ < text_.size() && is_space(text_[at_]))
      ++at_;
    if (at_ == text_.size())
      return refused("a white space that is no blank ends the expression", at_ - 1);
    auto c = text_[at_];
    if (is_digit(c) || c == '.')
      return last_ == token::value && after_number_ ? refused("two numbers in a row", at_)
                                                    : multiplied(&math_compiler::read_number);
    if (begins_name(c))
      return multiplied(&math_compiler::read_name);
    switch (c) {
    case '(':
    case '[':
    case '{': return multiplied(&math_compiler::open);
    case ')':
    case ']':
    case '}': return close();
    case ',': return separate();
    default: return read_operator(c);
    }
  }

  /// Between two values stands a multiplication, written or not.
  caf::error multiplied(caf::error (math_compiler::*then)()) {
    if (last_ == token::value || last_ == token::close)
      if (auto why = push(math_operator('*', false)))
        return why;
    return (this->*then)();
  }

  caf::error read_number() {
    auto begin = at_;
    std::string digits;
    auto is_part = [&](char32_t c) {
      auto after_e = !digits.empty() && (digits.back() == 'e' || digits.back() == 'E');
      return is_digit(c) || c == '.' || c == 'e' || c == 'E' || (after_e && (c == '-' || c == '+'));
    };
    for (; at_ < text_.size() && is_part(text_[at_]); ++at_)
      digits += static_cast<char>(text_[at_]);
    if (digits.back() == 'e' || digits.back() == 'E') { // the constant, then
      digits.pop_back();
      --at_;
    }
    if (auto dot = digits.find_first_of("eE"); dot < digits.size() && dot > 1)
      if (digits.find('.') == dot - 1) // which Java reads, too
        digits.erase(dot - 1, 1);
    auto number = parse_double(digits);
    if (!number)
      return refused("this is no number", begin);
    after_number_ = true;
    return emit({step::kind::number, *number, nullptr}, begin);
  }

  /// The longest name that is known, even if more letters follow.
  caf::error read_name() {
    auto begin = at_;
    auto end = begin;
    std::string name;
    step found;
    for (auto i = begin; i < text_.size(); ++i) {
      auto c = text_[i];
      if (!begins_name(c) && !is_digit(c) && c != '_' && c != '.')
        break;
      append_utf8(name, c);
      if (auto constant = math_constant(name))
        found = {step::kind::number, *constant, nullptr};
      else if (name == "x")
        found = {step::kind::variable, 0, nullptr};
      else if (auto function = math_function(name))
        found = {step::kind::operation, 0, function};
      else
        continue;
      end = i + 1;
    }
    if (end == begin)
      return refused("unknown name \"" + name + "\"; the value is x", begin);
    at_ = end;
    after_number_ = false;
    if (found.kind != step::kind::operation)
      return emit(found, begin);
    waiting_.push_back({token::function, found.operation, begin});
    last_ = token::function;
    return {};
  }

  caf::error open() {
    waiting_.push_back({token::open, nullptr, at_++});
    last_ = token::open;
    return {};
  }

  caf::error close() {
    if (auto why = emit_to_bracket("this bracket was never opened"))
      return why;
    waiting_.pop_back();
    if (!waiting_.empty() && waiting_.back().what == token::function)
      if (auto why = emit_waiting())
        return why;
    ++at_;
    last_ = token::close;
    return {};
  }

  caf::error separate() {
    if (auto why = emit_to_bracket("a comma outside of brackets"))
      return why;
    ++at_;
    last_ = token::separator;
    return {};
  }

  caf::error read_operator(char32_t c) {
    auto first = last_ == token::none || last_ == token::open || last_ == token::separator
                 || last_ == token::binary || last_ == token::unary;
    auto found = math_operator(c, first);
    if (!found)
      return refused("this character means nothing here", at_);
    if (auto why = push(found))
      return why;
    ++at_;
    return {};
  }

  caf::error push(const math_operation* x) {
    while (!waiting_.empty()
           && (waiting_.back().what == token::binary || waiting_.back().what == token::unary)) {
      auto& before = waiting_.back();
      if (x->operands == 1 && before.what == token::binary)
        break;
      auto mine = precedence(*x);
      auto theirs = precedence(*before.operation);
      if (mine > theirs || (mine == theirs && !binds_left(*x)))
        break;
      if (auto why = emit_waiting())
        return why;
    }
    last_ = x->operands == 1 ? token::unary : token::binary;
    waiting_.push_back({last_, x, at_});
    return {};
  }

  caf::error emit_to_bracket(const char* none) {
    while (!waiting_.empty() && waiting_.back().what != token::open)
      if (auto why = emit_waiting())
        return why;
    return waiting_.empty() ? refused(none, at_) : caf::error{};
  }

  caf::error emit_waiting() {
    auto x = waiting_.back();
    waiting_.pop_back();
    auto operands = static_cast<size_t>(x.operation->operands);
    if (depth_ < operands)
      return refused("\"" + std::string{x.operation->name} + "\" lacks a value", x.at);
    depth_ -= operands;
    auto last = last_;
    auto why = emit({step::kind::operation, 0, x.operation}, x.at);
    last_ = last;
    return why;
  }

  caf::error emit(const step& x, size_t at) {
    if (++depth_ > stack_max)
      return refused("the expression is nested too deeply", at);
    out_.steps_.push_back(x);
    last_ = token::value;
    return {};
  }

  std::u32string text_;
  size_t at_ = 0;
  token last_ = token::none;
  bool after_number_ = false;
  size_t depth_ = 0; ///< Values on the stack once `out_` has run.
  std::vector<waiting> waiting_;
  math_expression out_;
};

caf::expected<math_expression> math_expression::compile(std::string_view text) {
  return math_compiler{text}.compile();
}

std::optional<double> math_expression::evaluate(double x) const {
  double stack[stack_max];
  auto top = stack;
  for (auto& step : steps_)
    switch (step.kind) {
    case step::kind::number: *top++ = step.number; break;
    case step::kind::variable: *top++ = x; break;
    case step::kind::operation:
      top -= step.operation->operands;
      if (!step.operation->apply(top))
        return std::nullopt;
      ++top;
    }
  return stack[0];
}

} // namespace troupe
