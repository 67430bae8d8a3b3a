#include "actors/link/json_document.hpp"
#include "actors/link/number_text.hpp"
#include "schemas/value.hpp"

#include <unordered_map>
#include <vector>

namespace troupe {
namespace {

/// Members beyond this many are looked up by hash, so that a hostile object
/// costs no quadratic time.
constexpr size_t scan_max = 32;

bool left_out(const json_node& x, json_omissions omit) {
  return (omit.nulls && x.kind == json_kind::null)
         || (omit.empty_arrays && x.kind == json_kind::array && x.span == 1);
}

void write_integer(std::string& out, std::string_view digits) {
  out += digits == "-0" ? "0" : digits;
}

void write_array(std::string& out, const json_node& x, json_omissions omit) {
  out += '[';
  for (auto child = x.begin(); child != x.end(); child = child->next()) {
    if (child != x.begin())
      out += ',';
    write_json(out, *child, omit);
  }
  out += ']';
}

void write_object(std::string& out, const json_node& x, json_omissions omit) {
  out += '{';
  auto first = true;
  for (auto member : members_once(x)) {
    if (left_out(*member, omit))
      continue;
    if (!first)
      out += ',';
    first = false;
    append_json_string(out, member->key());
    out += ':';
    write_json(out, *member, omit);
  }
  out += '}';
}

} // namespace

std::vector<const json_node*> members_once(const json_node& object) {
  std::vector<const json_node*> out;
  std::unordered_map<std::string_view, size_t> places;
  auto place_of = [&](std::string_view key) {
    if (out.size() <= scan_max) {
      size_t i = 0;
      while (i < out.size() && out[i]->key() != key)
        ++i;
      return i;
    }
    if (places.empty())
      for (size_t i = 0; i < out.size(); ++i)
        places.emplace(out[i]->key(), i);
    return places.emplace(key, out.size()).first->second;
  };
  for (auto x = object.begin(); x != object.end(); x = x->next()) {
    auto place = place_of(x->key());
    if (place == out.size())
      out.push_back(x);
    else
      out[place] = x;
  }
  return out;
}

const json_node* json_node::member(std::string_view name) const {
  const json_node* found = nullptr;
  for (auto x = begin(); x != end(); x = x->next())
    if (x->key() == name)
      found = x;
  return found;
}

const json_node* json_node::element(int64_t index) const {
  if (index < 0) {
    int64_t size = 0;
    for (auto x = begin(); x != end(); x = x->next())
      ++size;
    index += size;
  }
  if (index < 0)
    return nullptr;
  for (auto x = begin(); x != end(); x = x->next())
    if (index-- == 0)
      return x;
  return nullptr;
}

void write_json(std::string& out, const json_node& x, json_omissions omit) {
  switch (x.kind) {
  case json_kind::null: out += "null"; break;
  case json_kind::boolean: out += x.text(); break;
  case json_kind::integer: write_integer(out, x.text()); break;
  case json_kind::fraction: append_json(out, parse_double(x.text()).value_or(0)); break;
  case json_kind::text: append_json_string(out, x.text()); break;
  case json_kind::array: write_array(out, x, omit); break;
  case json_kind::object: write_object(out, x, omit); break;
  }
}

} // namespace troupe
