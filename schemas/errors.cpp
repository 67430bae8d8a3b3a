#include "schemas/errors.hpp"

#include <caf/deep_to_string.hpp>
#include <caf/sec.hpp>

namespace troupe {

std::string to_string(errc x) {
  switch (x) {
  case errc::config_invalid: return "config_invalid";
  case errc::payload_invalid: return "payload_invalid";
  case errc::value_invalid: return "value_invalid";
  case errc::not_found: return "not_found";
  case errc::unavailable: return "unavailable";
  case errc::store_failed: return "store_failed";
  case errc::timed_out: return "timed_out";
  case errc::refused: return "refused";
  case errc::given_up: return "given_up";
  }
  return "unknown";
}

caf::error failure(errc code, std::string text) { return caf::make_error(code, std::move(text)); }

std::string sentence(const caf::error& x) {
  if (x.category() == caf::atom("troupe") && x.context().match_elements<std::string>())
    return x.context().get_as<std::string>(0);
  if (x == caf::sec::request_timeout)
    return "no answer in time";
  if (x == caf::sec::request_receiver_down)
    return "the actor asked has ended";
  if (x.context().match_elements<std::string>())
    return x.context().get_as<std::string>(0);
  return caf::deep_to_string(x);
}

bool is(const caf::error& x, errc code) {
  return x.category() == caf::atom("troupe") && x.code() == static_cast<uint8_t>(code);
}

} // namespace troupe
