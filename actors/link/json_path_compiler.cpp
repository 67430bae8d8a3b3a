#include "actors/link/json_path_compiler.hpp"

#include "schemas/text.hpp"

namespace troupe::jsonpath {
namespace {

/// Reads a path from left to right, as Jayway's PathCompiler does: each reader
/// stops behind what it took. Like there, one character behind the last step
/// is not looked at, unless a bracket opens there.
class path_compiler {
public:
  path_compiler(std::string_view path, compilation& shared) : at_{path}, shared_{shared} {}

  std::shared_ptr<program> run() {
    level here{shared_};
    if (here.too_deep()) {
      fail(0, "brackets are nested too deep");
      return nullptr;
    }
    return read_path() ? std::make_shared<program>(std::move(out_)) : nullptr;
  }

private:
  bool fail(size_t at, std::string what) {
    return shared_.fail(at_.text().data() + std::min(at, at_.text().size()), std::move(what));
  }

  bool read_path() {
    at_.trim();
    out_.relative = at_.current() == '@';
    if (!out_.relative && at_.current() != '$')
      return fail(at_.position, "a path begins with $ or @");
    if (at_.at_tail())
      return true;
    if (at_.last() == '.')
      return fail(at_.end() - 1, "a path must not end with '.'");
    ++at_.position;
    if (at_.current() != '.' && at_.current() != '[')
      return fail(at_.position, "'.' or '[' must follow");
    do
      if (!read_step())
        return false;
    while (!at_.at_tail());
    if (at_.in() && at_.current() == '[')
      return fail(at_.position, "'[' is not closed");
    return true;
  }

  bool read_step() {
    if (at_.current() == '.' && !read_dots())
      return false;
    if (!at_.in())
      return fail(at_.position, "a step is missing");
    switch (at_.current()) {
    case '.': return fail(at_.position, "a name or '[' must follow");
    case ' ': return fail(at_.position, "a blank must not stand here");
    case '[': return read_bracket();
    case '*': ++at_.position; return add(token::kind::wildcard);
    default: return read_name();
    }
  }

  bool read_dots() {
    if (at_.at(at_.position + 1) != '.') {
      ++at_.position;
      return true;
    }
    at_.position += 2;
    return add(token::kind::scan);
  }

  bool read_name() {
    auto first = at_.position;
    auto last = first;
    while (at_.in(last) && at_.at(last) != '.' && at_.at(last) != '[' && at_.at(last) != '(') {
      if (at_.at(last) == ' ')
        return fail(last, "a name with a blank is written ['a b']");
      ++last;
    }
    auto name = at_.part(first, last);
    at_.position = last;
    if (at_.in(last) && at_.at(last) == '(') {
      token x;
      x.kind = token::kind::call;
      return read_call(at_, name, shared_, x) && add(std::move(x));
    }
    token x;
    x.names.emplace_back(name);
    return add(std::move(x));
  }

  bool read_bracket() {
    auto next = at_.next_significant(at_.position);
    if (next == '\'' || next == '"')
      return read_quoted_names(next);
    if (next == '*')
      return read_bracketed_wildcard();
    if (next == '?')
      return read_filter();
    if ((next >= '0' && next <= '9') || next == '-' || next == ':')
      return read_numbers();
    return fail(at_.position, "'[' must be followed by a quoted name, an index, * or ?(");
  }

  bool read_numbers() {
    auto close = at_.find(']', at_.position);
    if (close == cursor::npos)
      return fail(at_.position, "'[' is not closed");
    token x;
    if (!read_indexes(at_.part(at_.position + 1, close), shared_, x))
      return false;
    at_.position = close + 1;
    return add(std::move(x));
  }

  bool read_bracketed_wildcard() {
    auto close = at_.next_if(at_.significant_after(at_.position), ']');
    if (close == cursor::npos)
      return fail(at_.significant_after(at_.position), "']' must follow '*'");
    at_.position = close + 1;
    return add(token::kind::wildcard);
  }

