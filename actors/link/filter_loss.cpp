#include "actors/link/filter_loss.hpp"

#include "actors/link/list_loss.hpp"
#include "actors/link/payload.hpp"
#include "actors/link/step_reading.hpp"
#include "actors/link/value_words.hpp"
#include "config/spelling.hpp"
#include "schemas/utf8.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace troupe {
namespace {

constexpr size_t candidates_max = 1'000; // members whose names are compared
constexpr uint32_t matches_max = 20;

bool holds_json(const json_node& x) {
  if (x.kind != json_kind::text)
    return false;
  json_document document;
  return document.parse(x.text()) && document.root().is_container();
}

/// Where, below `root`, a member of this name stands first; empty if nowhere.
std::string place_of_member(const json_node& root, std::string_view name) {
  auto node = &root + 1;
  while (node != root.end() && node->key() != name)
    ++node;
  if (node == root.end())
    return {};
  std::string place = "$";
  for (auto at = &root; at != node;) {
    int64_t index = 0;
    auto child = at->begin();
    for (; !(child <= node && node < child->next()); child = child->next())
      ++index;
    place = at->kind == json_kind::object ? member_place(place, child->key())
                                          : element_place(place, index);
    at = child;
  }
  return place;
}

std::string lacks_member(const json_path::trail& x, const json_node& root) {
  auto name = config::in_quotes(*x.name);
  auto place = place_of_member(root, *x.name);
  auto elsewhere = place.empty() ? "" : "; a member " + name + " stands at " + shown_text(place);
  if (x.last->kind == json_kind::array)
    return ", not an object: it has no member " + name + elsewhere;
  if (x.last->kind != json_kind::object)
    return ", which has no members" + elsewhere;
  std::vector<std::string_view> names;
  for (auto child = x.last->begin(); child != x.last->end() && names.size() < candidates_max;
       child = child->next())
    names.push_back(child->key());
  auto meant = config::likely(*x.name, names);
  return "; it has no member " + name + (meant.empty() ? elsewhere : meant);
}

std::string path_loss(const json_path& path, const json_node& root) {
  auto x = path.follow(root);
  auto out = x.place + " is " + described(*x.last);
  if (x.name)
    out += lacks_member(x, root);
  else if (x.index && x.last->kind == json_kind::array)
    out += "; it has no element [" + std::to_string(*x.index) + "]";
  else if (x.index)
    out += ", not an array";
  else if (!x.complete)
    out += "; the rest of the path finds nothing there";
  if ((x.name || x.index) && holds_json(*x.last))
    out += "; the text holds JSON itself, which a second filter of type json_path can read";
  return out;
}

std::string times_words(uint32_t n) {
  if (n == 1)
    return "matches once";
  return "matches " + std::to_string(n) + (n == matches_max ? " times or more" : " times");
}

/// The text that a filter reads as JSON.
std::string_view source_of(const step_value& x, std::string& buffer) {
  if (auto text = text_of(x))
    return *text;
  if (auto native = std::get_if<value>(&x.content))
    buffer = to_json(*native);
  return buffer;
}

struct loss {
  const filter_chain& chain;
  size_t index;
  const step_value& before;
  filter_workspace space; ///< Its own: what it keeps is of no use to the pipeline.

  std::string operator()(const json_path_filter& x) {
    auto& path = *chain.path_of(index);
    if (path.blank())
      return "a blank path finds nothing";
    std::string problem;
    auto root = as_json(before, space, problem);
    if (!root) {
      std::string buffer;
      return json_complaint(source_of(before, buffer));
    }
    auto hit = path.find(*root, space.arena);
    if (hit.outcome == json_path::outcome::failed)
      return {};
    if (hit.outcome == json_path::outcome::found)
      return hit.node->kind == json_kind::array
                 ? std::string{"the path finds an empty array, of which "}
                       + (x.return_first ? "return_first" : "return_last") + " takes nothing"
                 : "the path leads to null";
    return path_loss(path, *root);
  }

  std::string operator()(const regex_filter& x) {
    auto text = text_form(before, space);
    if (!text)
      return {};
    auto n = chain.regex_of(index)->matches_in(*text, matches_max);
    if (!n)
      return {};
    auto found = times_words(*n);
    if (*n == 0)
      return "the pattern matches nowhere in the text";
    if (x.match_index >= static_cast<int64_t>(*n))
      return "the pattern " + found + ", so there is no match_index "
             + std::to_string(x.match_index) + ": the first one is 0";
    return "the pattern " + found + ", but there is no group " + std::to_string(x.match_group)
           + " in that match: 0 is the whole of it";
  }

  std::string operator()(const substring_filter&) {
    auto text = text_form(before, space);
    return text ? "the indexes lead out of a text of " + bytes_words(text->size()) : "";
  }

  std::string operator()(const math_filter&) {
    return number_of(before) ? "" : shown(before) + " is no number";
  }

  std::string operator()(const topic_filter&) {
    if (!space.message)
      return {};
    auto topic = space.message->topic();
    auto levels = static_cast<size_t>(std::count(topic.begin(), topic.end(), '/')) + 1;
    return "the topic has " + counted(levels, "level") + ", counted from 0";
  }

  std::string operator()(const bytes_filter&) {
    return space.message ? "the payload has only " + bytes_words(space.message->bytes().size())
                         : "";
  }
};

} // namespace

std::string json_complaint(std::string_view text) {
  constexpr size_t excerpt = 20;
  json_document document;
  if (document.parse(text))
    return {};
  auto at = std::min(document.problem_at(), text.size());
  auto before = text.substr(0, at);
  auto line = std::count(before.begin(), before.end(), '\n') + 1;
  auto begin = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  auto column = count_characters(before.substr(begin)) + 1;
  auto from = utf8_head(text, at).size();
  auto end = std::min(text.size(), from + excerpt);
  while (end < text.size() && goes_on(text[end]))
    ++end;
  auto rest = text.substr(from, end - from);
  auto there = rest.empty() ? std::string{", where the text ends"}
                            : ", where " + shown_text(rest) + " stands";
  return "it is no JSON at line " + std::to_string(line) + ", column " + std::to_string(column)
         + there;
}

std::string found_words(
    const filter_chain& chain, size_t index, const value_filter& setting, const step_value& before,
    const step_value& found, payload_view* message) {
  filter_workspace space{message, {}, {}};
  if (auto regex = chain.regex_of(index)) {
    auto text = text_form(before, space);
    auto n = text ? regex->matches_in(*text, matches_max) : std::nullopt;
    return n ? "the pattern " + times_words(*n) : "";
  }
  auto filter = std::get_if<json_path_filter>(&setting);
  auto list = filter && !filter->return_first && !filter->return_last ? node_of(found) : nullptr;
  std::string problem;
  auto path = chain.path_of(index);
  if (!list || list->kind != json_kind::array || !path->gives_list())
    return {};
  auto root = as_json(before, space, problem);
  return root ? list_words(*path, *root, *list) : "";
}

std::string filter_loss(
    const filter_chain& chain, size_t index, const value_filter& setting, const step_value& before,
    payload_view* message) {
  return std::visit(loss{chain, index, before, filter_workspace{message}}, setting);
}

} // namespace troupe
