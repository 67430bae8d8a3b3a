#include "runtime/storage_lock.hpp"

#include "schemas/errors.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace troupe {

caf::expected<storage_lock> storage_lock::take(const std::filesystem::path& folder) {
  std::error_code failed;
  if (std::filesystem::create_directories(folder, failed))
    ::chmod(folder.c_str(), 0700);
  if (failed)
    return failure(
        errc::unavailable, "cannot make the storage folder " + folder.string() + ": "
                               + failed.message()
                               + "; set runtime.storage_dir to a folder this user can write");
  auto file = (folder / "lock").string();
  auto descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return failure(
        errc::unavailable, "cannot write in the storage folder " + folder.string() + ": "
                               + std::strerror(errno)
                               + "; set runtime.storage_dir to a folder this user can write");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return failure(
        errc::unavailable, "another runtime uses the storage folder " + folder.string()
                               + "; stop it first, or give this one "
                               + "a runtime.storage_dir of its own");
  }
  return storage_lock{descriptor};
}

storage_lock::storage_lock(storage_lock&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)} {}

storage_lock::~storage_lock() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

} // namespace troupe
