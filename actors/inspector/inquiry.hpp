#pragma once

#include "actors/inspector/inspector.hpp"
#include "actors/inspector/json_writer.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

class problem_watch;

/// One request of the API on its way to its answer.
struct inquiry {
  inspector_inside::pointer self;
  std::shared_ptr<const inspector_options> options;
  api_request request;
  std::shared_ptr<const settings> config; ///< In force when the request came.
  std::vector<std::string> captures;      ///< What the `{}` of the route's pattern stand for.
  std::shared_ptr<problem_watch> watch;

  void answer(json_writer x) const;
  void fail(int status, std::string_view text) const;
  void fail(const caf::error& x) const;

  /// A parameter of the query; empty if there is none.
  std::string_view parameter(std::string_view name) const;
  bool flag(std::string_view name) const { return parameter(name) == "1"; }

  /// The realm of this name; null, and the request answered, if there is none.
  const realm_settings* realm(std::string_view name) const;
  /// The names of all realms, or of the one that `?realm=` names; nothing, and
  /// the request answered, if there is none of that name.
  std::optional<std::vector<std::string>> realms() const;
};

using inquiry_ptr = std::shared_ptr<const inquiry>;

/// "2 s", "500 ms"
std::string to_text(std::chrono::milliseconds x);

/// What to tell about `who`, whose answer to a request was the error `x`.
caf::error unanswered(const std::string& who, std::chrono::milliseconds timeout, caf::error x);

/// Asks root for the realm and gives `then` its handle, or `fail` an error.
template <class Then, class Fail>
void find_realm(const inquiry_ptr& q, const std::string& realm, Then then, Fail fail) {
  auto timeout = q->options->ask_timeout;
  q->self->request(q->options->root, timeout, find_atom::value, realm)
      .then(
          [then](const realm_handle& x) mutable { then(x.realm); },
          [fail, timeout](caf::error& x) mutable {
            fail(unanswered("root", timeout, std::move(x)));
          });
}

/// Asks the realm for a `Result` and gives it to `then`, or an error to `fail`.
template <class Result, class Then, class Fail, class... Ts>
void ask_realm(
    const inquiry_ptr& q, std::chrono::milliseconds timeout, const std::string& realm, Then then,
    Fail fail, Ts... message) {
  auto on_error = [=](caf::error& x) mutable {
    fail(unanswered("realm \"" + realm + '"', timeout, std::move(x)));
  };
  auto on_result = [then](Result& x) mutable { then(std::move(x)); };
  auto on_found = [=](const realm_actor& x) {
    q->self->request(x, timeout, message...).then(on_result, on_error);
  };
  find_realm(q, realm, on_found, fail);
}

/// As above; an error answers the request.
template <class Result, class Then, class... Ts>
void ask(
    const inquiry_ptr& q, std::chrono::milliseconds timeout, const std::string& realm, Then then,
    Ts... message) {
  auto fail = [q](const caf::error& x) { q->fail(x); };
  ask_realm<Result>(q, timeout, realm, std::move(then), fail, message...);
}

/// What one of several realms said.
template <class Result>
struct realm_answer {
  std::string realm;
  Result result{};
  caf::error error; ///< Of a realm that did not say it.
};

template <class Result>
using realm_answers = std::vector<realm_answer<Result>>;

/// Asks every realm for a `Result` and gives `then` all answers, in order. One
/// mute realm does not hide the others.
template <class Result, class... Ts>
void ask_each(
    const inquiry_ptr& q, const std::vector<std::string>& realms,
    std::function<void(realm_answers<Result>)> then, Ts... message) {
  if (realms.empty())
    return then({});
  struct gathering {
    realm_answers<Result> answers;
    size_t missing;
  };
  auto all = std::make_shared<gathering>(gathering{{}, realms.size()});
  for (auto& realm : realms)
    all->answers.push_back({realm, {}, {}});
  auto arrived = [all, then] {
    if (--all->missing == 0)
      then(std::move(all->answers));
  };
  for (size_t i = 0; i < realms.size(); ++i) {
    auto on_result = [=](Result x) {
      all->answers[i].result = std::move(x);
      arrived();
    };
    auto on_error = [=](caf::error x) {
      all->answers[i].error = std::move(x);
      arrived();
    };
    ask_realm<Result>(q, q->options->ask_timeout, realms[i], on_result, on_error, message...);
  }
}

} // namespace troupe
