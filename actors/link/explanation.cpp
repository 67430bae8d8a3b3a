#include "actors/link/explanation.hpp"

#include "actors/asset/constraints.hpp"
#include "actors/link/civil_time.hpp"
#include "actors/link/date_text.hpp"
#include "actors/link/filter_words.hpp"
#include "actors/link/value_words.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

namespace troupe {
namespace {

trace_step payload_step(payload_view& message, payload_form form) {
  auto bytes = message.bytes();
  trace_step out{"payload", bytes_words(bytes.size()), {}, {}};
  switch (form) {
  case payload_form::bytes:
    out.what += ", as they are";
    out.value = shown_hex(bytes);
    return out;
  case payload_form::hex: out.what += ", as hexadecimal digits"; break;
  case payload_form::base64: out.what += ", as base64"; break;
  case payload_form::text:
    out.what += ", as text";
    if (!valid_utf8(bytes))
      out.note = "the bytes " + shown_hex(bytes)
                 + " are no UTF-8, and what is malformed reads as U+FFFD; payload = \"bytes\", "
                   "\"hex\" or \"base64\" keeps them";
    break;
  }
  out.value = shown_raw(message.text(form));
  return out;
}

/// A value without a time of its own is stored all the same.
trace_step time_step(
    const payload_time& time, const timestamp_settings& settings, payload_view& message,
    int64_t received_ms) {
  trace_step out{"timestamp", "path " + settings.path + ", format " + settings.format, {}, {}};
  if (auto found = time.read(message, received_ms))
    out.value = to_iso_text(instant_of_ms(*found));
  else
    out.note = sentence(found.error()) + "; the value gets the time of receipt";
  return out;
}

/// Why there is no value: what the last step had to say.
std::string last_note(const link_trace& trace) {
  return trace.steps().empty() ? std::string{} : trace.steps().back().note;
}

} // namespace

inbound ending_of(verdict x) {
  switch (x) {
  case verdict::value:
  case verdict::null: return inbound::stored;
  case verdict::no_match: return inbound::filtered_no_match;
  case verdict::ignored: return inbound::filtered_ignored;
  case verdict::missed: return inbound::filtered_missed;
  case verdict::misfit: return inbound::rejected_coercion;
  case verdict::error: return inbound::rejected_error;
  }
  return inbound::rejected_error;
}

explanation explain(
    const inbound_pipeline& pipeline, std::string_view asset, const attribute_settings& attribute,
    payload_view& message, int64_t received_ms, const payload_time* time) {
  auto& link = *attribute.agent_link;
  link_trace trace{link};
  trace.add(payload_step(message, link.payload));
  auto result = pipeline.run(message, received_ms, &trace);
  explanation out;
  out.outcome = ending_of(result.verdict);
  if (out.outcome == inbound::stored) {
    auto broken = broken_constraint(attribute, result.content);
    auto limits = to_words(attribute.constraints);
    if (is_null(result.content))
      out.cause = last_note(trace);
    if (broken || !limits.empty())
      trace.add(
          {"constraints", limits.empty() ? "of the type" : limits,
           broken ? "" : shown(result.content), broken.value_or("")});
    if (broken) {
      out.outcome = inbound::rejected_constraint;
      out.cause = *broken;
    } else if (time)
      trace.add(time_step(*time, *link.timestamp, message, received_ms));
  } else if (out.outcome == inbound::filtered_no_match && trace.steps().size() == 1)
    out.cause = "the payload is blank, which no message match takes";
  else
    out.cause = last_note(trace).empty() ? result.why : last_note(trace);
  out.sentence = ("attribute " + attribute.name + " of asset ").append(asset);
  if (out.outcome == inbound::stored)
    out.sentence += " becomes " + shown(result.content);
  else
    out.sentence += " keeps its last value";
  out.content = std::move(result.content);
  out.steps = trace.steps();
  return out;
}

} // namespace troupe
