#include "config/load.hpp"

#include "config/spelling.hpp"
#include "schemas/errors.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace troupe {

std::optional<std::string> environment_variable(const std::string& name) {
  auto text = std::getenv(name.c_str());
  return text ? std::optional<std::string>{text} : std::nullopt;
}

caf::expected<std::string> read_secret_file(const std::filesystem::path& file) {
  constexpr size_t most_bytes = 64 << 10;
  auto name = config::in_quotes(file.string());
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return failure(errc::not_found, name + " is a folder; expected the file of a secret");
  errno = 0;
  std::ifstream in{file, std::ios::binary};
  if (!in)
    return failure(
        errno == EACCES ? errc::unavailable : errc::not_found,
        name + " cannot be read: " + std::strerror(errno));
  std::string out(most_bytes + 1, '\0');
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<size_t>(in.gcount()));
  if (out.size() > most_bytes)
    return failure(errc::not_found, name + " is longer than 64 KiB; expected the file of a secret");
  return out;
}

} // namespace troupe
