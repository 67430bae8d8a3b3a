#include "actors/link/link_trace.hpp"

#include "actors/link/filter_loss.hpp"
#include "actors/link/filter_words.hpp"
#include "actors/link/payload.hpp"
#include "actors/link/step_reading.hpp"
#include "actors/link/upper_case.hpp"
#include "actors/link/value_words.hpp"
#include "schemas/errors.hpp"

#include <algorithm>

namespace troupe {
namespace {

const std::vector<value_filter>*
filters_of(const agent_link_settings& link, std::string_view name) {
  if (name == "message_match_filters")
    return &link.match_filters;
  return name == "value_filters" ? &link.value_filters : nullptr;
}

} // namespace

void link_trace::filtered(
    const filter_chain& chain, size_t index, const step_value& x, const caf::error& why,
    payload_view* message) {
  trace_step out;
  out.name = chain.name() + "[" + std::to_string(index) + "]";
  auto filters = filters_of(link_, chain.name());
  auto setting = filters && index < filters->size() ? &(*filters)[index] : nullptr;
  if (setting)
    out.what = to_words(*setting);
  auto lost = why || x.missed || std::holds_alternative<std::monostate>(x.content);
  if (lost && setting)
    out.note = filter_loss(chain, index, *setting, before_, message);
  if (why && out.note.empty())
    out.note = sentence(why);
  if (!lost && setting)
    out.note = found_words(chain, index, *setting, before_, x, message);
  out.value = why ? "" : shown(x);
  add(std::move(out));
}

void link_trace::asked(const step_value& x, const caf::expected<bool>& answer) {
  auto note = !answer   ? sentence(answer.error())
              : *answer ? "yes: the link takes the message"
                        : "no: the link passes the message over";
  add({"message_match_predicate", to_words(*link_.match_predicate), shown(x), std::move(note)});
}

void link_trace::converted(
    const step_value& x, const caf::expected<value_mapping::outcome>& outcome) {
  auto kept = outcome && *outcome == value_mapping::outcome::keep;
  add(
      {"value_converter", "entries " + keys_words(*link_.converter), kept ? shown(x) : "",
       converter_note(outcome)});
}

/// Keys are looked up in upper case, so that another spelling is never found.
std::string link_trace::converter_note(const caf::expected<value_mapping::outcome>& outcome) const {
  if (!outcome)
    return sentence(outcome.error());
  auto key = value_mapping::key_of(before_);
  auto looked = "it looks up " + shown_text(key);
  auto& entries = *link_.converter;
  auto has = [&](std::string_view x) {
    return std::any_of(entries.begin(), entries.end(), [&](auto& entry) {
      return entry.first == x && entry.second.text != "null"; // that counts as absent
    });
  };
  if (has(key))
    return *outcome == value_mapping::outcome::drop
               ? looked + ", and that entry says @IGNORE: the message is dropped"
               : looked;
  auto near = std::find_if(entries.begin(), entries.end(), [&](auto& entry) {
    std::string folded;
    upper_case(entry.first, folded);
    return folded == key;
  });
  auto advice = near == entries.end() ? ""
                                      : "; write the entry " + shown_text(near->first) + " as "
                                            + shown_text(key) + ", for keys are looked up so";
  if (has("*"))
    return looked + ", which has no entry: \"*\" stands for it"
           + (*outcome == value_mapping::outcome::drop ? " and says @IGNORE" : "") + advice;
  return looked + ", which has no entry, and there is no \"*\": the message is dropped" + advice;
}

void link_trace::coerced(const caf::expected<value>& x, value_type type) {
  add({"type", std::string{to_string(type)}, x ? shown(*x) : "", x ? "" : sentence(x.error())});
}

} // namespace troupe
