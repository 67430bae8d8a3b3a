#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include "actors/inspector/problem_file.hpp"
#include "schemas/errors.hpp"

#include <fstream>
#include <sys/stat.h>

using namespace troupe;

namespace {

std::vector<kept_mark> some_marks() {
  problem x{"hall", "silence", "press-9", 0, "no \"values\"\n", ""};
  x.agent = "floor";
  return {{x, problem_mark{1, 0, "uid 1000", "ä"}, problem_mark{2, 3, "uid 0", ""}}};
}

} // namespace

TEST_CASE("marks survive the file as they were, for the same problem") {
  test::temp_folder folder;
  auto file = folder.path() / "problems.json";
  CHECK(read_marks(file)->empty()); // there is none
  REQUIRE_FALSE(write_marks(file, some_marks()));
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  auto found = read_marks(file);
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  auto& x = found->front();
  CHECK(id_of(x.about) == id_of(some_marks()[0].about));
  CHECK(x.about.text == "no \"values\"\n");
  CHECK(x.acknowledged->note == "ä");
  CHECK(x.acknowledged->by == "uid 1000");
  CHECK(x.muted->at_ms == 2);
  CHECK(x.muted->until_ms == 3);
  REQUIRE_FALSE(write_marks(file, {}));
  CHECK(read_marks(file)->empty());
  CHECK_FALSE(std::filesystem::exists(file.string() + ".new"));
}

TEST_CASE("a file that is none is refused, and what it holds beside marks is passed over") {
  for (auto* text : {"", "x", "[]", "{}", R"({"marks":5})", "{\"marks\":[", "\xff\xfe"}) {
    auto found = decode_marks(text);
    REQUIRE_FALSE(found);
    CHECK(is(found.error(), errc::store_failed));
  }
  std::string deep(100'000, '[');
  CHECK_FALSE(decode_marks(deep));
  CHECK(decode_marks(R"({"marks":[1,null,{},{"realm":7,"muted":[]},{"muted":null}]})")->empty());
  auto odd = decode_marks(R"({"marks":[{"realm":7,"subject":"\u0000x","muted":{"until":"1"}}]})");
  REQUIRE(odd);
  REQUIRE(odd->size() == 1);
  CHECK(odd->front().muted->until_ms == 0);
}

TEST_CASE("a folder that is not there fails with a sentence that names it") {
  auto failed = write_marks("/nowhere/problems.json", {});
  REQUIRE(failed);
  CHECK_THAT(sentence(failed), Catch::Contains("/nowhere/problems.json"));
}
