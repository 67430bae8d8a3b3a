#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

namespace troupe::test {
namespace {

TEST_CASE("included files add their tables, in the order of their names") {
  temporary_folder folder;
  folder.write("conf.d/20-b.toml", "realm.hall.asset.press.attribute.b.type = \"number\"");
  folder.write(
      "conf.d/10-a.toml", "realm.hall.asset.press.attribute.a.type = \"number\"\n"
                          "include = [\"more/c.toml\"]");
  folder.write("conf.d/more/c.toml", "realm.yard.agent.gate.host = \"h\"");
  folder.write("conf.d/ignored.txt", "not TOML");
  auto main = folder.write(
      "troupe.toml", "include = [\"conf.d/*.toml\", \"none.d/*.toml\"]\n"
                     "realm.hall.asset.press.name = \"Press\"");
  auto result = load_settings(main, with_variables({}));
  CHECK(lines(result) == "");
  REQUIRE(result.value);
  REQUIRE(result.value->realms.size() == 2);
  auto& press = result.value->realms[0].assets.front();
  CHECK(press.name == "Press");
  REQUIRE(press.attributes.size() == 2);
  CHECK(press.attributes[0].name == "a");
  CHECK(press.attributes[1].name == "b");
  CHECK(result.value->realms[1].agents.front().host == "h");
}

TEST_CASE("the wildcards of an include do not touch the name of the folder") {
  temporary_folder folder;
  folder.write("a[1]/b.toml", "realm.hall = {}");
  auto main = folder.write("a[1]/troupe.toml", "include = [\"b*.toml\"]");
  CHECK(load_settings(main, with_variables({})).value->realms.size() == 1);
}

TEST_CASE("a broken set of files is refused with exactly these lines") {
  struct row {
    std::string name;
    std::map<std::string, std::string> files;
    std::string expected; ///< Where DIR is the folder.
  };
  auto row_of = GENERATE(values<row>({
      {"a key in two files",
       {{"troupe.toml", "include = [\"b.toml\"]\n[runtime]\nlog_level = \"info\"\n[realm.hall]"},
        {"b.toml", "runtime.log_level = \"warn\""}},
       "DIR/b.toml:1:9: error: runtime.log_level: set twice; the first time at "
       "DIR/troupe.toml:3:1\n"},
      {"a table and a value of one name",
       {{"troupe.toml", "include = [\"b.toml\"]\n[realm.hall]"}, {"b.toml", "realm = 1"}},
       "DIR/b.toml:1:1: error: realm: set twice; the first time at DIR/troupe.toml:2:2\n"},
      {"a file that includes itself",
       {{"troupe.toml", "include = [\"troupe.toml\"]"}},
       "DIR/troupe.toml:1:12: error: include: \"DIR/troupe.toml\" includes itself, through this "
       "line\n"},
      {"two files that include each other",
       {{"troupe.toml", "include = [\"b.toml\"]"},
        {"b.toml", "include = [\"c.toml\"]"},
        {"c.toml", "include = [\"b.toml\"]"}},
       "DIR/c.toml:1:12: error: include: \"DIR/b.toml\" includes itself, through this line\n"},
      {"a file included twice",
       {{"troupe.toml", "include = [\"b.toml\", \"?.toml\"]"}, {"b.toml", ""}},
       "DIR/troupe.toml:1:22: error: include: \"DIR/b.toml\" is included twice; the first time at "
       "DIR/troupe.toml:1:12\n"},
      {"a named file that is not there",
       {{"troupe.toml", "include = [\"b.toml\"]"}},
       "DIR/troupe.toml:1:12: error: include: \"DIR/b.toml\" cannot be read: No such file or "
       "directory\n"},
      {"a folder",
       {{"troupe.toml", "include = [\"conf.d\"]"}, {"conf.d/b.toml", ""}},
       "DIR/troupe.toml:1:12: error: include: \"DIR/conf.d\" is a folder, expected a file\n"},
      {"mistakes in several files, in the order of the files",
       {{"troupe.toml", "include = [\"*d.toml\"]\n[realm.hall]\nz = 1"},
        {"1d.toml", "\n\n\nrealm.hall.y = 1"},
        {"2d.toml", "realm.hall.x = 1"}},
       "DIR/troupe.toml:3:1: error: realm.hall.z: unknown key; known: \"limits\", \"agent\", "
       "\"asset\", \"asset_template\", \"asset_group\"\n"
       "DIR/1d.toml:4:12: error: realm.hall.y: unknown key; known: \"limits\", \"agent\", "
       "\"asset\", \"asset_template\", \"asset_group\"\n"
       "DIR/2d.toml:1:12: error: realm.hall.x: unknown key; known: \"limits\", \"agent\", "
       "\"asset\", \"asset_template\", \"asset_group\"\n"},
  }));
  INFO(row_of.name);
  temporary_folder folder;
  for (auto& [name, text] : row_of.files)
    folder.write(name, text);
  auto result = load_settings(folder.path() + "/troupe.toml", with_variables({}));
  auto text = lines(result);
  for (auto at = text.find(folder.path()); at != std::string::npos; at = text.find(folder.path()))
    text.replace(at, folder.path().size(), "DIR");
  CHECK(text == row_of.expected);
  CHECK(result.value == nullptr);
}

TEST_CASE("a chain of more than sixteen includes is refused") {
  temporary_folder folder;
  for (int i = 0; i < 20; ++i)
    folder.write(std::to_string(i), "include = [\"" + std::to_string(i + 1) + "\"]");
  folder.write("20", "");
  auto result = load_settings(folder.path() + "/0", with_variables({}));
  REQUIRE(result.diagnostics.size() == 1);
  CHECK(
      result.diagnostics.front().text == "include: more than 10000 files, or 16 within each other");
}

TEST_CASE("a configuration that is not there is refused") {
  auto result = load_settings("/nonexistent/troupe.toml");
  CHECK(
      lines(result)
      == "/nonexistent/troupe.toml:1:1: error: \"/nonexistent/troupe.toml\" cannot be read: No "
         "such file or directory\n");
}

TEST_CASE("a configuration of more than 64 MiB is refused") {
  temporary_folder folder;
  auto main = folder.write("troupe.toml", "include = [\"b.toml\"]");
  folder.write("b.toml", "");
  std::filesystem::resize_file(folder.path() + "/b.toml", (64 << 20) + 1); // sparse
  auto result = load_settings(main, with_variables({}));
  REQUIRE(result.diagnostics.size() == 1);
  CHECK(result.diagnostics.front().text.ends_with("b.toml\": the configuration exceeds 64 MiB"));
}

} // namespace
} // namespace troupe::test
