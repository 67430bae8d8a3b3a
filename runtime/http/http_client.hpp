#pragma once

#include <caf/expected.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

/// The command line's way to the runtime: HTTP over its unix socket. Blocks.
/// Fails with `unavailable` where nobody answers, naming the socket and why,
/// and with `timed_out`.
namespace troupe {

struct http_response {
  int status = 0;
  std::string content_type;
  std::string body;
};

/// One exchange. `target` is the path with its query, percent-encoded (see
/// request_target.hpp). An answer of any status is a response.
caf::expected<http_response> request(
    const std::filesystem::path& socket, std::string_view method, std::string_view target,
    std::string body = {}, std::chrono::milliseconds timeout = std::chrono::seconds{45});

/// The sentence of an error answer.
std::string error_sentence(const http_response& x);

/// Reads server-sent events until `on_event`, given the data of each, returns
/// false, or `stop` is requested by another thread. That the runtime ends the
/// stream is an error (`unavailable`); an answer that is no stream becomes one
/// with its sentence.
caf::error follow(
    const std::filesystem::path& socket, std::string_view target,
    const std::function<bool(std::string_view data)>& on_event, std::stop_token stop = {});

} // namespace troupe
