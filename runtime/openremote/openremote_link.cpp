#include "runtime/openremote/openremote_link.hpp"

#include "runtime/openremote/json_members.hpp"
#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe {
namespace {

value_filter read_json_path(json_members& in) {
  json_path_filter out;
  out.path = in.text("path").value_or("");
  out.return_first = in.boolean("returnFirst").value_or(false);
  out.return_last = in.boolean("returnLast").value_or(false);
  return out;
}

value_filter read_regex(json_members& in) {
  regex_filter out;
  out.pattern = in.text("pattern").value_or("");
  out.dot_all = in.boolean("dotAll").value_or(out.dot_all);
  out.multiline = in.boolean("multiline").value_or(out.multiline);
  out.match_group = in.integer("matchGroup").value_or(0);
  out.match_index = in.integer("matchIndex").value_or(0);
  return out;
}

value_filter read_substring(json_members& in) {
  substring_filter out;
  out.begin_index = in.integer("beginIndex").value_or(0);
  out.end_index = in.integer("endIndex");
  return out;
}

value_filter read_math(json_members& in) {
  math_filter out;
  out.expression = in.text("expression").value_or("");
  return out;
}

/// One kind of filter: how it is called and how its members are read.
struct filter_type {
  std::string_view name;
  value_filter (*read)(json_members& in);
};

constexpr filter_type filter_types[] = {
    {"jsonPath", read_json_path},
    {"regex", read_regex},
    {"substring", read_substring},
    {"mathExpression", read_math},
};

std::vector<value_filter> read_filters(json_members& in, std::string_view name) {
  std::vector<value_filter> out;
  auto list = in.list(name);
  if (!list)
    return out;
  for (auto x = list->begin(); x != list->end(); x = x->next()) {
    auto filter = read_openremote_filter(*x);
    if (!filter) {
      auto place = std::string{name} + "[" + std::to_string(out.size()) + "]";
      in.complain_within(place, filter.error());
      break;
    }
    out.push_back(std::move(*filter));
  }
  return out;
}

std::optional<value_converter> read_converter(json_members& in, std::string_view name) {
  auto entries = in.object(name);
  if (!entries)
    return std::nullopt;
  value_converter out;
  for (auto* x : members_once(*entries)) {
    json_text literal;
    write_json(literal.text, *x);
    out.emplace_back(x->key(), std::move(literal));
  }
  return out;
}

} // namespace

caf::expected<value_filter> read_openremote_filter(const json_node& x) {
  json_members in{x};
  auto name = in.text("type").value_or("");
  for (auto& type : filter_types)
    if (type.name == name) {
      auto filter = type.read(in);
      return in.problem() ? caf::expected<value_filter>{in.problem()} : filter;
    }
  in.complain("type", "is no known filter, " + name);
  return in.problem();
}

namespace {

agent_link_settings read_link(json_members& in) {
  agent_link_settings out;
  out.agent = in.text("id").value_or("");
  out.subscription_topic = in.text("subscriptionTopic").value_or("");
  out.publish_topic = in.text("publishTopic").value_or("");
  if (auto qos = in.integer("qos"))
    out.qos = static_cast<int>(std::clamp<int64_t>(*qos, -1, 3)); // all beyond 0…2 are alike
  out.match_filters = read_filters(in, "messageMatchFilters");
  if (auto match = in.find("messageMatchPredicate")) {
    auto read = read_openremote_predicate(*match);
    if (read)
      out.match_predicate = std::move(*read);
    else
      in.complain_within("messageMatchPredicate", read.error());
  }
  out.value_filters = read_filters(in, "valueFilters");
  out.converter = read_converter(in, "valueConverter");
  out.write_value_filters = read_filters(in, "writeValueFilters");
  out.write_converter = read_converter(in, "writeValueConverter");
  out.write_value = in.text("writeValue").value_or("");
  out.update_on_write = in.boolean("updateOnWrite").value_or(false);
  out.on_miss =
      in.word<on_miss>("onMiss", {{"KEEP", on_miss::keep}, {"NULL", on_miss::null}}, on_miss::null);
  return out;
}

} // namespace

caf::expected<agent_link_settings> read_openremote_link(const json_node& x) {
  json_members in{x};
  auto out = read_link(in);
  if (in.problem())
    return in.problem();
  return out;
}

std::string passed_over(const json_node& link) {
  json_members in{link};
  read_link(in);
  in.find("type"); // always "MQTTAgentLink"
  return in.unasked();
}

} // namespace troupe
