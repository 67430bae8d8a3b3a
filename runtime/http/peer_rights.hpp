#pragma once

#include "schemas/interfaces.hpp"

#include <sys/types.h>

#include <optional>
#include <vector>

namespace troupe {

/// Who is at the other end of a unix socket, as the kernel saw it connect.
struct peer_credentials {
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups; ///< Supplementary ones.
};

/// The groups whose members may use the socket; none: this system has no such group.
struct console_groups {
  std::optional<gid_t> readers; ///< "troupe"
  std::optional<gid_t> admins;  ///< "troupe-admin"
};

/// Asks the system's group database; may block on it.
console_groups find_console_groups();

/// SO_PEERCRED and SO_PEERGROUPS of a connected unix socket.
caf::expected<peer_credentials> peer_of(int socket);

/// Root and our own user may do everything, as may the admin group; the
/// readers' group may look; no one else may do anything.
access rights_of(const peer_credentials& peer, uid_t own_user, const console_groups& groups);

} // namespace troupe
