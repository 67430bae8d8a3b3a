#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>

/// The answers of the inspection API as people read them. Pure.
namespace troupe::cli {

std::string status_text(const boost::json::value& answer);
std::string agents_text(const boost::json::value& answer, int64_t now_ms);
std::string actors_text(const boost::json::value& answer);
std::string ledger_text(const boost::json::value& answer);
std::string probe_text(const boost::json::value& report);
std::string reload_text(const boost::json::value& report);

} // namespace troupe::cli
