#include "actors/message_mark.hpp"

#include <caf/atom.hpp>

#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <string_view>

namespace troupe {
namespace {

struct free_memory {
  void operator()(char* x) const noexcept { std::free(x); }
};

/// "troupe::state_batch" as people call it.
std::string plain(std::string_view type) {
  for (std::string_view prefix : {"troupe::", "caf::", "@"})
    if (type.substr(0, prefix.size()) == prefix)
      type.remove_prefix(prefix.size());
  return std::string{type};
}

} // namespace

std::string message_mark::name() const {
  if (auto word = word_.load(std::memory_order_relaxed))
    return caf::to_string(static_cast<caf::atom_value>(word));
  auto* type = type_.load(std::memory_order_relaxed);
  if (!type)
    return {};
  auto status = 0;
  std::unique_ptr<char, free_memory> readable{abi::__cxa_demangle(type, nullptr, nullptr, &status)};
  return plain(status == 0 ? readable.get() : type);
}

} // namespace troupe
