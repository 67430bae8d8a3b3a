#include "tests/support/catch.hpp"

#include "actors/vault/certificate_text.hpp"
#include "actors/vault/keystore.hpp"
#include "schemas/errors.hpp"
#include "tests/support/certificates.hpp"

#include <openssl/err.h>

#include <random>

using namespace troupe;
using namespace troupe::test;

namespace {

/// Changes a few bytes, always in the same way.
class mutator {
public:
  std::string operator()(std::string x) {
    for (auto changes = 1 + pick(3); changes > 0; --changes) {
      auto at = pick(x.size());
      switch (pick(6)) {
      case 0: x[at] = static_cast<char>(pick(256)); break;
      case 1: x.insert(at, 1, static_cast<char>(pick(256))); break;
      case 2: x.erase(at, 1 + pick(3)); break;
      case 3: x.insert(at, x.substr(pick(x.size()), pick(40))); break;
      case 4: x.resize(1 + at); break;
      default: x[at] = static_cast<char>(x[at] ^ (1 << pick(8)));
      }
      if (x.empty())
        x = "0";
    }
    return x;
  }

  size_t pick(size_t below) { return random_() % below; }

private:
  std::mt19937 random_{20261125};
};

} // namespace

TEST_CASE("no file, however broken, is more than a store or a sentence") {
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
  mutator mutate;
  auto stores = 0;
  auto keys = 0;
  auto bad = 0;
  for (auto round = 0; round < 1'500; ++round) {
    auto bytes = mutate(seeds[mutate.pick(seeds.size())]);
    auto got = read_keystore(bytes, "x", {"f", round % 4 == 0, {}});
    bad += ERR_peek_error() != 0;
    if (!got) {
      bad += !sentence(got.error()).starts_with("f ") || sentence(got.error()).size() > 600;
      continue;
    }
    ++stores;
    for (auto& x : got->keys()) {
      keys += static_cast<bool>(got->open_key(x, "x"));
      view_of(x.alias, true, x.chain);
    }
    if (round % 8 != 0)
      continue;
    auto again = to_pkcs12(*got, "y");
    bad += !again || !read_keystore(*again, "y", {"f", true, {}});
  }
  CHECK(stores > 50);
  CHECK(keys > 20);
  CHECK(bad == 0);
}
