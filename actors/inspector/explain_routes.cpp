#include "actors/inspector/explain_message.hpp"
#include "actors/inspector/routes.hpp"

namespace troupe::routes {
namespace {

/// What the query names; without a realm, and the request answered, if it names none.
link_selection selection(const inquiry& q) {
  link_selection out;
  auto realm = q.parameter("realm");
  if (realm.empty())
    q.fail(400, "say whose links: ?realm=…, and if you like &asset=…&attribute=…&agent=…");
  else
    out.realm = q.realm(realm);
  out.asset = q.parameter("asset");
  out.attribute = q.parameter("attribute");
  out.agent = q.parameter("agent");
  return out;
}

} // namespace

void last_messages(const inquiry_ptr& q) {
  if (auto which = selection(*q); which.realm)
    q->answer(explain_last(*q->options->who, which));
}

void explain(const inquiry_ptr& q) {
  auto which = selection(*q);
  if (!which.realm)
    return;
  explained_message message;
  message.topic = q->parameter("topic");
  message.payload = q->request.body;
  message.payload_bytes_max = q->config->runtime.max_payload_bytes;
  message.now_ms = q->request.now_ms;
  auto found = explain_message(*q->options->who, which, message);
  if (!found)
    return q->fail(found.error());
  q->answer(std::move(*found));
}

} // namespace troupe::routes
