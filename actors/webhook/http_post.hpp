#pragma once

#include <caf/error.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace troupe {

struct http_post_options {
  std::string url;                          ///< "https://…" or "http://…".
  std::string token;                        ///< Sent as `Authorization: Bearer`; empty: none.
  std::chrono::milliseconds limit{10'000};  ///< For all of it.
  std::shared_ptr<std::atomic<bool>> ended; ///< Once true, a post is given up within a second.
};

/// Posts `json` and waits for the answer, which must be of the 200s; the server's certificate
/// must be one that the system trusts. Follows no redirection. Fails with `refused` where the
/// server turned it down, else `unavailable`. Blocks.
caf::error http_post(const http_post_options& options, const std::string& json);

} // namespace troupe
