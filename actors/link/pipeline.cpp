#include "actors/link/pipeline.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/format_argument.hpp"
#include "actors/link/link_trace.hpp"
#include "actors/link/step_reading.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <exception>

namespace troupe {
namespace {

inbound_result failed(const caf::error& why) { return {verdict::error, {}, sentence(why)}; }

/// A defect here, or no memory left: one value is lost for it, and not the link.
caf::error broken(const std::exception& x) {
  return failure(errc::value_invalid, std::string{"the program failed: "} + x.what());
}

step_value step_of(const value& x) {
  if (is_null(x))
    return {};
  return {x, false};
}

/// What remains of a value once the pipeline's documents are gone.
value settled(const step_value& x) {
  if (auto text = text_of(x))
    return std::string{*text};
  if (auto node = node_of(x))
    return to_value(*node);
  if (auto native = std::get_if<value>(&x.content))
    return *native;
  return {};
}

/// A typed JSON document; OpenRemote publishes its objects without nulls.
std::string without_nulls(const std::string& json) {
  json_document document;
  if (json.find("null") == json.npos || json.find('{') == json.npos || !document.parse(json))
    return json;
  std::string out;
  write_json(out, document.root(), {.nulls = true});
  return out;
}

/// The payload of a value that is not null.
std::string payload_of(const step_value& x) {
  if (auto text = text_of(x))
    return std::string{*text};
  if (auto node = node_of(x)) {
    std::string out;
    write_json(out, *node, {.nulls = true, .empty_arrays = true});
    return out;
  }
  auto& native = std::get<value>(x.content);
  if (auto json = std::get_if<json_text>(&native))
    return without_nulls(json->text);
  return to_json(native);
}

/// Where the bytes of a message can be read, and where nothing else can.
caf::error check_bytes(const agent_link_settings& link) {
  auto reads_bytes = [](auto& x) { return std::holds_alternative<bytes_filter>(x); };
  auto& filters = link.value_filters;
  auto begins_well =
      !filters.empty()
      && (reads_bytes(filters[0]) || std::holds_alternative<topic_filter>(filters[0]));
  if (link.payload == payload_form::bytes && !begins_well)
    return failure(
        errc::config_invalid,
        "payload: with \"bytes\" the first of value_filters must be of type bytes or topic");
  auto found = std::find_if(filters.begin(), filters.end(), reads_bytes);
  if (found != filters.end() && (found != filters.begin() || link.payload != payload_form::bytes))
    return failure(
        errc::config_invalid,
        "value_filters: a filter of type bytes must be the first of them, and needs "
        "payload = \"bytes\"");
  return {};
}

outbound_result refused(const caf::error& why) {
  return {outbound_result::kind::error, {}, {}, sentence(why)};
}

caf::expected<std::optional<value_mapping>> compile_mapping(
    const std::string& key, const std::optional<value_converter>& entries, value_type type,
    value_mapping::direction way) {
  if (!entries)
    return std::optional<value_mapping>{};
  auto mapping = value_mapping::compile(*entries, type, way);
  if (!mapping)
    return failure(errc::config_invalid, key + ": " + sentence(mapping.error()));
  return std::optional<value_mapping>{std::move(*mapping)};
}

} // namespace

// -- in -----------------------------------------------------------------------

caf::expected<std::shared_ptr<const inbound_pipeline>>
inbound_pipeline::compile(const agent_link_settings& link, value_type type) {
  auto out = std::make_shared<inbound_pipeline>();
  out->type_ = type;
  out->miss_ = link.on_miss;
  out->form_ = link.payload;
  if (auto why = check_bytes(link))
    return why;
  if (auto why = out->compile_match(link))
    return why;
  auto filters = filter_chain::compile("value_filters", link.value_filters, link.on_miss);
  if (!filters)
    return filters.error();
  out->filters_ = std::move(*filters);
  auto mapping =
      compile_mapping("value_converter", link.converter, type, value_mapping::direction::inbound);
  if (!mapping)
    return mapping.error();
  out->mapping_ = std::move(*mapping);
  return std::shared_ptr<const inbound_pipeline>{std::move(out)};
}

caf::error inbound_pipeline::compile_match(const agent_link_settings& link) {
  if (!link.match_predicate)
    return {};
  auto filters = filter_chain::compile("message_match_filters", link.match_filters, link.on_miss);
  if (!filters)
    return filters.error();
  auto match = predicate::compile(*link.match_predicate);
  if (!match)
    return failure(errc::config_invalid, "message_match_predicate: " + sentence(match.error()));
  match_filters_ = std::move(*filters);
  match_ = std::move(*match);
  return {};
}

/// Whether the message match lets the message through.
caf::expected<bool>
inbound_pipeline::takes(payload_view& message, int64_t received_ms, link_trace* trace) const {
  if (!match_)
    return true;
  auto blank =
      form_ == payload_form::bytes ? message.bytes().empty() : trimmed(message.text(form_)).empty();
  if (blank)
    return false;
  filter_workspace space{&message};
  space.trace = trace;
  step_value x{message.text(form_), false};
  if (auto why = match_filters_.apply(x, space))
    return why;
  if (std::holds_alternative<std::monostate>(x.content))
    return false;
  auto answer = match_->matches(x, space, received_ms);
  if (trace)
    trace->asked(x, answer);
  return answer;
}

inbound_result
inbound_pipeline::run(payload_view& message, int64_t received_ms, link_trace* trace) const try {
  auto taken = takes(message, received_ms, trace);
  if (!taken)
    return failed(taken.error());
  if (!*taken)
    return {verdict::no_match, {}, {}};
  filter_workspace space{&message};
  space.trace = trace;
  return finish({message.text(form_), false}, space);
} catch (const std::exception& why) {
  return failed(broken(why));
}

inbound_result inbound_pipeline::run_written(const value& processed) const try {
  filter_workspace space;
  return finish(step_of(processed), space);
} catch (const std::exception& why) {
  return failed(broken(why));
}

inbound_result inbound_pipeline::finish(step_value x, filter_workspace& space) const {
  if (auto why = filters_.apply(x, space))
    return failed(why);
  if (mapping_) {
    if (space.trace)
      space.trace->before(x);
    auto outcome = mapping_->apply(x);
    if (space.trace)
      space.trace->converted(x, outcome);
    if (!outcome)
      return failed(outcome.error());
    if (*outcome == value_mapping::outcome::drop)
      return {verdict::ignored, {}, {}};
  }
  if (is_null_step(x))
    return {x.missed && miss_ == on_miss::keep ? verdict::missed : verdict::null, {}, {}};
  auto content = coerce(x, type_);
  if (space.trace)
    space.trace->coerced(content, type_);
  if (!content)
    return {verdict::misfit, {}, sentence(content.error())};
  return {is_null(*content) ? verdict::null : verdict::value, std::move(*content), {}};
}

// -- out ----------------------------------------------------------------------

caf::expected<std::shared_ptr<const outbound_pipeline>> outbound_pipeline::compile(
    const agent_link_settings& link, value_type type, const time_zone& zone) {
  auto out = std::make_shared<outbound_pipeline>();
  out->type_ = type;
  auto filters =
      filter_chain::compile("write_value_filters", link.write_value_filters, on_miss::null);
  if (!filters)
    return filters.error();
  out->filters_ = std::move(*filters);
  auto mapping = compile_mapping(
      "write_value_converter", link.write_converter, type, value_mapping::direction::outbound);
  if (!mapping)
    return mapping.error();
  out->mapping_ = std::move(*mapping);
  if (!trimmed(link.write_value).empty()) {
    auto text = write_template::compile(link.write_value, zone);
    if (!text)
      return text.error();
    out->template_ = std::move(*text);
  }
  return std::shared_ptr<const outbound_pipeline>{std::move(out)};
}

outbound_result outbound_pipeline::run(const value& x, int64_t now_ms) const {
  return run(x, std::chrono::milliseconds{now_ms});
}

outbound_result outbound_pipeline::run(const value& x, std::chrono::nanoseconds now) const try {
  using kind = enum outbound_result::kind;
  auto step = step_of(x);
  filter_workspace space;
  if (auto why = filters_.apply(step, space))
    return refused(why);
  auto lost = !is_null(x) && std::holds_alternative<std::monostate>(step.content);
  if (lost && !mapping_ && !template_)
    return {kind::ignored, {}, {}, {}};
  if (mapping_) {
    auto outcome = mapping_->apply(step);
    if (!outcome)
      return refused(outcome.error());
    if (*outcome == value_mapping::outcome::drop)
      return {kind::ignored, {}, {}, {}};
  }
  auto empty = is_null_step(step);
  if (template_) {
    shown_value shown{empty ? "null" : payload_of(step), {}};
    if (template_->formats_value()) // a converter's literals have the type of their JSON
      shown.argument = argument_of(step, mapping_ ? value_kind::json : kind_of(type_));
    auto text = template_->render(shown, now);
    if (!text)
      return refused(text.error());
    return {kind::publish, *text, *text, {}};
  }
  if (empty)
    return {kind::publish, {}, {}, {}};
  return {kind::publish, payload_of(step), settled(step), {}};
} catch (const std::exception& why) {
  return refused(broken(why));
}

} // namespace troupe
