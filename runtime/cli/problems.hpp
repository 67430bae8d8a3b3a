#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>

/// Problems and health as people read them. Pure.
namespace troupe::cli {

struct problems_layout {
  size_t width = 0;   ///< Lines are folded at this column; 0: never.
  bool muted = false; ///< Shows what is muted, too.
};

std::string
problems_text(const boost::json::value& answer, int64_t now_ms, const problems_layout& layout = {});

/// One line: "ERROR since 14 s: 2 errors, 1 warning: hall/floor: connection refused".
std::string health_text(const boost::json::value& answer, int64_t now_ms);

/// 0, or 1 if there is an error, or with `warnings_fail` a warning.
int health_code(const boost::json::value& answer, bool warnings_fail);

} // namespace troupe::cli
