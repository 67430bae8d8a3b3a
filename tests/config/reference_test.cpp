#include "config/reference.hpp"

#include "config/catalogue.hpp"
#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <cstdlib>
#include <set>
#include <sstream>

namespace troupe::test {
namespace {

namespace json = boost::json;

std::string content(const std::filesystem::path& file) {
  std::ostringstream out;
  out << std::ifstream{file}.rdbuf();
  return out.str();
}

TEST_CASE("the shipped reference and schema are what the sections say") {
  auto folder = std::filesystem::path{TROUPE_SOURCE_DIR} / "config";
  if (std::getenv("TROUPE_WRITE_REFERENCE")) {
    std::ofstream{folder / "reference.md"} << reference_page();
    std::ofstream{folder / "troupe.schema.json"} << json_schema();
  }
  INFO("run this test with TROUPE_WRITE_REFERENCE=1 to write them anew");
  CHECK(content(folder / "reference.md") == reference_page());
  CHECK(content(folder / "troupe.schema.json") == json_schema());
}

TEST_CASE("every section has a name of its own") {
  std::set<std::string> names;
  for (auto& x : config::catalogue())
    CHECK(names.insert(x.name).second);
}

TEST_CASE("the reference page and the schema have every key with its meaning") {
  auto page = reference_page();
  auto schema = json::parse(json_schema());
  for (auto& section : config::catalogue()) {
    auto& table = section.name.empty() ? schema : schema.at("definitions").at(section.name);
    CHECK(table.at("properties").as_object().size() == section.section->keys.size());
    for (auto& key : section.section->keys) {
      INFO(section.name + "." + key.name);
      CHECK(page.find("| `" + key.name) != std::string::npos);
      auto& property = table.at("properties").at(key.name).as_object();
      CHECK(property.at("description").as_string().starts_with(key.doc));
      CHECK(property.size() > 1);
      CHECK(key.doc.ends_with("."));
      CHECK(key.type.size() > 0);
    }
  }
}

TEST_CASE("the schema tells a table from tables by name and from a list of tables") {
  auto link = json::parse(json_schema()).at("definitions").at("agent_link").at("properties");
  CHECK(link.at("value_filters").at("items").at("$ref") == "#/definitions/value_filters");
  auto realm = json::parse(json_schema()).at("definitions").at("realm").at("properties");
  CHECK(realm.at("limits").at("allOf").at(0).at("$ref") == "#/definitions/limits");
  CHECK(realm.at("agent").at("additionalProperties").at("$ref") == "#/definitions/agent");
}

TEST_CASE("every example in the reference is well where it stands") {
  for (auto& section : config::catalogue())
    for (auto& key : section.section->keys) {
      auto refers = key.type.find("of this realm") != std::string::npos;
      if (key.example.empty() || key.name == "include" || refers)
        continue;
      auto result = parse("[" + section.places.front() + "]\n" + key.name + " = " + key.example);
      auto place = key.name + ": expected";
      INFO(lines(result));
      CHECK(lines(result).find(place) == std::string::npos);
      CHECK(lines(result).find("unknown") == std::string::npos);
    }
}

} // namespace
} // namespace troupe::test
