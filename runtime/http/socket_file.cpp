#include "runtime/http/socket_file.hpp"

#include "schemas/errors.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace troupe {
namespace {

constexpr std::string_view temporary_suffix = ".new";
constexpr size_t path_max = sizeof(sockaddr_un::sun_path) - 1 - temporary_suffix.size();

class descriptor {
public:
  explicit descriptor(int x) : fd_{x} {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  int operator*() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

private:
  int fd_;
};

sockaddr_un address_of(const std::string& path) {
  sockaddr_un out{};
  out.sun_family = AF_UNIX;
  path.copy(out.sun_path, sizeof out.sun_path - 1);
  return out;
}

const sockaddr* generic(const sockaddr_un& x) { return reinterpret_cast<const sockaddr*>(&x); }

caf::error system_error(const std::string& what) {
  return failure(errc::unavailable, what + ": " + std::strerror(errno));
}

/// Fails where the file must stay: somebody serves it, or it is no socket.
caf::error check_replaceable(const std::string& path) {
  struct stat found {};
  if (lstat(path.c_str(), &found) != 0)
    return errno == ENOENT ? caf::error{} : system_error("cannot look at " + path);
  if (!S_ISSOCK(found.st_mode))
    return failure(
        errc::config_invalid,
        path + " exists and is no socket: move it away or set runtime.socket to another path");
  descriptor probe{socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  auto address = address_of(path);
  if (connect(*probe, generic(address), sizeof address) == 0 || errno == EAGAIN)
    return failure(errc::unavailable, "a runtime already serves " + path);
  if (errno == ECONNREFUSED || errno == ENOENT)
    return {};
  return system_error("cannot tell whether a runtime serves " + path);
}

/// Binds beside the final name and moves the file over once it is ready.
caf::expected<int> listen_at(const socket_file::options& x) {
  auto path = x.path.string();
  auto temporary = path + std::string{temporary_suffix};
  descriptor out{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  auto address = address_of(temporary);
  unlink(temporary.c_str());
  if (*out < 0 || bind(*out, generic(address), sizeof address) != 0)
    return system_error("cannot make the socket " + path);
  if (x.group && chown(temporary.c_str(), static_cast<uid_t>(-1), *x.group) != 0 && errno != EPERM)
    return system_error("cannot give the socket " + path + " to its group");
  if (chmod(temporary.c_str(), x.mode) != 0 || listen(*out, SOMAXCONN) != 0
      || rename(temporary.c_str(), path.c_str()) != 0)
    return system_error("cannot listen at the socket " + path);
  return out.release();
}

} // namespace

caf::expected<socket_file> socket_file::claim(const options& x) {
  auto path = x.path.string();
  if (path.size() > path_max)
    return failure(
        errc::config_invalid, "the socket path " + path + " has " + std::to_string(path.size())
                                  + " characters, at most " + std::to_string(path_max)
                                  + " are possible: set runtime.socket to a shorter one");
  // Two runtimes that start together must not both find the file abandoned.
  auto folder = x.path.has_parent_path() ? x.path.parent_path().string() : std::string{"."};
  descriptor lock{open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (*lock < 0 || flock(*lock, LOCK_EX) != 0)
    return system_error("cannot use the folder of the socket " + path);
  if (auto err = check_replaceable(path))
    return err;
  auto listening = listen_at(x);
  if (!listening)
    return listening.error();
  struct stat made {};
  stat(path.c_str(), &made);
  return socket_file{x.path, *listening, made.st_ino};
}

socket_file::socket_file(socket_file&& other) noexcept
    : path_{std::move(other.path_)},
      descriptor_{other.release_descriptor()}, inode_{std::exchange(other.inode_, 0)} {}

socket_file::~socket_file() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
  // Another runtime may have taken the name since.
  struct stat found {};
  if (inode_ != 0 && lstat(path_.c_str(), &found) == 0 && found.st_ino == inode_)
    unlink(path_.c_str());
}

int socket_file::release_descriptor() { return std::exchange(descriptor_, -1); }

} // namespace troupe
