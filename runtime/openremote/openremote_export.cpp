#include "runtime/openremote/openremote_export.hpp"

#include "config/spelling.hpp"
#include "runtime/openremote/json_members.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace troupe {
namespace {

constexpr size_t problems_max = 100;

constexpr std::string_view asset_members[] = {
    "id", "version", "createdOn", "name", "parentId", "realm", "type", "path", "attributes"};

void complain(openremote_export& out, std::string text) {
  if (out.problems.size() < problems_max)
    out.problems.push_back(std::move(text));
  else if (out.problems.size() == problems_max)
    out.problems.push_back("… and more");
}

bool is_asset(const json_node& x) {
  return x.kind == json_kind::object && x.member("id") && x.member("type");
}

/// The array of assets; an asset that stands alone is its own.
const json_node* find_assets(const json_node& root, openremote_export& out) {
  if (root.kind == json_kind::array || is_asset(root))
    return &root;
  const json_node* found = nullptr;
  if (root.kind == json_kind::object)
    for (auto* x : members_once(root)) {
      auto is_list = x->kind == json_kind::array
                     && (x->key() == "assets" || x->span == 1 || is_asset(*x->begin()));
      if (is_list && !found)
        found = x;
      else
        out.other_members.emplace_back(x->key());
    }
  if (!found)
    complain(
        out, "holds no assets; expected an array of them, as POST /api/REALM/asset/query answers");
  return found;
}

/// A text that every asset has.
std::string needed(json_members& in, std::string_view name) {
  auto out = in.text(name).value_or("");
  if (out.empty())
    in.complain(name, "is missing");
  return out;
}

std::string place(const export_asset& x, size_t number) {
  auto out = "asset " + std::to_string(number);
  if (!x.name.empty())
    out += " (" + config::in_quotes(x.name) + ")";
  return out + ": ";
}

export_asset read_asset(const json_node& x, size_t number, openremote_export& all) {
  json_members in{x};
  export_asset out;
  out.name = needed(in, "name");
  out.id = needed(in, "id");
  out.type = needed(in, "type");
  out.realm = needed(in, "realm");
  out.parent = in.text("parentId").value_or("");
  if (auto attributes = in.object("attributes"))
    for (auto* y : members_once(*attributes)) {
      if (y->kind != json_kind::object)
        in.complain("attributes." + repaired_utf8(y->key()), "is no object");
      out.attributes.push_back(y);
    }
  if (in.problem())
    complain(all, place(out, number) + sentence(in.problem()));
  else
    for (auto* y : members_once(x))
      if (std::find(std::begin(asset_members), std::end(asset_members), y->key())
          == std::end(asset_members))
        out.other_members.push_back(y);
  return out;
}

} // namespace

openremote_export read_export(std::string_view text, json_document& document) {
  openremote_export out;
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark))
    text.remove_prefix(byte_order_mark.size());
  if (text.size() > export_bytes_max)
    complain(out, "is larger than 64 MiB; export realm by realm");
  else if (!valid_utf8(text))
    complain(out, "is not UTF-8");
  else if (!document.parse(text))
    complain(out, "is no JSON: " + document.problem());
  if (!out.problems.empty())
    return out;
  auto& root = document.root();
  auto list = find_assets(root, out);
  if (!list)
    return out;
  if (list->kind == json_kind::object) {
    out.assets.push_back(read_asset(*list, 1, out));
    return out;
  }
  std::unordered_map<std::string, size_t> numbers;
  for (auto x = list->begin(); x != list->end(); x = x->next()) {
    auto number = out.assets.size() + 1;
    auto asset = read_asset(*x, number, out);
    auto [first, is_new] = numbers.try_emplace(asset.id, number);
    if (!is_new && !asset.id.empty())
      complain(
          out, place(asset, number) + "has the id of asset " + std::to_string(first->second) + ", "
                   + config::in_quotes(asset.id));
    out.assets.push_back(std::move(asset));
  }
  if (out.assets.empty())
    complain(out, "holds no assets: the array is empty");
  return out;
}

} // namespace troupe
