#include "actors/link/json_arena.hpp"

#include <array>
#include <cstring>
#include <unordered_set>

namespace troupe {
namespace {

/// More suspects than this, and a set answers faster.
constexpr int suspects_max = 32;

/// Names that differ rarely share it: the last eight bytes, mixed.
size_t signature(std::string_view name) {
  uint64_t tail = name.size();
  auto size = std::min(name.size(), sizeof tail);
  std::memcpy(&tail, name.data() + name.size() - size, size);
  return ((tail ^ name.size()) * 0x9E3779B97F4A7C15u) >> 54;
}

bool is_in(std::string_view name, const json_node* first, const json_node* last) {
  for (; first != last; first = first->next())
    if (first->key() == name)
      return true;
  return false;
}

bool has_twins_by_set(const json_node& object) {
  std::unordered_set<std::string_view> names;
  for (auto x = object.begin(); x != object.end(); x = x->next())
    if (!names.insert(x->key()).second)
      return true;
  return false;
}

/// Whether two members have the same name. Most objects are told by one bit a
/// member, without looking at any name twice.
bool has_twins(const json_node& object) {
  std::array<uint64_t, 16> seen{};
  auto suspects = 0;
  for (auto x = object.begin(); x != object.end(); x = x->next()) {
    auto place = signature(x->key());
    auto& word = seen[place / 64];
    auto bit = uint64_t{1} << place % 64;
    if (word & bit) {
      if (++suspects > suspects_max)
        return has_twins_by_set(object);
      if (is_in(x->key(), object.begin(), x))
        return true;
    }
    word |= bit;
  }
  return false;
}

void copy_unique(std::vector<json_node>& out, const json_node& x) {
  auto at = out.size();
  out.push_back(x);
  if (x.kind == json_kind::object)
    for (auto member : members_once(x))
      copy_unique(out, *member);
  else if (x.kind == json_kind::array)
    for (auto element = x.begin(); element != x.end(); element = element->next())
      copy_unique(out, *element);
  out[at].span = static_cast<uint32_t>(out.size() - at);
}

} // namespace

const json_node& with_unique_members(const json_node& root, json_arena& arena) {
  for (auto x = &root; x != root.end(); ++x)
    if (x->kind == json_kind::object && x->span > 2 && has_twins(*x)) {
      std::vector<json_node> copy;
      copy.reserve(root.span);
      copy_unique(copy, root);
      return *arena.keep(std::move(copy));
    }
  return root;
}

} // namespace troupe
