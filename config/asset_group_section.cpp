#include "config/formats.hpp"
#include "config/id_ranges.hpp"
#include "config/sections.hpp"

#include <algorithm>

namespace troupe::config {
namespace {

using s = asset_group_draft;

void read_template(reader& r, const entry& e, s& x) {
  auto name = as<std::string>(e.value);
  if (!name)
    return r.expected(e.value, "an asset_template of this realm");
  x.asset_template = *name;
  x.template_at = e.value.at;
}

void read_ids(reader& r, const entry& e, s& x) {
  auto list = as<array>(e.value);
  if (!list)
    return r.expected(e.value, "an array of ids");
  if (list->empty())
    r.error(e.value.at, "expected at least one id, found an empty array");
  for (size_t i = 0; i < list->size(); ++i) {
    auto& item = (*list)[i];
    reader::step in{r, i};
    auto text = as<std::string>(item);
    auto why = text ? id_range_problem(*text) : "";
    if (!text)
      r.expected(item, "an id");
    else if (!why.empty())
      r.error(item.at, in_quotes(*text) + " " + why);
    else
      x.ids.push_back(item);
  }
}

void read_rows(reader& r, const entry& e, s& x) {
  static const auto file = path("\"presses.csv\"");
  if (file.read(r, e.value))
    x.rows = e.value;
}

void read_id(reader& r, const entry& e, s& x) {
  static const auto any = text();
  if (auto found = any.read(r, e.value)) {
    x.id = *found;
    x.id_at = e.value.at;
  }
}

/// A key of assets, as the descriptor of theirs says it. It is read with the template's.
key_of<s> over(std::string_view key, std::string fallback) {
  auto& known = asset_section().keys;
  auto info = *std::find_if(known.begin(), known.end(), [&](auto& x) { return x.name == key; });
  info.fallback = std::move(fallback);
  return {std::move(info), [](reader&, const entry& e, s& x) { x.keys.push_back(e); }};
}

void check(reader& r, const written& keys, s&) {
  if (keys.has("ids") == keys.has("rows"))
    r.error(keys.at(keys.has("ids") ? "rows" : ""), "expected exactly one of ids and rows");
  if (keys.has("id") && !keys.has("rows"))
    keys.error(r, "id", "is made of the columns of rows, and there are none");
}

} // namespace

const section<asset_group_draft>& asset_group_section() {
  constexpr auto templates = "the template's";
  static const section<s> it{
      "Makes assets that are alike: each has what its template says, with its own id and values "
      "in place of `{asset}`, `{attribute}` and the columns of `rows`, `{line}`: in topics, "
      "`agent`, `parent` and `name`. In payloads it is `%ASSET%`, `%ATTRIBUTE%` and "
      "`%PARAM:line%`. What takes a placeholder's place is not looked at again.",
      {
          {key_info{
               .name = "template",
               .doc = "The template's name.",
               .type = "an asset_template of this realm",
               .schema = R"({"type":"string"})",
               .example = "\"press\"",
               .required = true},
           read_template},
          {key_info{
               .name = "ids",
               .doc = "The ids of the assets; `{01..40}` stands for 40 of them. This or `rows`.",
               .type = "an array of ids",
               .schema = R"({"type":"array","minItems":1,"items":{"type":"string"}})",
               .example = "[\"press-{01..40}\"]"},
           read_ids},
          {key_info{
               .name = "rows",
               .doc = "A CSV file, relative to the file that names it: a line with the names of "
                      "the columns, then one for each asset. This or `ids`.",
               .type = "a path",
               .schema = R"({"type":"string"})",
               .example = "\"presses.csv\""},
           read_rows},
          {key_info{
               .name = "id",
               .doc = "The id of a row's asset.",
               .type = "a text",
               .schema = R"({"type":"string"})",
               .example = "\"{line}-press-{number}\"",
               .fallback = "\"{id}\", the column of this name"},
           read_id},
          over("name", templates),
          over("type", templates),
          over("parent", templates),
          over("expect_every", templates),
          over("expire_after", templates),
          over("agent_link", "what it does not say is the template's"),
          over("forward", "what it says comes on top of the template's"),
      },
      check};
  return it;
}

} // namespace troupe::config
