#include "tests/actors/vault/open_stores_support.hpp"

#include <sys/stat.h>

using namespace troupe;
using namespace troupe::test;
using Catch::Matchers::Contains;

TEST_CASE("a store that does not open with its password is tried with the others") {
  store_box x;
  auto old = x.places({{"OR_KEYSTORE_PASSWORD", "old"}});
  REQUIRE(!make_missing_stores(old));
  auto now = x.places({{"OR_KEYSTORE_PASSWORD", "new"}, {"OR_ADMIN_PASSWORD", "old"}});
  CHECK(open_store(now.keys, now).value().password.source == "OR_ADMIN_PASSWORD");
  auto lost = x.places({{"OR_KEYSTORE_PASSWORD", "new"}});
  auto refused = open_store(lost.keys, lost);
  REQUIRE(!refused);
  CHECK(
      sentence(refused.error())
      == lost.keys.file.string()
             + " does not open: the password is wrong, or the file is damaged; tried were: "
               "OR_KEYSTORE_PASSWORD, the empty password, OpenRemote's default password");
}

TEST_CASE("a file that somebody names must be there") {
  store_box x;
  auto places = x.places({{"OR_SSL_CLIENT_KEYSTORE_FILE", "/nowhere/k.p12"}});
  REQUIRE(!make_missing_stores(places));
  CHECK(
      sentence(open_store(places.keys, places).error())
      == "OR_SSL_CLIENT_KEYSTORE_FILE names /nowhere/k.p12, which is not there");
  CHECK(open_store(places.trusted, places));
}

TEST_CASE("stores that others can change, that everybody opens or that lie too high are told") {
  store_box x;
  auto places = x.places();
  std::filesystem::create_directories(places.folder());
  std::filesystem::permissions(places.folder(), std::filesystem::perms{0700});
  for (auto& file : {places.keys.file, places.trusted.file})
    write_text(file, to_pkcs12(keystore{}, "").value());
  x.make.root("root");
  auto store = open_store(places.keys, places).value();
  CHECK(!store.content.add_key("hall.a", key_of(x.make, "root"), chain_of(x.make, {"root"}), ""));
  REQUIRE(!save_store(store));
  ::chmod(places.keys.file.c_str(), 0644);
  ::chmod(places.trusted.file.c_str(), 0644);
  auto told = joined(open_store(places.keys, places).value().problems);
  CHECK_THAT(told, Contains("can be read or changed by other users (mode 0644)"));
  CHECK_THAT(told, Contains("opens with the empty password, so that who has the file"));
  CHECK(joined(open_store(places.trusted, places).value().problems).empty());
  ::chmod(places.trusted.file.c_str(), 0666);
  CHECK_THAT(
      joined(open_store(places.trusted, places).value().problems), Contains("can be changed by"));
  ::chmod(places.folder().c_str(), 0777);
  write_text(places.password_file(), "x");
  ::chmod(places.password_file().c_str(), 0644);
  told = joined(open_store(places.keys, places).value().problems);
  CHECK_THAT(
      told, Contains(places.folder().string() + " can be changed by other users (mode 0777"));
  CHECK_THAT(
      told, Contains(places.password_file().string() + " can be read or changed by other users"));
  ::chmod(places.folder().c_str(), 01777); // only owners remove there
  CHECK_THAT(
      joined(open_store(places.keys, places).value().problems), !Contains("put another store"));
  CHECK(misplaced_stores(places).empty());
  write_text(x.storage / "client_truststore.p12", "");
  CHECK_THAT(
      joined(misplaced_stores(places)),
      Contains("one folder too high; move it to " + places.trusted.file.string())
          && Contains("keytool -importkeystore -srckeystore") && !Contains("vault import"));
}
