#include "tests/support/catch.hpp"

#include "actors/vault/certificate_text.hpp"
#include "actors/vault/keystore.hpp"
#include "schemas/errors.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/fuzzer.hpp"

#include <openssl/err.h>

using namespace troupe;
using namespace troupe::test;

TEST_CASE("no file, however broken, is more than a store or a sentence", "[fuzz]") {
  certificate_maker make;
  make.root("root");
  make.client("leaf", "root");
  // Without a checksum and in the clear, so that what is changed is what is read.
  make.run(R"(pack="openssl pkcs12 -export -passout pass:x -in leaf.pem -inkey leaf.key -name a"
$pack -certfile root.pem -keypbe NONE -certpbe NONE -nomac -out plain.p12
$pack -certfile root.pem -iter 1 -certpbe NONE -nomac -out keyed.p12
$pack -iter 1 -out whole.p12)");
  std::vector<std::string> seeds;
  for (auto name : {"plain.p12", "keyed.p12", "whole.p12"})
    seeds.push_back(make.text(name));
  seeds.push_back(without_checksum(seeds.back()));
  fuzzer fuzz{1'500, seeds};
  auto stores = 0;
  auto keys = 0;
  while (fuzz.next()) {
    auto bytes = fuzz.text();
    auto got = read_keystore(bytes, "x", {"f", fuzz.pick(4) == 0, {}});
    fuzz.check(ERR_peek_error() == 0, bytes);
    if (!got) {
      auto why = sentence(got.error());
      fuzz.check(why.starts_with("f ") && why.size() <= 600, bytes);
      continue;
    }
    ++stores;
    for (auto& x : got->keys()) {
      keys += static_cast<bool>(got->open_key(x, "x"));
      view_of(x.alias, true, x.chain);
    }
    if (fuzz.pick(8) != 0)
      continue;
    auto again = to_pkcs12(*got, "y");
    fuzz.check(again && read_keystore(*again, "y", {"f", true, {}}), bytes);
  }
  CHECK(stores > 50);
  CHECK(keys > 20);
}
