#include "tests/support/catch.hpp"

#include "actors/vault/store_files.hpp"
#include "schemas/errors.hpp"
#include "tests/support/process.hpp"

#include <sys/stat.h>
#include <unistd.h>

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

namespace {

mode_t mode_of(const std::filesystem::path& x) {
  struct stat seen {};
  REQUIRE(::stat(x.c_str(), &seen) == 0);
  return seen.st_mode & 07777;
}

size_t files_in(const std::filesystem::path& x) {
  return static_cast<size_t>(std::distance(std::filesystem::directory_iterator{x}, {}));
}

} // namespace

TEST_CASE("a file is replaced whole, keeps mode and owner, and leaves nothing beside it") {
  temp_folder folder;
  auto file = folder.path() / "s.p12";
  write_text(file, "old");
  ::chmod(file.c_str(), 0640);
  auto is_root = ::geteuid() == 0;
  if (is_root)
    REQUIRE(::chown(file.c_str(), 12'345, 12'346) == 0);
  write_text(folder.path() / "s.p12.new", "somebody's own");
  auto seen = read_file(file, 100).value();
  CHECK(seen.bytes == "old");
  CHECK(!replace_file(file, "new", seen.stamp));
  CHECK(read_text(file) == "new");
  CHECK(mode_of(file) == 0640);
  if (is_root)
    CHECK(read_file(file, 100).value().owner == 12'345);
  CHECK(read_text(folder.path() / "s.p12.new") == "somebody's own");
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("who is neither root nor the owner takes no file away") {
  if (::geteuid() != 0)
    return;
  temp_folder folder;
  auto file = folder.path() / "s.p12";
  write_text(file, "old");
  ::chmod(file.c_str(), 0666);
  ::chmod(folder.path().c_str(), 0777);
  REQUIRE(::chown(file.c_str(), 12'345, 12'346) == 0);
  auto seen = stamp_of(file);
  REQUIRE(::seteuid(12'347) == 0);
  auto refused = replace_file(file, "new", seen);
  REQUIRE(::seteuid(0) == 0);
  CHECK_THAT(sentence(refused), Contains("belongs to user 12345, who would lose it"));
  CHECK(read_text(file) == "old");
  CHECK(stamp_of(file) == seen);
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a file that changed since it was read is left alone") {
  temp_folder folder;
  auto file = folder.path() / "s.p12";
  write_text(file, "old");
  auto seen = read_file(file, 100).value().stamp;
  CHECK(seen == stamp_of(file));
  write_text(file, "elsewhere");
  auto refused = replace_file(file, "new", seen);
  CHECK(is(refused, errc::unavailable));
  CHECK_THAT(sentence(refused), Contains("was changed by another program"));
  CHECK(read_text(file) == "elsewhere");
  std::filesystem::remove(file);
  CHECK(replace_file(file, "new", seen));
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("a link to a file stays a link when the file is replaced") {
  temp_folder folder;
  auto file = folder.path() / "real.p12";
  auto link = folder.path() / "link.p12";
  write_text(file, "old");
  std::filesystem::create_symlink("real.p12", link);
  CHECK(!replace_file(link, "new", stamp_of(link)));
  CHECK(std::filesystem::is_symlink(link));
  CHECK(read_text(file) == "new");
}

TEST_CASE("a new file is its owner's only and replaces none") {
  temp_folder folder;
  auto below = folder.path() / "storage" / "keystores";
  CHECK(!create_folder(below));
  CHECK(!create_folder(below));
  CHECK(mode_of(below) == 0700);
  CHECK(mode_of(below.parent_path()) == 0700);
  auto file = below / "password";
  CHECK(!create_file(file, "first"));
  CHECK(mode_of(file) == 0600);
  CHECK(is(create_file(file, "second"), errc::store_failed));
  CHECK(read_text(file) == "first");
  CHECK(files_in(below) == 1);
  CHECK_THAT(sentence(create_folder(file / "x")), Contains("cannot"));
}

TEST_CASE("one who holds a folder keeps others from it until he lets go") {
  temp_folder folder;
  auto first = folder_lock::take(folder.path());
  REQUIRE(first);
  // flock(1) asks from another process.
  auto other = [&] {
    return run({{"flock", "-n", folder.path().string(), "true"}, {}, {}}).code == 0;
  };
  CHECK(!other());
  { auto gone = std::move(*first); }
  CHECK(other());
  CHECK(files_in(folder.path()) == 0);
  CHECK(is(folder_lock::take(folder.path() / "none").error(), errc::unavailable));
}

TEST_CASE("what is no readable file of a fair size has its sentence") {
  temp_folder folder;
  auto file = folder.path() / "s.p12";
  CHECK(is(read_file(file, 100).error(), errc::not_found));
  CHECK_THAT(sentence(read_file(file, 100).error()), Contains("No such file"));
  CHECK_THAT(sentence(read_file(folder.path(), 100).error()), Contains("is a folder"));
  write_text(file, std::string((1 << 20) + 1, 'x'));
  CHECK_THAT(sentence(read_file(file, 1 << 20).error()), Contains("larger than 1 MiB"));
  CHECK(is(read_file("/dev/null", 100).error(), errc::value_invalid));
}
