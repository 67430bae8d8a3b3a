#include "actors/link/json_path_evaluator.hpp"

#include <algorithm>

namespace troupe::jsonpath {
namespace {

/// Members and elements looked at in one evaluation; some 20 ms of work.
constexpr size_t steps_max = 2'000'000;
/// Nodes put into arrays of results.
constexpr size_t copied_max = 500'000;

/// No document's null points here.
constexpr char nothing[] = "";

bool is(const json_node* x, json_kind kind) { return x && x->kind == kind; }

/// Elements by index, quickly as long as the indexes rise.
class elements {
public:
  elements(const json_node& array, int64_t size) : array_{array}, size_{size} {}

  const json_node* at(int64_t i) {
    i += i < 0 ? size_ : 0;
    if (i < 0 || i >= size_)
      return nullptr;
    if (i < index_) {
      index_ = 0;
      place_ = array_.begin();
    }
    for (; index_ < i; ++index_)
      place_ = place_->next();
    return place_;
  }

private:
  const json_node& array_;
  int64_t size_;
  int64_t index_ = 0;
  const json_node* place_ = array_.begin();
};

} // namespace

const json_node evaluator::missing = tree_of(json_kind::null, nothing).front();

bool evaluator::spend(size_t steps) {
  steps_ += steps;
  return steps_ <= steps_max && copied_ <= copied_max;
}

trouble evaluator::spent() { return fail("the path visits too many places in it"); }

const json_node* evaluator::find_member(const json_node& object, std::string_view name) {
  const json_node* found = nullptr;
  for (auto x = object.begin(); x != object.end(); x = x->next(), ++steps_)
    if (x->key() == name)
      found = x;
  return found;
}

int64_t evaluator::size_of(const json_node& container) {
  int64_t size = 0;
  for (auto x = container.begin(); x != container.end(); x = x->next())
    ++size;
  steps_ += static_cast<size_t>(size);
  return size;
}

trouble evaluator::find(
    const program& path, const json_node* document, const json_node* from, bool strict,
    const json_node*& out) {
  walk w{path, document, strict};
  if (!path.definite)
    w.all = tree_of(json_kind::array);
  if (path.scans)
    w.upstream.assign(path.tokens.size(), -1);
  auto why = path.tokens.empty() ? add(w, from) : step(w, 0, from);
  if (why != trouble::none)
    return why;
  if (!path.definite)
    out = arena_.keep(closed(std::move(w.all)));
  else if (w.count > 0)
    out = w.last;
  else
    return trouble::not_found;
  return trouble::none;
}

trouble evaluator::add(walk& w, const json_node* x) {
  ++w.count;
  w.last = x ? x : &missing;
  if (w.path.definite)
    return trouble::none;
  copied_ += w.last->span;
  if (!spend(w.last->span))
    return spent();
  append_copy(w.all, *w.last);
  return trouble::none;
}

trouble evaluator::next(walk& w, size_t i, const json_node* x) {
  return w.path.is_leaf(i) ? add(w, x) : step(w, i + 1, x);
}

trouble evaluator::step(walk& w, size_t i, const json_node* x) {
  if (!spend(1))
    return spent();
  switch (w.path.tokens[i].kind) {
  case token::kind::names: return names(w, i, x);
  case token::kind::indexes: return indexes(w, i, x);
  case token::kind::slice: return slice(w, i, x);
  case token::kind::wildcard: return wildcard(w, i, x);
  case token::kind::scan: return scan(w, i, x);
  case token::kind::filter: return filter(w, i, x);
  case token::kind::call: return call(w, i, x);
  }
  return trouble::invalid;
}

// -- members ------------------------------------------------------------------

trouble evaluator::names(walk& w, size_t i, const json_node* x) {
  auto& t = w.path.tokens[i];
  if (!is(x, json_kind::object))
    return t.upstream_definite ? trouble::not_found : trouble::none;
  if (t.names.size() > 1 && w.path.is_leaf(i))
    return merge(w, t, *x);
  for (auto& name : t.names) {
    auto found = find_member(*x, name);
    auto optional = w.path.is_leaf(i) || !(t.upstream_definite && t.definite);
    if (!found && (w.strict || !optional))
      return trouble::not_found;
    if (!found && !w.path.is_leaf(i))
      continue;
    if (auto why = member(w, i, found); why != trouble::none)
      return why;
  }
  return trouble::none;
}

/// Jayway evaluates what follows `..[0]` and `..*` on every element of an
/// array, and takes a last member only if its element is the one that the step
/// before it names.
trouble evaluator::member(walk& w, size_t i, const json_node* found) {
  if (!w.path.is_leaf(i) || w.upstream.empty() || w.upstream[i] < 0)
    return next(w, i, found);
  auto named = w.path.tail > 0 ? w.path.tokens[w.path.tail - 1].indexes : std::vector<int32_t>{};
  if (named.size() == 1 && named.front() == w.upstream[i])
    return add(w, found);
  return trouble::none;
}

trouble evaluator::merge(walk& w, const token& t, const json_node& x) {
  auto tree = tree_of(json_kind::object);
  for (auto name = t.names.begin(); name != t.names.end(); ++name) {
    if (std::find(t.names.begin(), name, *name) != name)
      continue;
    auto found = find_member(x, *name);
    if (!found && w.strict)
      return trouble::not_found;
    auto& content = found ? *found : missing;
    copied_ += content.span;
    if (!spend(content.span))
      return spent();
    append_copy(tree, content, *name);
  }
  return add(w, arena_.keep(closed(std::move(tree))));
}

// -- elements -----------------------------------------------------------------

trouble evaluator::element(walk& w, size_t i, const json_node* found) {
  if (!spend(1))
    return spent();
  return next(w, i, found);
}

trouble evaluator::indexes(walk& w, size_t i, const json_node* x) {
  auto& t = w.path.tokens[i];
  if (!is(x, json_kind::array))
    return t.upstream_definite ? trouble::not_found : trouble::none;
  elements all{*x, size_of(*x)};
  for (auto index : t.indexes) {
    auto found = all.at(index);
    if (!spend(static_cast<size_t>(index < 0 ? -int64_t{index} : index) % x->span))
      return spent();
    if (auto why = element(w, i, found); why != trouble::none)
      return why;
  }
  return trouble::none;
}

/// A begin below zero counts from the end only where the slice has no end.
trouble evaluator::slice(walk& w, size_t i, const json_node* x) {
  auto& t = w.path.tokens[i];
  if (!is(x, json_kind::array))
    return t.upstream_definite ? trouble::not_found : trouble::none;
  auto size = size_of(*x);
  int64_t from = t.from.value_or(0);
  int64_t to = t.to.value_or(size);
  if (!t.to && from < 0)
    from = std::max<int64_t>(0, size + from);
  if (!t.from && to < 0)
    to += size;
  to = std::min(to, size);
  if (size == 0)
    return trouble::none;
  elements all{*x, size};
  for (auto index = from; index < to; ++index)
    if (auto why = element(w, i, all.at(index)); why != trouble::none)
      return why;
  return trouble::none;
}

trouble evaluator::wildcard(walk& w, size_t i, const json_node* x) {
  if (!x || !x->is_container())
    return trouble::none;
  auto array = x->kind == json_kind::array;
  for (auto child = x->begin(); child != x->end(); child = child->next()) {
    auto why = array ? element(w, i, child) : member(w, i, child);
    auto forgiven = array && why == trouble::not_found && !w.strict;
    if (why != trouble::none && !forgiven)
      return why;
  }
  return trouble::none;
}

trouble evaluator::filter(walk& w, size_t i, const json_node* x) {
  auto& t = w.path.tokens[i];
  if (!x || !x->is_container())
    return t.upstream_definite ? trouble::invalid : trouble::none;
  auto array = x->kind == json_kind::array;
  for (auto item = array ? x->begin() : x; item != x->end(); item = item->next()) {
    auto accepted = false;
    auto why = accepts(*t.filter, item, accepted);
    if (why == trouble::none && accepted)
      why = element(w, i, item);
    if (why != trouble::none)
      return why;
  }
  return trouble::none;
}

// -- everything below ---------------------------------------------------------

/// The nodes below stand in the order in which Jayway visits them.
trouble evaluator::scan(walk& w, size_t i, const json_node* x) {
  if (!x)
    return trouble::none;
  for (auto place = x; place != x->end(); ++place) {
    if (!spend(1))
      return spent();
    auto matches = false;
    if (place->is_container())
      if (auto why = scan_matches(w, i + 1, *place, matches); why != trouble::none)
        return why;
    if (!matches)
      continue;
    if (place->kind == json_kind::object || w.path.is_leaf(i + 1)) {
      if (auto why = step(w, i + 1, place); why != trouble::none)
        return why;
      continue;
    }
    int64_t index = 0;
    for (auto child = place->begin(); child != place->end(); child = child->next()) {
      w.upstream[i + 2] = index++;
      if (auto why = step(w, i + 2, child); why != trouble::none)
        return why;
    }
  }
  return trouble::none;
}

/// Whether the step behind `..` is tried on the container `x`.
trouble evaluator::scan_matches(walk& w, size_t i, const json_node& x, bool& out) {
  auto& t = w.path.tokens[i];
  switch (t.kind) {
  case token::kind::names:
    out = x.kind == json_kind::object
          && (!t.definite || (w.path.is_leaf(i) && !w.strict)
              || std::all_of(t.names.begin(), t.names.end(), [&](auto& name) {
                   return find_member(x, name) != nullptr;
                 }));
    return trouble::none;
  case token::kind::indexes:
  case token::kind::slice: out = x.kind == json_kind::array; return trouble::none;
  case token::kind::wildcard: out = true; return trouble::none;
  case token::kind::filter: return accepts(*t.filter, &x, out);
  default: out = false; return trouble::none;
  }
}

} // namespace troupe::jsonpath
