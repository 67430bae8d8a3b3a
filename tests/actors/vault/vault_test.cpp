#include "tests/support/actor_fixture.hpp"
#include "tests/support/catch.hpp"

#include "actors/vault/certificate_text.hpp"
#include "actors/vault/vault.hpp"
#include "tests/support/certificates.hpp"

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

/// A vault with an authority "ca" and the key "hall.edge", by the wall clock.
struct vault_fixture : actor_fixture {
  vault_fixture() {
    make.root("ca");
    make.root("new-ca");
    config->runtime.storage_dir = make.folder() / "storage";
    places = ready_stores(*config).value();
    import("hall", "edge", "one");
    change_trusted([&](keystore& x) { return x.add_trusted("ca", certificate_of("ca")); });
    here = spawn(vault, std::make_shared<meter>(), vault_options{config, [] { return now(); }});
  }

  static int64_t now() {
    auto time = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  }

  certificate certificate_of(const std::string& name) {
    return read_certificates(make.text(name + ".pem"), name).value().front();
  }

  template <class Change>
  void change(const store_place& which, Change what) {
    auto store = open_store(which, places).value();
    REQUIRE(!what(store.content, store.password.text.text));
    REQUIRE(!save_store(store));
    pass(6s); // seen, rested, opened
  }

  template <class Change>
  void change_trusted(Change what) {
    change(places.trusted, [&](keystore& x, auto&) { return what(x); });
  }

  /// In place of what had the alias.
  void import(const std::string& realm, const std::string& alias, const std::string& name) {
    if (!std::filesystem::exists(make.folder() / (name + ".pem")))
      make.client(name, "ca");
    auto key = read_private_key(make.text(name + ".key"), {}, name).value();
    change(places.keys, [&](keystore& x, const std::string& password) {
      x.remove_key(full_alias(realm, alias));
      return x.add_key(full_alias(realm, alias), key, {certificate_of(name)}, password);
    });
  }

  caf::expected<identity> asked(const std::string& good = {}, bool earlier = false) {
    realm_identity_query query{"hall", {"cloud", "edge", true, good, earlier}};
    return ask<identity>(here, std::move(query));
  }

  std::string fingerprint(const std::string& name) { return fingerprint_of(*certificate_of(name)); }

  static std::string authorities(const identity& x) {
    return read_text(x.material->authorities.path());
  }

  certificate_maker make;
  std::shared_ptr<settings> config = std::make_shared<settings>();
  vault_places places;
  vault_inside here;
};

} // namespace

TEST_CASE_METHOD(vault_fixture, "an authority that was removed is believed with no key") {
  auto first = asked().value();
  CHECK(first.fingerprint == fingerprint("one"));
  CHECK(authorities(first) == make.text("ca.pem"));
  import("hall", "edge", "two");
  CHECK(asked(first.entry).value().fingerprint == fingerprint("two"));
  change_trusted([&](keystore& x) {
    x.remove_trusted("ca");
    return x.add_trusted("new", certificate_of("new-ca"));
  });
  auto earlier = asked(first.entry, true).value();
  CHECK(earlier.fingerprint == fingerprint("one"));
  CHECK(authorities(earlier) == make.text("new-ca.pem"));
  CHECK(earlier.trust != first.trust);
  change_trusted([](keystore& x) {
    x.remove_trusted("new");
    return caf::error{};
  });
  auto refused = asked(first.entry, true);
  REQUIRE(!refused);
  CHECK_THAT(sentence(refused.error()), Contains("so no broker is trusted"));
}

TEST_CASE_METHOD(vault_fixture, "no number of changes takes away the key an agent goes back to") {
  auto good = asked().value();
  for (int i = 0; i < 12; ++i) {
    import("hall", "edge", "bad"); // encrypted anew each time
    CHECK(asked(good.entry).value().fingerprint == fingerprint("bad"));
    import("office", "edge", "other");
  }
  auto earlier = asked(good.entry, true);
  REQUIRE(earlier);
  CHECK(earlier->fingerprint == good.fingerprint);
  CHECK(earlier->entry == good.entry);
}

TEST_CASE_METHOD(vault_fixture, "a key that no agent of the realm was given is not known") {
  auto refused = asked("some other", true);
  REQUIRE(!refused);
  CHECK(is(refused.error(), errc::not_found));
}

TEST_CASE_METHOD(vault_fixture, "an entry that was rewritten is another one with the same chain") {
  auto before = asked().value();
  CHECK(asked().value().entry == before.entry);
  import("office", "edge", "other");
  CHECK(asked().value().entry == before.entry);
  import("hall", "edge", "one");
  auto after = asked().value();
  CHECK(after.entry != before.entry);
  CHECK(after.chain == before.chain);
}

TEST_CASE_METHOD(vault_fixture, "a key is decrypted once, whatever else changes in the store") {
  auto password = [](const identity& x) { return std::string{x.material->password.view()}; };
  auto first = asked().value();
  CHECK(password(asked(first.entry).value()) == password(first));
  realm_identity_query neighbour{"hall", {"floor", "edge", true, {}, false}};
  CHECK(password(ask<identity>(here, std::move(neighbour)).value()) == password(first));
  import("office", "edge", "other");
  CHECK(password(asked(first.entry).value()) == password(first));
  import("hall", "edge", "one");
  CHECK(password(asked(first.entry).value()) != password(first));
}

TEST_CASE_METHOD(vault_fixture, "the same key of another realm is its own") {
  asked();
  import("office", "edge", "one");
  realm_identity_query query{"office", {"cloud", "edge", true, {}, false}};
  CHECK(ask<identity>(here, std::move(query)).value().material->alias == "office.edge");
  query = {"office", {"cloud", "lost", true, {}, false}};
  CHECK(!ask<identity>(here, std::move(query)));
}
