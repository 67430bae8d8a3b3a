#include "actors/vault/store_files.hpp"

#include "schemas/errors.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace troupe {
namespace {

using std::filesystem::path;

/// A descriptor that closes itself.
struct opened {
  int fd;
  explicit opened(int x) : fd{x} {}
  opened(const opened&) = delete;
  opened& operator=(const opened&) = delete;
  ~opened() {
    if (fd >= 0)
      ::close(fd);
  }
};

caf::error failed(errc code, const std::string& what, const path& file) {
  return failure(code, "cannot " + what + " " + file.string() + ": " + std::strerror(errno));
}

file_stamp stamp_from(const struct stat& x) {
  auto ns = [](const timespec& t) { return int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec; };
  return {x.st_dev, x.st_ino, x.st_size, ns(x.st_mtim), ns(x.st_ctim)};
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

/// Whose a file is to be.
struct ownership {
  uid_t owner;
  gid_t group;
};

bool give(int fd, const std::optional<ownership>& to) {
  return !to || ::fchown(fd, to->owner, to->group) == 0;
}

/// What root makes is the folder's owner's; nobody else gives away, nor may the service try.
std::optional<ownership> within(const struct stat& folder) {
  return ::geteuid() == 0 ? std::optional{ownership{folder.st_uid, folder.st_gid}} : std::nullopt;
}

bool sync_folder(const path& folder) {
  opened x{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return x.fd >= 0 && ::fsync(x.fd) == 0;
}

path folder_of(const path& file) { return file.has_parent_path() ? file.parent_path() : "."; }

std::string who_may(const struct stat& x) {
  return "; it belongs to " + user_name(x.st_uid) + " (mode " + mode_text(x.st_mode) + ")";
}

caf::error cannot_read(const path& file) {
  auto reason = errno;
  struct stat x {};
  auto seen = ::stat(file.c_str(), &x) == 0;
  errno = reason;
  auto code = reason == ENOENT || reason == ENOTDIR ? errc::not_found : errc::unavailable;
  return failure(
      code, file.string() + " cannot be read: " + std::strerror(reason)
                + (seen && reason == EACCES ? who_may(x) : ""));
}

/// All of it under a name of its own, on the disk before it gets the real one.
caf::expected<path> write_aside(
    const path& file, std::string_view bytes, mode_t mode, const std::optional<ownership>& whose) {
  auto name = file.string() + ".XXXXXX";
  opened x{::mkostemp(name.data(), O_CLOEXEC)};
  if (x.fd < 0)
    return failed(errc::store_failed, "write in", folder_of(file));
  if (give(x.fd, whose) && ::fchmod(x.fd, mode) == 0 && write_all(x.fd, bytes)
      && ::fsync(x.fd) == 0)
    return name;
  auto problem = failed(errc::store_failed, "write", name);
  ::unlink(name.c_str());
  return problem;
}

} // namespace

caf::expected<file_content> read_file(const path& file, size_t most_bytes) {
  opened x{::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  struct stat seen {};
  if (x.fd < 0 || ::fstat(x.fd, &seen) != 0)
    return cannot_read(file);
  if (!S_ISREG(seen.st_mode))
    return failure(
        errc::value_invalid,
        file.string() + (S_ISDIR(seen.st_mode) ? " is a folder; expected a file" : " is no file"));
  if (seen.st_size > static_cast<off_t>(most_bytes))
    return failure(
        errc::value_invalid,
        file.string() + " is larger than " + std::to_string(most_bytes >> 20) + " MiB");
  file_content out{{}, stamp_from(seen), seen.st_mode & 07777, seen.st_uid};
  out.bytes.resize(static_cast<size_t>(seen.st_size));
  size_t have = 0;
  while (have < out.bytes.size()) {
    auto n = ::read(x.fd, out.bytes.data() + have, out.bytes.size() - have);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return cannot_read(file);
    if (n == 0)
      break;
    have += static_cast<size_t>(n);
  }
  out.bytes.resize(have);
  return out;
}

file_stamp stamp_of(const path& file) {
  struct stat x {};
  return ::stat(file.c_str(), &x) == 0 ? stamp_from(x) : file_stamp{};
}

caf::expected<folder_lock> folder_lock::take(const path& folder) {
  using namespace std::chrono;
  folder_lock out{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (out.fd_ < 0)
    return failed(errc::unavailable, "open the folder", folder);
  auto end = steady_clock::now() + seconds{5};
  while (::flock(out.fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      return failed(errc::unavailable, "lock the folder", folder);
    if (steady_clock::now() >= end)
      return failure(
          errc::unavailable, "another program is changing a store in " + folder.string()
                                 + "; try again when it has ended");
    std::this_thread::sleep_for(milliseconds{20});
  }
  return out;
}

folder_lock::folder_lock(folder_lock&& x) noexcept : fd_{std::exchange(x.fd_, -1)} {}

folder_lock::~folder_lock() {
  if (fd_ >= 0)
    ::close(fd_);
}

caf::error replace_file(const path& named, std::string_view bytes, const file_stamp& seen) {
  std::error_code ignored;
  auto file = std::filesystem::canonical(named, ignored); // where a link leads
  if (ignored)
    file = named;
  auto changed = failure(
      errc::unavailable, named.string()
                             + " was changed by another program meanwhile; nothing was "
                               "written, try again");
  struct stat old {};
  if (::stat(file.c_str(), &old) != 0 || stamp_from(old) != seen)
    return changed;
  if (::geteuid() != 0 && old.st_uid != ::geteuid())
    return failure(
        errc::unavailable, file.string() + " belongs to " + user_name(old.st_uid)
                               + ", who would lose it; run this as that user or as root");
  auto aside = write_aside(file, bytes, old.st_mode & 07777, ownership{old.st_uid, old.st_gid});
  if (!aside)
    return aside.error();
  if (stamp_of(file) != seen) { // keytool knows of no lock
    ::unlink(aside->c_str());
    return changed;
  }
  if (::rename(aside->c_str(), file.c_str()) != 0) {
    auto problem = failed(errc::store_failed, "replace", file);
    ::unlink(aside->c_str());
    return problem;
  }
  if (!sync_folder(folder_of(file)))
    return failed(errc::store_failed, "write the folder of", file);
  return {};
}

caf::error create_file(const path& file, std::string_view bytes) {
  struct stat folder {};
  if (::stat(folder_of(file).c_str(), &folder) != 0)
    return failed(errc::store_failed, "write in", folder_of(file));
  auto aside = write_aside(file, bytes, 0600, within(folder));
  if (!aside)
    return aside.error();
  // A link, unlike a rename, replaces nothing that has come meanwhile.
  auto made = ::link(aside->c_str(), file.c_str()) == 0;
  auto problem = made ? caf::error{} : failed(errc::store_failed, "make", file);
  ::unlink(aside->c_str());
  if (made && !sync_folder(folder_of(file)))
    return failed(errc::store_failed, "write the folder of", file);
  return problem;
}

caf::error create_folder(const path& folder) {
  struct stat parent {};
  if (::stat(folder.c_str(), &parent) == 0) {
    errno = ENOTDIR;
    return S_ISDIR(parent.st_mode) ? caf::error{} : failed(errc::store_failed, "use", folder);
  }
  if (folder.has_parent_path() && folder.parent_path() != folder)
    if (auto problem = create_folder(folder.parent_path()))
      return problem;
  if (::stat(folder_of(folder).c_str(), &parent) != 0
      || (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST))
    return failed(errc::store_failed, "make the folder", folder);
  opened x{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
  if (x.fd < 0 || !give(x.fd, within(parent)))
    return failed(errc::store_failed, "make the folder", folder);
  sync_folder(folder_of(folder));
  return {};
}

std::string user_name(uint32_t id) {
  std::vector<char> space(4'096);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(id, &entry, space.data(), space.size(), &found) == 0 && found)
    return found->pw_name;
  return "user " + std::to_string(id);
}

std::string mode_text(uint32_t mode) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%04o", mode & 07777);
  return text.data();
}

} // namespace troupe
