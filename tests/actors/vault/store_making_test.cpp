#include "tests/actors/vault/open_stores_support.hpp"

#include <sys/stat.h>

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

namespace {

mode_t mode_of(const std::filesystem::path& x) {
  struct stat seen {};
  REQUIRE(::stat(x.c_str(), &seen) == 0);
  return seen.st_mode & 07777;
}

} // namespace

TEST_CASE("the first start makes both stores under a random password, and says what that means") {
  store_box x;
  auto places = x.places();
  REQUIRE(!make_missing_stores(places));
  auto password = places.password_file();
  CHECK(read_text(password).size() == 65);
  for (auto& file : {password, places.keys.file, places.trusted.file})
    CHECK(mode_of(file) == 0600);
  CHECK(mode_of(places.folder()) == 0700);
  for (auto& again : {places, x.places()}) {
    auto keys = open_store(again.keys, again).value();
    CHECK(keys.content.keys().empty());
    CHECK_THAT(joined(keys.problems), Catch::StartsWith("low: the password of "));
    CHECK(joined(open_store(again.trusted, again).value().problems).empty());
  }
  auto text = read_text(password);
  text.pop_back();
  auto moved = x.places({{"OR_KEYSTORE_PASSWORD", text}}); // while the file still lies there
  CHECK_THAT(
      joined(open_store(moved.keys, moved).value().problems),
      Contains("lies beside it") && Contains("OR_KEYSTORE_PASSWORD says it, too; remove "));
  auto before = read_text(places.keys.file);
  REQUIRE(!make_missing_stores(places));
  CHECK(read_text(places.keys.file) == before);
}

TEST_CASE("stores made with a password that somebody names have that one") {
  store_box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "changeit"}, {"OR_ADMIN_PASSWORD", "tiger"}});
  REQUIRE(!make_missing_stores(places));
  CHECK(!std::filesystem::exists(places.password_file()));
  CHECK(joined(open_store(places.keys, places).value().problems).empty());
  CHECK(read_keystore(read_text(places.trusted.file), "changeit", {}));
  // What compose files pass for a variable that is not set is no password.
  store_box z;
  auto unset = z.places({{"OR_KEYSTORE_PASSWORD", ""}});
  REQUIRE(!make_missing_stores(unset));
  CHECK(!read_keystore(read_text(unset.keys.file), "", {}));
  // The administrator's opens what has it, but no new store gets it.
  store_box y;
  auto admin = y.places({{"OR_ADMIN_PASSWORD", "tiger"}});
  REQUIRE(!make_missing_stores(admin));
  CHECK(std::filesystem::exists(admin.password_file()));
  CHECK(!read_keystore(read_text(admin.keys.file), "tiger", {}));
}

TEST_CASE("a password that keytool cannot use is told, and no store is made with it") {
  store_box x;
  auto places = x.places({{"OR_KEYSTORE_PASSWORD", "geheimnisträger"}});
  CHECK_THAT(
      sentence(make_missing_stores(places)),
      Catch::StartsWith("OR_KEYSTORE_PASSWORD has characters beyond ASCII"));
  CHECK(!std::filesystem::exists(places.keys.file));
  for (auto& file : {places.keys.file, places.trusted.file})
    write_text(file, to_pkcs12(keystore{}, "geheimnisträger").value());
  CHECK_THAT(
      joined(open_store(places.trusted, places).value().problems),
      Contains("OR_KEYSTORE_PASSWORD has characters beyond ASCII"));
  places.key_password = secret{"schlüssel"};
  CHECK_THAT(
      joined(open_store(places.keys, places).value().problems),
      Contains("vault.key_password has characters beyond ASCII"));
}
