#include "actors/link/json_path.hpp"

#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <charconv>
#include <optional>

namespace troupe {

/// Reads a path from left to right. Each reader stops behind what it took and
/// answers false with `problem` set where the path cannot go on.
class json_path_compiler {
public:
  explicit json_path_compiler(std::string_view text) { out_.text_ = text; }

  caf::expected<json_path> run() {
    rest_ = trimmed(out_.text_);
    out_.blank_ = rest_.empty();
    if (out_.blank_ || read_path())
      return std::move(out_);
    return failure(errc::config_invalid, "the JSONPath " + out_.text_ + " " + problem_);
  }

private:
  bool fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }

  bool unsupported(std::string_view form) {
    return fail(
        "uses " + std::string{form}
        + ", and this path form is not supported; plain paths like $.a.b[0] or $['a b'] are");
  }

  bool read_path() {
    auto rooted = rest_[0] == '$' || rest_[0] == '@';
    if (rooted)
      rest_.remove_prefix(1);
    if (rooted && !rest_.empty() && rest_[0] != '.' && rest_[0] != '[')
      return fail("needs '.' or '[' behind the first character");
    if (!rooted && !read_name_or_bracket())
      return false;
    while (!rest_.empty())
      if (!read_step())
        return false;
    return true;
  }

  bool read_step() {
    if (rest_[0] == '.') {
      rest_.remove_prefix(1);
      if (rest_.empty())
        return fail("must not end with '.'");
      if (rest_[0] == '.')
        return unsupported("'..'");
    }
    return read_name_or_bracket();
  }

  bool read_name_or_bracket() {
    if (rest_[0] != '[')
      return read_name();
    rest_.remove_prefix(1);
    skip_blanks();
    if (rest_.empty())
      return fail("has a '[' without ']'");
    if (rest_[0] == '\'' || rest_[0] == '"')
      return read_quoted_name();
    return read_index();
  }

  bool read_name() {
    if (rest_[0] == '*')
      return unsupported("'*'");
    if (rest_[0] == '.')
      return unsupported("'..'");
    auto size = std::min(rest_.find_first_of(" .[("), rest_.size());
    if (size < rest_.size() && rest_[size] == '(')
      return unsupported("a function");
    if (size == 0 || (size < rest_.size() && rest_[size] == ' '))
      return fail("has a name with a blank; write ['a b']");
    add_name(std::string{rest_.substr(0, size)});
    rest_.remove_prefix(size);
    return true;
  }

  bool read_quoted_name() {
    auto quote = rest_[0];
    rest_.remove_prefix(1);
    std::string name;
    while (!rest_.empty() && rest_[0] != quote)
      if (!read_character(name))
        return false;
    if (rest_.empty())
      return fail("has a name without its closing quote");
    rest_.remove_prefix(1);
    skip_blanks();
    if (!rest_.empty() && rest_[0] == ',')
      return unsupported("a union of names");
    add_name(std::move(name));
    return read_closing_bracket();
  }

  bool read_character(std::string& name) {
    auto c = rest_[0];
    rest_.remove_prefix(1);
    if (c != '\\') {
      name += c;
      return true;
    }
    if (rest_.empty())
      return fail("ends with a backslash");
    c = rest_[0];
    rest_.remove_prefix(1);
    switch (c) {
    case 'n': name += '\n'; return true;
    case 't': name += '\t'; return true;
    case 'r': name += '\r'; return true;
    case 'b': name += '\b'; return true;
    case 'f': name += '\f'; return true;
    case 'u': return read_code_unit(name);
    default: name += c; return true;
    }
  }

  bool read_code_unit(std::string& name) {
    auto high = hex_unit();
    if (!high)
      return fail("has a \\u without four hexadecimal digits");
    char32_t c = *high;
    if (c >= 0xD800 && c < 0xE000) {
      auto paired = rest_.starts_with("\\u");
      rest_.remove_prefix(paired ? 2 : 0);
      auto low = paired ? hex_unit() : std::nullopt;
      if (c >= 0xDC00 || !low || *low < 0xDC00 || *low >= 0xE000)
        return fail("has half of a surrogate pair");
      c = 0x10000 + ((c - 0xD800) << 10) + (*low - 0xDC00);
    }
    append_utf8(name, c);
    return true;
  }

  std::optional<char32_t> hex_unit() {
    uint32_t x = 0;
    auto digits = rest_.substr(0, 4);
    auto end = digits.data() + digits.size();
    if (digits.size() < 4 || std::from_chars(digits.data(), end, x, 16).ptr != end)
      return std::nullopt;
    rest_.remove_prefix(4);
    return x;
  }

  bool read_index() {
    auto close = rest_.find(']');
    auto inner = trimmed(rest_.substr(0, close));
    if (inner.starts_with('?'))
      return unsupported("a filter");
    if (close == rest_.npos)
      return fail("has a '[' without ']'");
    if (inner == "*")
      return unsupported("'*'");
    if (inner.find_first_not_of("0123456789-:, ") == inner.npos) {
      if (inner.find(':') != inner.npos)
        return unsupported("a slice");
      if (inner.find(',') != inner.npos)
        return unsupported("a union of indexes");
    }
    int32_t index = 0;
    auto end = inner.data() + inner.size();
    auto read = std::from_chars(inner.data(), end, index);
    if (inner.empty() || read.ptr != end || read.ec != std::errc{})
      return fail("has neither a quoted name nor an index between '[' and ']'");
    out_.steps_.push_back({{}, index, true});
    rest_.remove_prefix(close);
    return read_closing_bracket();
  }

  bool read_closing_bracket() {
    if (rest_.empty() || rest_[0] != ']')
      return fail("has a '[' without ']'");
    rest_.remove_prefix(1);
    return true;
  }

  void skip_blanks() {
    while (!rest_.empty() && rest_[0] == ' ')
      rest_.remove_prefix(1);
  }

  void add_name(std::string name) { out_.steps_.push_back({std::move(name), 0, false}); }

  json_path out_;
  std::string_view rest_;
  std::string problem_;
};

caf::expected<json_path> json_path::compile(std::string_view path) {
  return json_path_compiler{path}.run();
}

json_path::result json_path::find(const json_node& root) const {
  auto node = &root;
  for (auto& x : steps_) {
    auto right_kind = x.by_index ? json_kind::array : json_kind::object;
    if (!node || node->kind != right_kind)
      return {outcome::missing_step, nullptr};
    node = x.by_index ? node->element(x.index) : node->member(x.name);
  }
  if (!node)
    return {outcome::missing_leaf, nullptr};
  return {outcome::found, node};
}

} // namespace troupe