  bool read_quoted_names(char quote) {
    token x;
    auto last_close = cursor::npos;
    auto comma = false;
    auto i = at_.position + 1;
    for (; at_.in(i) && at_.at(i) != ']'; ++i) {
      if (at_.at(i) == ',') {
        if (comma)
          return fail(i, "a name is missing");
        comma = true;
      }
      if (at_.at(i) != quote)
        continue;
      last_close = at_.find_unescaped(quote, i);
      if (last_close == cursor::npos)
        return fail(i, "the quote is not closed");
      auto name = unescaped(at_.part(i + 1, last_close));
      if (!name)
        return fail(i, "the name has a broken \\u escape");
      auto next = at_.next_significant(last_close);
      if (next != ']' && next != ',')
        return fail(last_close, "',' or ']' must follow the name");
      x.names.push_back(std::move(*name));
      comma = false;
      i = last_close;
    }
    if (comma && at_.in(i))
      return fail(i, "a name is missing");
    auto close = at_.next_if(last_close, ']');
    if (close == cursor::npos)
      return fail(last_close, "']' is missing");
    at_.position = close + 1;
    return add(std::move(x));
  }

  bool read_filter() {
    auto mark = at_.significant_after(at_.position);
    auto open = at_.next_if(mark, '(');
    if (open == cursor::npos)
      return fail(mark, "'(' must follow '?'");
    auto close = at_.find_close(open, '(', ')', true);
    if (close == cursor::npos)
      return fail(open, "the filter's bracket, a quote or a /pattern/ in it is not closed");
    auto end = at_.next_if(close, ']');
    if (end == cursor::npos)
      return fail(close, "']' must follow the filter");
    token x;
    x.kind = token::kind::filter;
    x.filter = compile_filter(at_.part(at_.position, end + 1), shared_);
    at_.position = end + 1;
    return x.filter && add(std::move(x));
  }

  bool add(enum token::kind kind) {
    token x;
    x.kind = kind;
    return add(std::move(x));
  }

  bool add(token x) {
    out_.tokens.push_back(std::move(x));
    return true;
  }

  cursor at_;
  compilation& shared_;
  program out_;
};

bool is_definite(const program& x, size_t i) {
  auto& t = x.tokens[i];
  switch (t.kind) {
  case token::kind::names: return t.names.size() == 1 || x.is_leaf(i);
  case token::kind::indexes: return t.indexes.size() == 1;
  default: return t.kind == token::kind::call;
  }
}

/// Fills in what follows from the tokens.
void settle(program& x) {
  x.definite = true;
  for (size_t i = 0; i < x.tokens.size(); ++i) {
    auto& t = x.tokens[i];
    t.upstream_definite = x.definite;
    t.definite = is_definite(x, i);
    x.definite = x.definite && t.definite;
    x.scans = x.scans || t.kind == token::kind::scan;
  }
  x.tail = x.tokens.empty() ? 0 : x.tokens.size() - 1;
  x.computes = !x.tokens.empty() && x.tokens.back().kind == token::kind::call;
}

/// `length($.a)` counts what `$.a.*` finds. That path keeps what was known of
/// the shorter one: a definite path takes the last child it finds.
void add_children(argument& x) {
  if (!x.path || x.path->computes || x.path->tokens.empty())
    return;
  auto longer = std::make_shared<program>(*x.path);
  token all;
  all.kind = token::kind::wildcard;
  longer->tokens.push_back(std::move(all));
  settle(*longer);
  longer->definite = x.path->definite;
  longer->tail = x.path->tail;
  x.children = longer;
}

/// `$..a.sum()` is `$.sum($..a)`. Null if no step stands between the two.
std::shared_ptr<program> inverted(const program& x) {
  auto call = x.tokens.begin();
  while (call->kind != token::kind::call)
    ++call;
  if ((call - 1)->kind == token::kind::scan)
    return nullptr;
  auto scan = std::make_shared<program>();
  scan->tokens.assign(x.tokens.begin(), call);
  settle(*scan);
  auto out = std::make_shared<program>();
  out->relative = x.relative;
  out->tokens.assign(call, x.tokens.end());
  settle(*out);
  out->computes = true;
  out->tail = 0;
  out->tokens.front().arguments = {argument{scan, {}, {}}};
  return out;
}

} // namespace

std::shared_ptr<const program> compile_path(std::string_view path, compilation& shared) {
  auto out = path_compiler{path, shared}.run();
  if (!out)
    return nullptr;
  settle(*out);
  if (out->computes && out->tokens.front().kind == token::kind::scan) {
    out = inverted(*out);
    if (!out) {
      shared.fail(path.data(), "a function must not follow '..' at once");
      return nullptr;
    }
  }
  for (auto& x : out->tokens)
    if (x.kind == token::kind::call && x.function == function::length && !x.arguments.empty())
      add_children(x.arguments.front());
  return out;
}

} // namespace troupe::jsonpath
