#pragma once

#include <caf/error.hpp>
#include <caf/make_message.hpp>
#include <caf/message.hpp>

#include <cstdint>
#include <string>

namespace troupe {

/// What went wrong, by what the one who asked can do about it.
enum class errc : uint8_t {
  config_invalid = 1, ///< The operator must change a setting; the text names it.
  payload_invalid,    ///< The sender of the message is at fault.
  value_invalid,      ///< The value does not fit the attribute; the text says why.
  not_found,          ///< There is no such realm, asset, attribute or agent.
  unavailable,        ///< Cannot be done now; the text says what is missing.
  store_failed,       ///< The disk or SQLite refused.
  timed_out,          ///< No answer in time.
  refused,            ///< The broker refused it, and would again.
  given_up,           ///< What it takes failed too often; only a restart brings it back.
};

std::string to_string(errc x);

/// An error with its one sentence for people.
caf::error failure(errc code, std::string text);

/// The sentence in `x`; CAF's own rendering where `failure` did not make it.
std::string sentence(const caf::error& x);

/// Whether `failure` made `x` with this code.
bool is(const caf::error& x, errc code);

} // namespace troupe

CAF_ERROR_CODE_ENUM(troupe::errc, "troupe")
