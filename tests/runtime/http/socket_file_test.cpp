#include "tests/runtime/http/http_support.hpp"
#include "tests/support/catch.hpp"

#include "runtime/http/socket_file.hpp"

#include <sys/stat.h>

#include <fstream>

using namespace troupe;
using namespace troupe::test;

namespace {

/// A socket file as a killed runtime leaves it.
void abandon_socket(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  close(fd);
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat found {};
  REQUIRE(stat(path.c_str(), &found) == 0);
  return found.st_mode;
}

} // namespace

TEST_CASE_METHOD(scratch_folder, "a socket file has its rights and goes with its owner") {
  auto name = path / "s.sock";
  {
    auto file = socket_file::claim({name, 0660, {}});
    REQUIRE(file);
    CHECK(mode_of(name) == (S_IFSOCK | 0660));
    CHECK(raw_client{name}.connected);
  }
  CHECK(std::filesystem::is_empty(path));
}

TEST_CASE_METHOD(scratch_folder, "the socket of a dead runtime is replaced") {
  auto name = path / "s.sock";
  abandon_socket(name);
  CHECK_FALSE(raw_client{name}.connected);
  auto file = socket_file::claim({name, 0600, {}});
  REQUIRE(file);
  CHECK(raw_client{name}.connected);
}

TEST_CASE_METHOD(scratch_folder, "the socket of a live runtime stays its own") {
  auto name = path / "s.sock";
  auto first = socket_file::claim({name, 0660, {}});
  REQUIRE(first);
  auto second = socket_file::claim({name, 0660, {}});
  REQUIRE_FALSE(second);
  CHECK(sentence(second.error()) == "a runtime already serves " + name.string());
  CHECK(raw_client{name}.connected);
}

TEST_CASE_METHOD(scratch_folder, "a file that is no socket is never removed") {
  auto name = path / "s.sock";
  std::ofstream{name} << "precious";
  auto file = socket_file::claim({name, 0660, {}});
  REQUIRE_FALSE(file);
  CHECK(is(file.error(), errc::config_invalid));
  CHECK(std::filesystem::file_size(name) == 8);
}

TEST_CASE_METHOD(scratch_folder, "an owner leaves the file that another has put in its place") {
  auto name = path / "s.sock";
  {
    auto file = socket_file::claim({name, 0660, {}});
    REQUIRE(file);
    std::filesystem::rename(name, path / "old.sock");
    std::ofstream{name} << "other";
  }
  CHECK(std::filesystem::exists(name));
}

TEST_CASE_METHOD(scratch_folder, "a socket path that cannot work is explained") {
  auto too_long = socket_file::claim({path / std::string(120, 'x'), 0660, {}});
  REQUIRE_FALSE(too_long);
  CHECK_THAT(sentence(too_long.error()), Catch::Contains("set runtime.socket to a shorter one"));
  auto no_folder = socket_file::claim({path / "no" / "s.sock", 0660, {}});
  REQUIRE_FALSE(no_folder);
  CHECK_THAT(sentence(no_folder.error()), Catch::Contains("No such file or directory"));
}
