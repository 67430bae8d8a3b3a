#include "tests/support/catch.hpp"

#include "runtime/http/peer_rights.hpp"

#include <sys/socket.h>
#include <unistd.h>

using namespace troupe;

TEST_CASE("a peer may do what its user and groups allow") {
  constexpr uid_t own = 500;
  constexpr gid_t readers = 70;
  constexpr gid_t admins = 71;
  auto [peer, expected] = GENERATE(table<peer_credentials, enum access>({
      {{0, 0, {}}, access::admin},
      {{own, 500, {}}, access::admin},
      {{1000, admins, {}}, access::admin},
      {{1000, 1000, {4, admins, readers}}, access::admin},
      {{1000, readers, {}}, access::read},
      {{1000, 1000, {4, readers}}, access::read},
      {{1000, 1000, {4, 24}}, access::none},
      {{readers, 1000, {}}, access::none},
  }));
  CHECK(rights_of(peer, own, {readers, admins}) == expected);
}

TEST_CASE("groups that the system does not have admit no one") {
  CHECK(rights_of({1000, 0, {0}}, 500, {}) == access::none);
  CHECK(rights_of({0, 0, {}}, 500, {}) == access::admin);
}

TEST_CASE("the kernel tells who is at the other end of a socket") {
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  auto peer = peer_of(ends[0]);
  close(ends[0]);
  close(ends[1]);
  REQUIRE(peer);
  CHECK(peer->uid == geteuid());
  CHECK(peer->gid == getegid());
  std::vector<gid_t> own(static_cast<size_t>(getgroups(0, nullptr)));
  getgroups(static_cast<int>(own.size()), own.data());
  CHECK(peer->groups == own);
}

TEST_CASE("what is no unix socket has no peer to be trusted") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  auto peer = peer_of(ends[0]);
  close(ends[0]);
  close(ends[1]);
  REQUIRE_FALSE(peer);
  CHECK(is(peer.error(), errc::unavailable));
}
