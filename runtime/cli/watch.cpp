#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/json_text.hpp"
#include "runtime/http/request_target.hpp"

#include <boost/json.hpp>

#include <iostream>
#include <mutex>
#include <thread>

namespace troupe::cli {
namespace {

namespace json = boost::json;

std::string change_text(const json::value& x) {
  auto quality = text_of(x, "quality");
  return time_text(number_of(x, "timestamp")) + "  "
         + printable(
             text_of(x, "realm") + "/" + text_of(x, "asset") + "/" + text_of(x, "attribute") + " = "
             + plain(member(x, "value")) + (quality == "good" ? "" : " (" + quality + ")"));
}

/// Prints what comes, from all realms at once, until enough has come.
class change_printer {
public:
  change_printer(const watch_options& x, std::string attribute)
      : json_{x.json}, left_{x.count}, endless_{x.count == 0}, attribute_{std::move(attribute)} {}

  /// Takes an event's data, one changed attribute; false: enough.
  bool take(std::string_view data) {
    json::error_code error;
    auto x = json::parse({data.data(), data.size()}, error);
    auto wanted = attribute_.empty() || text_of(x, "attribute") == attribute_;
    std::lock_guard guard{mutex_};
    if (error || !wanted || (!endless_ && left_ == 0))
      return endless_ || left_ > 0;
    if (json_)
      std::cout << data << std::endl;
    else
      std::cout << change_text(x) << std::endl;
    return --left_ > 0 || endless_;
  }

private:
  std::mutex mutex_;
  const bool json_;
  uint64_t left_;
  const bool endless_;
  const std::string attribute_;
};

std::string events_target(const std::string& realm, const std::string& asset) {
  return "/api/" + percent_encode(realm) + "/events"
         + (asset.empty() ? "" : "?asset=" + percent_encode(asset));
}

} // namespace

int watch(const watch_options& x) {
  std::vector<std::string> parts;
  if (!x.path.empty())
    parts = split_path(x.path, 1, 3, "REALM[/ASSET[/ATTRIBUTE]]");
  auto asset = parts.size() > 1 ? parts[1] : std::string{};
  client runtime{x};
  std::vector<std::string> realms;
  if (parts.empty()) {
    auto answer = runtime.get("/api/inspect/status");
    for (auto& realm : elements(member(answer, "realms")))
      realms.push_back(text_of(realm, "name"));
  } else
    realms.push_back(parts[0]);

  change_printer printer{x, parts.size() > 2 ? parts[2] : std::string{}};
  std::vector<std::jthread> others;
  auto follow_realm = [&](const std::string& realm) {
    runtime.listen(
        events_target(realm, asset), [&](std::string_view data) { return printer.take(data); });
  };
  for (size_t i = 1; i < realms.size(); ++i)
    others.emplace_back([&follow_realm, realm = realms[i]] { follow_realm(realm); });
  if (!realms.empty())
    follow_realm(realms.front());
  return exit_well;
}

} // namespace troupe::cli
