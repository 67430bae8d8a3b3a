#include "tests/config/template_support.hpp"

namespace troupe::test {

TEST_CASE("groups cannot make assets or attributes without bound") {
  auto group = [](const std::string& ids, const std::string& attributes = "") {
    return lines(parse(
        "[realm.hall]\nasset_template.press = {" + attributes
        + "}\nasset_group.presses = { template = \"press\", ids = [" + ids + "] }\n"));
  };
  CHECK(
      group("\"{1..999999999}\"")
      == "t.toml:3:52: error: realm.hall.asset_group.presses.ids: too many assets; groups make at "
         "most 100000\n");
  CHECK(group("\"{1..99999}\"").empty());
  auto twice = group("\"a{1..60000}\", \"b{1..60000}\"");
  CHECK(twice.starts_with("t.toml:3:67: error: realm.hall.asset_group.presses.ids: too many"));
  std::string attributes = "attribute = {";
  for (auto i = 0; i < 11; ++i)
    attributes += (i ? ", a" : "a") + std::to_string(i) + " = {}";
  CHECK(
      group("\"{1..100000}\"", attributes + "}")
      == "t.toml:3:36: error: realm.hall.asset_group.presses.template: too many attributes; groups "
         "make at most 1000000\n");
}

TEST_CASE("a long text of a template is not made too often, or too long by its placeholders") {
  auto group = [](const std::string& name, const std::string& ids) {
    return lines(parse(
        "[realm.hall]\nasset_template.press.name = \"" + name
        + "\"\nasset_group.presses = { template = \"press\", ids = [\"" + ids + "\"] }\n"));
  };
  CHECK(group(std::string(50'000, 'x'), "{1..10}").empty());
  CHECK(
      group(std::string(50'000, 'x'), "{1..100000}")
      == "t.toml:3:36: error: realm.hall.asset_group.presses.template: too long for so many "
         "assets; groups make at most 4 GiB\n");
  std::string many;
  for (auto i = 0; i < 600; ++i)
    many += "{asset}";
  CHECK(group(many, std::string(100, 'a')).empty());
  CHECK(
      group(many, std::string(110, 'a')).find("is longer than 65535 bytes with the values of its")
      != std::string::npos);
}

TEST_CASE("a payload has a bound with the values of its columns") {
  temporary_folder folder;
  std::string payload;
  for (auto i = 0; i < 1100; ++i)
    payload += "%PARAM:line%";
  auto said = [&](size_t size) {
    folder.write("long.csv", "id,line\np," + std::string(size, 'x') + "\n");
    auto file = folder.write(
        "long.toml",
        "[realm.hall]\nagent.floor.host = \"h\"\n"
        "asset_template.press.attribute.a.agent_link = { agent = \"floor\", publish_topic = \"t\", "
        "write_value = \""
            + payload
            + "\" }\nasset_group.presses = { template = \"press\", rows = \"long.csv\" }\n");
    return lines(load_settings(file, with_variables({})));
  };
  CHECK(said(900).empty());
  CHECK(
      said(1000).find("is longer than 1 MiB with the values of its columns") != std::string::npos);
}

} // namespace troupe::test
