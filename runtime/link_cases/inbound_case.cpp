#include "runtime/link_cases/link_case.hpp"

#include "runtime/link_cases/case_reading.hpp"
#include "runtime/openremote/json_members.hpp"
#include "runtime/openremote/openremote_link.hpp"
#include "schemas/errors.hpp"

#include <memory>

namespace troupe {
namespace {

std::string_view word(verdict x) {
  switch (x) {
  case verdict::value: return "value";
  case verdict::null: return "null";
  case verdict::error: return "error";
  default: return "ignored";
  }
}

caf::expected<std::vector<std::string>> read_payloads(const json_node& test) {
  std::vector<std::string> out;
  auto several = test.member("payloads");
  if (!several) {
    auto one = long_text(test, "payload");
    if (!one)
      return one.error();
    out.push_back(std::move(*one));
    return out;
  }
  if (several->kind != json_kind::array)
    return unreadable("payloads is no array");
  for (auto x = several->begin(); x != several->end(); x = x->next()) {
    if (x->kind != json_kind::text)
      return unreadable("payloads: expected texts");
    out.emplace_back(x->text());
  }
  return out;
}

bool agree_one_by_one(const std::vector<inbound_result>& got, const json_node& outcome) {
  auto sequence = outcome.member("sequence");
  if (!sequence || sequence->kind != json_kind::array)
    return got.size() == 1 && agrees(got.front(), outcome);
  auto x = got.begin();
  for (auto i = sequence->begin(); i != sequence->end(); i = i->next(), ++x)
    if (x == got.end() || !agrees(*x, *i))
      return false;
  return x == got.end();
}

observed seen(std::vector<inbound_result> results) {
  std::string text;
  for (auto& x : results)
    text += (text.empty() ? "" : ", ") + text_of(x);
  auto got = std::make_shared<std::vector<inbound_result>>(std::move(results));
  return {std::move(text), [got](const json_node& y) { return agree_one_by_one(*got, y); }};
}

} // namespace

bool says(const json_node& outcome, std::string_view member, std::string_view text) {
  auto found = outcome.kind == json_kind::object ? outcome.member(member) : nullptr;
  return found && found->kind == json_kind::text && found->text() == text;
}

bool says(const json_node& outcome, std::string_view member, bool x) {
  auto found = outcome.kind == json_kind::object ? outcome.member(member) : nullptr;
  return found && found->kind == json_kind::boolean && found->is_true() == x;
}

std::string text_of(const inbound_result& x) {
  return outcome_text(word(x.verdict), x.verdict == verdict::value ? &x.content : nullptr, x.why);
}

bool agrees(const inbound_result& got, const json_node& outcome) {
  return says(outcome, "outcome", word(got.verdict))
         && (got.verdict != verdict::value || is_value_of(got.content, outcome));
}

caf::expected<observed> run_inbound_case(const json_node& test, int64_t now_ms) {
  json_members in{test};
  auto link_json = in.object("link");
  auto now = in.integer("now").value_or(now_ms);
  if (!link_json)
    in.complain("link", "is missing");
  if (in.problem())
    return in.problem();
  auto type = read_type(test, "attributeType");
  if (!type)
    return type.error();
  auto payloads = read_payloads(test);
  if (!payloads)
    return payloads.error();
  std::vector<inbound_result> results;
  auto fail_all = [&](const caf::error& why) { // what cannot be linked fails with every message
    results.assign(payloads->size(), {verdict::error, {}, sentence(why)});
    return seen(std::move(results));
  };
  auto link = read_openremote_link(*link_json);
  if (!link)
    return fail_all(link.error());
  auto pipeline = inbound_pipeline::compile(*link, *type);
  if (!pipeline)
    return fail_all(pipeline.error());
  for (auto& payload : *payloads) {
    payload_view message{"topic", payload};
    results.push_back((*pipeline)->run(message, now));
  }
  return seen(std::move(results));
}

} // namespace troupe
