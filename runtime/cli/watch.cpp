#include "runtime/cli/attributes.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/json_text.hpp"
#include "runtime/http/request_target.hpp"

#include <boost/json.hpp>

#include <exception>
#include <functional>
#include <iostream>
#include <mutex>
#include <stop_token>
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

/// Follows several streams at once; the first that ends, ends them all.
class followers {
public:
  explicit followers(const client& runtime) : runtime_{runtime} {}

  void add(const std::string& target, std::function<bool(std::string_view)> on_event) {
    threads_.emplace_back([this, target, on_event = std::move(on_event)] {
      try {
        runtime_.listen(target, on_event, ended_.get_token());
      } catch (...) {
        std::lock_guard guard{mutex_};
        if (!failed_)
          failed_ = std::current_exception();
      }
      ended_.request_stop();
    });
  }

  /// Throws what ended the first that failed.
  void wait() {
    threads_.clear();
    if (failed_)
      std::rethrow_exception(failed_);
  }

private:
  const client& runtime_;
  std::stop_source ended_;
  std::mutex mutex_;
  std::exception_ptr failed_;
  std::vector<std::jthread> threads_; // last: they end before what they use
};

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
  } else {
    realms.push_back(parts[0]);
    auto found = runtime.get(attributes_target(parts, false));
    if (parts.size() == 3 && elements(found).empty())
      throw command_error{exit_failed, "there is no attribute " + x.path};
  }

  change_printer printer{x, parts.size() > 2 ? parts[2] : std::string{}};
  followers all{runtime};
  for (auto& realm : realms)
    all.add(events_target(realm, asset), [&](std::string_view data) { return printer.take(data); });
  all.wait();
  return exit_well;
}

} // namespace troupe::cli
