#include "actors/link/json_path_evaluator.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/value.hpp"

#include <cmath>
#include <limits>

/// Jayway's functions, with the odd results they give on Jackson's trees: only
/// paths bring numbers in as arguments, `max` starts just above zero.
namespace troupe::jsonpath {
namespace {

const json_node null_node;

double number_of(const json_node& x) { return parse_double(x.text()).value_or(0); }

/// Runs `use` on the elements of an array, or on what is no array.
template <class Use>
void for_each(const json_node* x, Use use) {
  if (!x)
    return;
  if (x->kind != json_kind::array)
    use(*x);
  else
    for (auto element = x->begin(); element != x->end(); element = element->next())
      use(*element);
}

/// What the aggregating functions make of numbers.
class aggregation {
public:
  void add(double x) {
    ++count_;
    sum_ += x;
    squares_ += x * x;
    max_ = max_ < x ? x : max_;
    min_ = min_ > x ? x : min_;
  }

  bool empty() const { return count_ == 0; }

  double result(function f) const {
    switch (f) {
    case function::avg: return sum_ / count_;
    case function::stddev: return std::sqrt(squares_ / count_ - sum_ * sum_ / count_ / count_);
    case function::min: return min_;
    case function::max: return max_;
    default: return sum_;
    }
  }

private:
  double count_ = 0, sum_ = 0, squares_ = 0;
  double max_ = std::numeric_limits<double>::denorm_min(); // Java's Double.MIN_VALUE
  double min_ = std::numeric_limits<double>::max();
};

} // namespace

const json_node* evaluator::node(json_kind kind, std::string text) {
  return arena_.keep(tree_of(kind, arena_.keep(std::move(text))));
}

trouble evaluator::call(walk& w, size_t i, const json_node* x) {
  auto& t = w.path.tokens[i];
  std::vector<const json_node*> arguments;
  for (auto& argument : t.arguments) {
    auto& found = arguments.emplace_back(argument.json ? &argument.json->document.root() : nullptr);
    if (!argument.path)
      continue;
    auto why = find(*argument.path, w.document, w.document, w.strict, found);
    if (why != trouble::none)
      return why;
  }
  const json_node* result = &null_node;
  if (auto why = apply(w, t, x, arguments, result); why != trouble::none)
    return why;
  if (!spend(result->span))
    return spent();
  if (auto why = add(w, result); why != trouble::none || w.path.is_leaf(i))
    return why;
  return step(w, i + 1, result);
}

trouble evaluator::apply(
    walk& w, const token& t, const json_node* x, const std::vector<const json_node*>& arguments,
    const json_node*& out) {
  if (x && x->is_container())
    steps_ += x->span;
  for (auto argument : arguments)
    steps_ += argument->span;
  switch (t.function) {
  case function::avg:
  case function::stddev:
  case function::sum:
  case function::min:
  case function::max: return aggregate(t, x, arguments, out);
  case function::concat: return concatenate(t, x, arguments, out);
  case function::length: return length(t, x, w.strict, out);
  case function::append: return append(x, arguments, out);
  case function::keys: return keys(x, out);
  case function::first:
  case function::last:
  case function::index: return pick(t, x, arguments, out);
  }
  return trouble::invalid;
}

trouble evaluator::aggregate(
    const token& t, const json_node* x, const std::vector<const json_node*>& arguments,
    const json_node*& out) {
  aggregation all;
  auto take = [&](const json_node& y) {
    if (y.is_number())
      all.add(number_of(y));
  };
  if (x && x->kind == json_kind::array)
    for_each(x, take);
  for (size_t i = 0; i < arguments.size(); ++i)
    if (t.arguments[i].path)
      for_each(arguments[i], take);
  if (all.empty())
    return fail("a function got no numbers");
  out = node(json_kind::fraction, to_java_text(all.result(t.function)));
  return trouble::none;
}

trouble evaluator::concatenate(
    const token& t, const json_node* x, const std::vector<const json_node*>& arguments,
    const json_node*& out) {
  std::string text;
  if (x && x->kind == json_kind::array)
    for_each(x, [&](const json_node& y) {
      if (y.kind == json_kind::text)
        text += y.text();
    });
  for (size_t i = 0; i < arguments.size(); ++i)
    for_each(arguments[i], [&](const json_node& y) {
      if (y.kind == json_kind::text && t.arguments[i].path)
        text += y.text();
      else if (y.kind != json_kind::null)
        write_json(text, y); // a text in the path keeps its quotes
    });
  if (!spend(text.size() / sizeof(json_node)))
    return spent();
  out = node(json_kind::text, std::move(text));
  return trouble::none;
}

/// With a path as argument: of what that finds, if this is an array.
trouble evaluator::length(const token& t, const json_node* x, bool strict, const json_node*& out) {
  if (!t.arguments.empty()) {
    auto& argument = t.arguments.front();
    if (!argument.path || !x)
      return fail("length() wants a path");
    const json_node* found = nullptr;
    auto& path = argument.children ? *argument.children : *argument.path;
    if (auto why = find(path, x, x, strict, found); why != trouble::none)
      return why;
    if (found->kind == json_kind::array)
      x = found;
  }
  if (x && x->is_container())
    out = node(json_kind::integer, std::to_string(size_of(*x)));
  return trouble::none;
}

trouble evaluator::append(
    const json_node* x, const std::vector<const json_node*>& arguments, const json_node*& out) {
  if (x)
    out = x;
  if (!x || x->kind != json_kind::array || arguments.empty())
    return trouble::none;
  size_t size = x->span;
  for (auto argument : arguments)
    size += argument->span;
  copied_ += size;
  if (!spend(size))
    return spent();
  std::vector<json_node> tree;
  tree.reserve(size);
  append_copy(tree, *x);
  for (auto argument : arguments)
    append_copy(tree, *argument);
  out = arena_.keep(closed(std::move(tree)));
  return trouble::none;
}

trouble evaluator::keys(const json_node* x, const json_node*& out) {
  if (!x || x->kind != json_kind::object)
    return trouble::none;
  auto tree = tree_of(json_kind::array);
  for (auto member = x->begin(); member != x->end(); member = member->next())
    tree.push_back(tree_of(json_kind::text, member->key()).front());
  copied_ += tree.size();
  out = arena_.keep(closed(std::move(tree)));
  return trouble::none;
}

/// `last` fails on an array of one, and so does an index from the end that
/// leads to the first element.
trouble evaluator::pick(
    const token& t, const json_node* x, const std::vector<const json_node*>& arguments,
    const json_node*& out) {
  if (!x || x->kind != json_kind::array)
    return fail("a function wants an array");
  int64_t index = t.function == function::last ? -1 : 0;
  if (t.function == function::index) {
    const json_node* number = nullptr;
    for (size_t i = 0; i < arguments.size(); ++i)
      if (t.arguments[i].path)
        for_each(arguments[i], [&](const json_node& y) {
          if (!number && y.is_number())
            number = &y;
        });
    if (!number)
      return fail("index() wants a path that leads to a number");
    index = static_cast<int32_t>(truncated(number_of(*number)).value_or(-1));
  }
  auto size = size_of(*x);
  auto place = index < 0 ? size + index : index;
  if (place >= size || place < 0 || (index < 0 && place == 0))
    return fail("a function leads outside of its array");
  out = x->element(place);
  return trouble::none;
}

} // namespace troupe::jsonpath
