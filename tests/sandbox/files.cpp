#include "tests/sandbox/restrictions.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace troupe::sandbox {
namespace {

namespace fs = std::filesystem;

void write_line(const char* file, const std::string& text) {
  std::ofstream out{file};
  out << text << std::flush;
  require(static_cast<bool>(out), file);
}

/// A mount namespace, whoever we are; names of the host are its own business, too.
void leave_the_others() {
  auto uid = std::to_string(::getuid());
  auto gid = std::to_string(::getgid());
  if (::unshare(CLONE_NEWNS | CLONE_NEWUTS) != 0) {
    require(::unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWUTS) == 0, "a namespace for files");
    write_line("/proc/self/setgroups", "deny");
    write_line("/proc/self/uid_map", uid + " " + uid + " 1");
    write_line("/proc/self/gid_map", gid + " " + gid + " 1");
  }
  require(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "private mounts");
}

/// What lies at `x` now, to be put somewhere once the place is covered.
int taken(const fs::path& x) {
  auto out = ::open_tree(AT_FDCWD, x.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
  require(out >= 0, "take " + x.string());
  return out;
}

void put(int tree, const fs::path& where) {
  require(
      ::move_mount(tree, "", AT_FDCWD, where.c_str(), MOVE_MOUNT_F_EMPTY_PATH) == 0,
      "put at " + where.string());
  ::close(tree);
}

void cover(const fs::path& folder, const char* mode) {
  if (fs::exists(folder))
    require(
        ::mount("tmpfs", folder.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, mode) == 0,
        "cover " + folder.string());
}

void cover_devices() {
  std::vector<std::pair<fs::path, int>> kept;
  for (auto name : {"null", "zero", "full", "random", "urandom", "tty"})
    if (auto node = fs::path{"/dev"} / name; fs::exists(node))
      kept.emplace_back(node, taken(node));
  cover("/dev", "mode=0755");
  for (auto& [node, tree] : kept) {
    std::ofstream{node};
    put(tree, node);
  }
  fs::create_directory("/dev/shm");
}

/// What ProcSubset=pid leaves out of /proc, hidden one by one: a new /proc is not
/// everybody's to mount.
void cover_proc() {
  for (auto& x : fs::directory_iterator{"/proc"}) {
    auto name = x.path().filename().string();
    if (name.find_first_not_of("0123456789") == std::string::npos || x.is_symlink())
      continue;
    if (x.is_directory())
      cover(x.path(), "mode=0555");
    else
      put(taken("/dev/null"), x.path());
  }
}

} // namespace

void require(bool ok, const std::string& what) {
  if (!ok)
    throw std::system_error{errno, std::generic_category(), what};
}

void restrict_files(const unit& x, const fs::path& state) {
  leave_the_others();
  auto kept = taken(state);
  if (x.on("ProtectHome"))
    for (auto folder : {"/home", "/root", "/run/user"})
      cover(folder, "mode=0000");
  if (x.on("PrivateDevices"))
    cover_devices();
  if (x.value("ProcSubset") == "pid")
    cover_proc();
  if (x.value("ProtectSystem") == "strict") {
    mount_attr locked{};
    locked.attr_set = MOUNT_ATTR_RDONLY;
    require(
        ::mount_setattr(AT_FDCWD, "/", AT_RECURSIVE, &locked, sizeof(locked)) == 0, "lock files");
  }
  if (x.on("PrivateTmp"))
    for (auto folder : {"/tmp", "/var/tmp"})
      cover(folder, "mode=1777");
  fs::create_directories(state); // it may have been below what is covered now
  put(kept, state);
}

} // namespace troupe::sandbox
