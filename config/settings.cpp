#include "config/settings.hpp"

namespace troupe {

std::string to_string(const origin& x) {
  if (!x.file)
    return "built-in";
  return *x.file + ":" + std::to_string(x.line) + ":" + std::to_string(x.column);
}

} // namespace troupe
