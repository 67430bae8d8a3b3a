#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>

/// Reading the API's answers without trusting their shape: what is missing or of
/// another kind reads as empty, so that a table never fails.
namespace troupe::cli {

/// `x` as compact JSON, numbers in their short form ("61.5", not "6.15E1").
std::string json_line(const boost::json::value& x);

/// A value as people read it: a text without quotes, all else as JSON; empty for null.
std::string plain(const boost::json::value& x);

/// The member `key` of `x`, or null. Refers into `x`, so `x` must not be a temporary.
const boost::json::value& member(const boost::json::value& x, std::string_view key);
const boost::json::value& member(boost::json::value&& x, std::string_view key) = delete;

std::string text_of(const boost::json::value& x, std::string_view key);
int64_t number_of(const boost::json::value& x, std::string_view key);
bool flag_of(const boost::json::value& x, std::string_view key);

/// The elements of `x`, none unless it is an array. As above: not of a temporary.
const boost::json::array& elements(const boost::json::value& x);
const boost::json::array& elements(boost::json::value&& x) = delete;

} // namespace troupe::cli
