#include "actors/inspector/asset_json.hpp"
#include "actors/inspector/routes.hpp"
#include "actors/inspector/view_json.hpp"

#include <boost/json/parse.hpp>

#include <unordered_map>
#include <unordered_set>

namespace troupe::routes {
namespace {

namespace json = boost::json;

constexpr int64_t data_points_max = 100'000;

/// The JSON object of the body, `{}` if there is none; its members must be
/// among `known`. Nothing, and the request answered, if it is no such object.
std::optional<json::object>
read_body(const inquiry& q, const std::vector<std::string_view>& known) {
  if (q.request.body.empty())
    return json::object{};
  json::error_code ec;
  auto parsed = json::parse(q.request.body, ec);
  if (ec || !parsed.is_object()) {
    q.fail(400, "the body must be a JSON object" + (ec ? ": " + ec.message() : ""));
    return std::nullopt;
  }
  for (auto& [name, ignored] : parsed.get_object())
    if (std::find(known.begin(), known.end(), std::string_view{name}) == known.end()) {
      q.fail(400, "the body has an unknown member \"" + std::string{name} + '"');
      return std::nullopt;
    }
  return std::move(parsed.get_object());
}

/// An integer of the body, or what `out` is already. False, and the request
/// answered, if it is no integer from `least` to `most`.
bool read_integer(
    const inquiry& q, const json::object& body, std::string_view name, int64_t least, int64_t most,
    int64_t& out) {
  auto found = body.if_contains(name);
  if (!found)
    return true;
  json::error_code ec;
  auto number = found->to_number<int64_t>(ec);
  if (ec || number < least || number > most) {
    q.fail(
        400, '"' + std::string{name} + "\" must be an integer from " + std::to_string(least)
                 + " to " + std::to_string(most));
    return false;
  }
  out = number;
  return true;
}

/// Answers an array of all assets that `wanted` says yes to.
void answer_assets(const inquiry_ptr& q, std::function<bool(const std::string&)> wanted) {
  auto realm = q->realm(q->captures[0]);
  if (!realm)
    return;
  auto then = [q, realm, wanted](const std::vector<attribute_view>& views) {
    std::unordered_map<std::string_view, std::vector<const attribute_view*>> of_asset;
    for (auto& view : views)
      of_asset[view.asset].push_back(&view);
    json_writer out;
    out.open('[');
    for (auto& x : realm->assets)
      if (wanted(x.id))
        append_asset(out, realm->name, x, of_asset[x.id]);
    for (auto& x : realm->agents)
      if (wanted(x.id))
        append_asset(out, realm->name, as_asset(x), of_asset[x.id]);
    q->answer(std::move(out.close(']')));
  };
  ask<std::vector<attribute_view>>(
      q, q->options->ask_timeout, realm->name, then, attribute_query{});
}

} // namespace

void asset(const inquiry_ptr& q) {
  auto realm = q->realm(q->captures[0]);
  if (!realm)
    return;
  auto found = find_asset(*realm, q->captures[1]);
  if (!found)
    return q->fail(
        404, "there is no asset \"" + q->captures[1] + "\" in realm \"" + realm->name + '"');
  auto then = [q, realm, x = std::move(*found)](const std::vector<attribute_view>& views) {
    std::vector<const attribute_view*> all;
    for (auto& view : views)
      all.push_back(&view);
    json_writer out;
    append_asset(out, realm->name, x, all);
    q->answer(std::move(out));
  };
  ask<std::vector<attribute_view>>(
      q, q->options->ask_timeout, realm->name, then, attribute_query{q->captures[1], {}});
}

void assets(const inquiry_ptr& q) {
  answer_assets(q, [](const std::string&) { return true; });
}

void query_assets(const inquiry_ptr& q) {
  if (!q->realm(q->captures[0]))
    return;
  auto body = read_body(*q, {"ids"});
  if (!body)
    return;
  auto ids = body->if_contains("ids");
  if (!ids)
    return assets(q);
  auto wanted = std::make_shared<std::unordered_set<std::string>>();
  if (!ids->is_array())
    return q->fail(400, "\"ids\" must be an array of texts");
  for (auto& id : ids->get_array()) {
    if (!id.is_string())
      return q->fail(400, "\"ids\" must be an array of texts");
    wanted->emplace(id.get_string());
  }
  answer_assets(q, [wanted](const std::string& id) { return wanted->contains(id); });
}

void write_attribute(const inquiry_ptr& q) {
  if (!q->realm(q->captures[0]))
    return;
  if (q->request.body.empty())
    return q->fail(400, "the body must be the new value as JSON");
  write_request what;
  what.asset = q->captures[1];
  what.attribute = q->captures[2];
  what.json = q->request.body;
  what.now_ms = q->request.now_ms;
  what.wait_acknowledged = q->flag("wait");
  auto then = [q](const write_result& x) {
    json_writer out;
    out.open('{').field("realm", q->captures[0]).field("asset", q->captures[1]);
    out.field("attribute", q->captures[2]).field("state", to_string(x.state));
    out.field("topic", x.payload_topic).close('}');
    q->answer(std::move(out));
  };
  ask<write_result>(q, q->options->work_timeout, q->captures[0], then, what);
}

void data_points(const inquiry_ptr& q) {
  if (!q->realm(q->captures[0]))
    return;
  auto body = read_body(*q, {"fromTimestamp", "toTimestamp", "limit"});
  if (!body)
    return;
  history_query what{q->captures[1], q->captures[2]};
  int64_t limit = what.limit;
  if (!read_integer(*q, *body, "fromTimestamp", 0, INT64_MAX, what.from_ms)
      || !read_integer(*q, *body, "toTimestamp", 0, INT64_MAX, what.to_ms)
      || !read_integer(*q, *body, "limit", 1, data_points_max, limit))
    return;
  what.limit = static_cast<uint32_t>(limit);
  auto then = [q](const std::vector<data_point>& xs) { q->answer(array_of(xs)); };
  ask<std::vector<data_point>>(q, q->options->work_timeout, q->captures[0], then, what);
}

} // namespace troupe::routes
