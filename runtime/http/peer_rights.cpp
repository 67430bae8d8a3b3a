#include "runtime/http/peer_rights.hpp"

#include <grp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace troupe {
namespace {

constexpr size_t groups_max = 65536; // the kernel's NGROUPS_MAX

std::optional<gid_t> group_of(const char* name) {
  std::array<char, 16384> buffer;
  group entry{};
  group* found = nullptr;
  getgrnam_r(name, &entry, buffer.data(), buffer.size(), &found);
  return found ? std::optional{found->gr_gid} : std::nullopt;
}

caf::error refused(const char* what) {
  return failure(
      errc::unavailable,
      std::string{"cannot tell who connected: "} + what + ": " + std::strerror(errno));
}

} // namespace

console_groups find_console_groups() { return {group_of("troupe"), group_of("troupe-admin")}; }

caf::expected<peer_credentials> peer_of(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
    return refused("SO_PEERCRED");
  peer_credentials out{credentials.uid, credentials.gid, std::vector<gid_t>(32)};
  size = static_cast<socklen_t>(out.groups.size() * sizeof(gid_t));
  while (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, out.groups.data(), &size) != 0) {
    if (errno != ERANGE || size > groups_max * sizeof(gid_t))
      return refused("SO_PEERGROUPS");
    out.groups.resize(size / sizeof(gid_t)); // the kernel said how many there are
  }
  out.groups.resize(size / sizeof(gid_t));
  return out;
}

access rights_of(const peer_credentials& peer, uid_t own_user, const console_groups& groups) {
  auto member = [&](std::optional<gid_t> group) {
    return group
           && (peer.gid == *group
               || std::find(peer.groups.begin(), peer.groups.end(), *group) != peer.groups.end());
  };
  if (peer.uid == 0 || peer.uid == own_user || member(groups.admins))
    return access::admin;
  return member(groups.readers) ? access::read : access::none;
}

} // namespace troupe
