#include "actors/vault/certificate_text.hpp"

#include "tests/support/authority.hpp"
#include "tests/support/catch.hpp"

#include <openssl/pem.h>

#include <algorithm>
#include <memory>

using namespace troupe;
using namespace troupe::test;

namespace {

std::shared_ptr<X509> parsed(const certificate_wish& wish) {
  auto pem = self_signed(wish).certificate;
  auto* in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  std::shared_ptr<X509> result{PEM_read_bio_X509(in, nullptr, nullptr, nullptr), X509_free};
  BIO_free(in);
  return result;
}

} // namespace

TEST_CASE("a certificate is told in words") {
  auto x = parsed({
      .name = "broker",
      .names = {"DNS:a.example", "IP:10.0.0.7", "IP:::1"},
      .not_after = "20300405060708Z",
      .key = "RSA 1024",
      .sha1 = true,
  });
  CHECK(subject_of(*x) == "CN=broker");
  CHECK(issuer_of(*x) == "CN=broker");
  CHECK(names_of(*x) == "\"a.example\", \"10.0.0.7\", \"::1\"");
  CHECK(key_type_of(*x) == "RSA 1024");
  CHECK(digest_of(*x) == "SHA1");
  CHECK(moment_text(not_after_ms(*x)) == "2030-04-05 06:07:08 UTC");
  CHECK(not_after_ms(*x) == 1'901'599'628'000);
}

TEST_CASE("a certificate cannot flood or forge a sentence") {
  std::vector<std::string> many;
  for (int i = 0; i < 100; ++i)
    many.push_back("DNS:host-" + std::to_string(i) + ".example");
  CHECK(
      names_of(*parsed({.names = many}))
      == "\"host-0.example\", \"host-1.example\", \"host-2.example\", \"host-3.example\", "
         "\"host-4.example\", \"host-5.example\", \"host-6.example\", \"host-7.example\" and 92 "
         "more");
  CHECK(names_of(*parsed({.names = {"DNS:" + std::string(500, 'a')}})).size() < 210);
  auto forged = subject_of(*parsed({.name = "a\nERROR b\x1b[31m"}));
  CHECK(std::none_of(forged.begin(), forged.end(), [](unsigned char c) { return c < ' '; }));
  CHECK(
      subject_of(*parsed(
          {.name = "Gr\xc3\xb6\xc3\x9f"
                   "e"}))
      == "CN=Gr\xc3\xb6\xc3\x9f"
         "e");
}
