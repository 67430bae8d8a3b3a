#include "tests/support/catch.hpp"

#include "actors/vault/store_places.hpp"
#include "schemas/errors.hpp"

#include <map>

using namespace troupe;

namespace {

using variables = std::map<std::string, std::string>;

/// Variables and files from memory.
environment env(variables set, variables files = {}) {
  environment out;
  out.variable = [set](const std::string& name) -> std::optional<std::string> {
    auto at = set.find(name);
    return at == set.end() ? std::nullopt : std::optional{at->second};
  };
  out.secret_file = [files](const std::filesystem::path& file) -> caf::expected<std::string> {
    auto at = files.find(file.string());
    if (at == files.end())
      return failure(errc::not_found, file.string() + " cannot be read");
    return at->second;
  };
  return out;
}

settings storage() {
  settings out;
  out.runtime.storage_dir = "/s";
  return out;
}

std::string tried(const store_place& x) {
  std::string out;
  for (auto& y : x.passwords)
    out += (out.empty() ? "" : " ") + (y.text.text.empty() ? "-" : y.text.text)
           + (y.fallback ? "?" : "");
  return out;
}

} // namespace

TEST_CASE("without variables and settings the stores lie in the storage folder") {
  auto x = find_stores(storage(), env({})).value();
  CHECK(x.keys.file == "/s/keystores/client_keystore.p12");
  CHECK(x.trusted.file == "/s/keystores/client_truststore.p12");
  CHECK(x.password_file() == "/s/keystores/password");
  CHECK(x.keys.named_by.empty());
  CHECK(tried(x.keys) == "-? secret?");
}

TEST_CASE("passwords are tried in the order of OpenRemote, settings after variables") {
  auto configured = storage();
  configured.vault.keystore_password = secret{"set-k"};
  configured.vault.truststore_password = secret{"set-t"};
  struct row {
    settings x;
    variables set;
    std::string keys;
    std::string trusted;
  };
  for (auto& y : std::vector<row>{
           {storage(), {{"OR_KEYSTORE_PASSWORD", "all"}}, "all -? secret?", "all -? secret?"},
           {storage(), {{"OR_ADMIN_PASSWORD", "admin"}}, "admin? -?", "admin? -?"},
           {storage(),
            {{"OR_KEYSTORE_PASSWORD", ""},
             {"OR_KEYSTORE_PASSWORD_FILE", ""},
             {"OR_ADMIN_PASSWORD", ""}},
            "-? secret?",
            "-? secret?"},
           {configured, {}, "set-k -? secret?", "set-t set-k -? secret?"},
           {configured,
            {{"OR_KEYSTORE_PASSWORD", "all"}},
            "all set-k -? secret?",
            "all set-t set-k -? secret?"},
           // Named files have passwords of their own.
           {configured,
            {{"OR_SSL_CLIENT_KEYSTORE_FILE", "/k"},
             {"OR_SSL_CLIENT_TRUSTSTORE_FILE", "/t"},
             {"OR_SSL_CLIENT_KEYSTORE_PASSWORD", "k"},
             {"OR_SSL_CLIENT_TRUSTSTORE_PASSWORD", "t"},
             {"OR_KEYSTORE_PASSWORD", "all"}},
            "k set-k all -? secret?",
            "t set-t set-k all -? secret?"},
           {storage(),
            {{"OR_SSL_CLIENT_KEYSTORE_FILE", "/k"},
             {"OR_KEYSTORE_PASSWORD", "all"},
             {"OR_ADMIN_PASSWORD", "admin"}},
            "all admin? -?",
            "all admin? -?"},
       }) {
    auto x = find_stores(y.x, env(y.set)).value();
    CHECK(tried(x.keys) == y.keys);
    CHECK(tried(x.trusted) == y.trusted);
  }
}

TEST_CASE("a variable names a file before a setting does") {
  auto configured = storage();
  configured.vault.keystore_file = "/set/k.p12";
  configured.vault.truststore_file = "/set/t.p12";
  configured.vault.key_password = secret{"key"};
  configured.vault.legacy_pkcs12 = true;
  auto x = find_stores(configured, env({{"OR_SSL_CLIENT_KEYSTORE_FILE", "/k"}})).value();
  CHECK(x.keys.file == "/k");
  CHECK(x.keys.named_by == "OR_SSL_CLIENT_KEYSTORE_FILE");
  CHECK(x.trusted.file == "/set/t.p12");
  CHECK(x.trusted.named_by == "vault.truststore_file");
  CHECK(x.key_password->text == "key");
  CHECK(x.legacy);
}

TEST_CASE("a password can stand in a file, and one line end after it does not count") {
  auto x =
      find_stores(storage(), env({{"OR_KEYSTORE_PASSWORD_FILE", "/f"}}, {{"/f", "from file\r\n"}}))
          .value();
  CHECK(x.keys.passwords[0].text.text == "from file");
  CHECK(x.keys.passwords[0].source == "OR_KEYSTORE_PASSWORD_FILE");
  auto unread = find_stores(storage(), env({{"OR_KEYSTORE_PASSWORD_FILE", "/f"}}));
  CHECK(sentence(unread.error()) == "OR_KEYSTORE_PASSWORD_FILE: /f cannot be read");
  auto twice = find_stores(
      storage(),
      env({{"OR_KEYSTORE_PASSWORD_FILE", "/f"}, {"OR_KEYSTORE_PASSWORD", "x"}}, {{"/f", "y"}}));
  CHECK(
      sentence(twice.error())
      == "OR_KEYSTORE_PASSWORD and OR_KEYSTORE_PASSWORD_FILE are both set; keep one of them");
}

TEST_CASE("a password's file that is empty is named, whoever names it") {
  for (auto& text : {"", "\n", "\r\n"}) {
    auto named = find_stores(storage(), env({{"OR_KEYSTORE_PASSWORD_FILE", "/f"}}, {{"/f", text}}));
    REQUIRE(!named);
    CHECK_THAT(
        sentence(named.error()), Catch::StartsWith("OR_KEYSTORE_PASSWORD_FILE: /f is empty"));
    auto made = find_stores(storage(), env({}, {{"/s/keystores/password", text}}));
    REQUIRE(!made);
    CHECK_THAT(sentence(made.error()), Catch::StartsWith("/s/keystores/password is empty"));
  }
}

TEST_CASE("the password that was made up at the first start opens default stores only") {
  auto given =
      env({{"OR_SSL_CLIENT_TRUSTSTORE_FILE", "/t"}}, {{"/s/keystores/password", "made\n"}});
  auto x = find_stores(storage(), given).value();
  CHECK(tried(x.keys) == "made -? secret?");
  CHECK(x.keys.passwords[0].beside_stores);
  CHECK(tried(x.trusted) == "-? secret?");
}
