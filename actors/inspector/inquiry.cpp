#include "actors/inspector/inquiry.hpp"

#include <caf/sec.hpp>

namespace troupe {
namespace {

int status_of(const caf::error& x) {
  if (is(x, errc::not_found))
    return 404;
  if (is(x, errc::value_invalid) || is(x, errc::payload_invalid) || is(x, errc::config_invalid))
    return 400;
  if (is(x, errc::unavailable) || is(x, errc::given_up))
    return 503;
  return is(x, errc::timed_out) ? 504 : 500;
}

} // namespace

void inquiry::answer(json_writer x) const {
  api_response out;
  out.body = x.take();
  request.reply(std::move(out));
}

void inquiry::fail(int status, std::string_view text) const {
  json_writer body;
  body.open('{').field("error", text).close('}');
  api_response out;
  out.status = status;
  out.body = body.take();
  request.reply(std::move(out));
}

void inquiry::fail(const caf::error& x) const { fail(status_of(x), sentence(x)); }

std::string_view inquiry::parameter(std::string_view name) const {
  for (auto& [key, text] : request.query)
    if (key == name)
      return text;
  return {};
}

const realm_settings* inquiry::realm(std::string_view name) const {
  for (auto& x : config->realms)
    if (x.name == name)
      return &x;
  fail(404, "there is no realm \"" + std::string{name} + '"');
  return nullptr;
}

std::optional<std::vector<std::string>> inquiry::realms() const {
  std::vector<std::string> out;
  if (auto name = parameter("realm"); !name.empty()) {
    if (!realm(name))
      return std::nullopt;
    out.emplace_back(name);
    return out;
  }
  for (auto& x : config->realms)
    out.push_back(x.name);
  return out;
}

std::string to_text(std::chrono::milliseconds x) {
  return x.count() % 1000 == 0 ? std::to_string(x.count() / 1000) + " s"
                               : std::to_string(x.count()) + " ms";
}

caf::error unanswered(const std::string& who, std::chrono::milliseconds timeout, caf::error x) {
  if (x == caf::sec::request_timeout)
    return failure(errc::timed_out, who + " did not answer within " + to_text(timeout));
  if (x == caf::sec::request_receiver_down)
    return failure(errc::unavailable, who + " is not running now, try again");
  return x;
}

} // namespace troupe
