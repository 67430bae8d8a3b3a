#include "config/diagnostic.hpp"

namespace troupe {

std::string to_string(const diagnostic& x) {
  return to_string(x.at) + (x.level == diagnostic::error ? ": error: " : ": warning: ") + x.text;
}

} // namespace troupe
