#include "schemas/errors.hpp"
#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

namespace troupe::test {
namespace {

std::string agent(const std::string& password) {
  return "realm.hall.agent.floor = { host = \"h\", username = \"u\", password = " + password + " }";
}

/// The password that is read; "-" if there is none.
std::string password(const load_result& x) {
  auto found = x.value ? x.value->realms.front().agents.front().password : std::nullopt;
  return found ? found->text : "-";
}

TEST_CASE("a secret comes from a file beside the one that names it, without its line end") {
  temporary_folder folder;
  folder.write("secrets/a", "one\n");
  folder.write("secrets/b", "two\r\n");
  folder.write("secrets/c", "three\n\n");
  for (auto& [name, text] :
       std::map<std::string, std::string>{{"a", "one"}, {"b", "two"}, {"c", "three\n"}}) {
    auto main = folder.write("troupe.toml", agent("{ file = \"secrets/" + name + "\" }"));
    CHECK(password(load_settings(main)) == text);
  }
  auto other = folder.write("conf.d/floor.toml", agent("{ file = \"../secrets/a\" }"));
  auto main = folder.write("troupe.toml", "include = [\"conf.d/*.toml\"]");
  CHECK(password(load_settings(main)) == "one");
}

TEST_CASE("a secret comes from a variable") {
  CHECK(password(parse(agent("{ env = \"SET\" }"))) == "hunter2");
}

TEST_CASE("a secret comes from a credential of the service manager") {
  temporary_folder folder;
  folder.write("floor", "one");
  auto env = with_variables({{"CREDENTIALS_DIRECTORY", folder.path()}});
  CHECK(password(parse_settings(agent("{ credential = \"floor\" }"), "t.toml", env)) == "one");
  auto missing = parse_settings(agent("{ credential = \"flor\" }"), "t.toml", env);
  CHECK(missing.value == nullptr);
}

TEST_CASE("a credential that only the service sees is a warning to a check and an error to a run") {
  auto text = agent("{ credential = \"floor\" }");
  auto env = with_variables({});
  CHECK(parse_settings(text, "t.toml", env).value == nullptr);
  env.check_only = true;
  auto result = parse_settings(text, "t.toml", env);
  CHECK(result.value != nullptr);
  CHECK(
      lines(result)
      == "t.toml:1:67: warning: realm.hall.agent.floor.password: the credential \"floor\" cannot "
         "be seen here: systemd hands it to the service only\n");
  REQUIRE(result.unseen.size() == 1);
  CHECK(result.unseen[0].key == "realm.hall.agent.floor.password");
  CHECK(result.unseen[0].credential == "floor");
}

TEST_CASE("a secret file that may not be read is a warning to a check and an error to a run") {
  auto env = with_variables({});
  env.secret_file = [](auto&) { return failure(errc::unavailable, "no"); };
  CHECK(parse_settings(agent("{ file = \"a\" }"), "t.toml", env).value == nullptr);
  env.check_only = true;
  CHECK(parse_settings(agent("{ file = \"a\" }"), "t.toml", env).value != nullptr);
  env.secret_file = [](auto&) { return failure(errc::not_found, "no"); };
  CHECK(parse_settings(agent("{ file = \"a\" }"), "t.toml", env).value == nullptr);
}

TEST_CASE("a secret file of more than 64 KiB is refused") {
  temporary_folder folder;
  folder.write("fits", std::string(64 << 10, 'x'));
  folder.write("long", std::string((64 << 10) + 1, 'x'));
  CHECK(read_secret_file(folder.path() + "/fits"));
  CHECK_FALSE(read_secret_file(folder.path() + "/long"));
  CHECK_FALSE(read_secret_file(folder.path()));
}

} // namespace
} // namespace troupe::test
