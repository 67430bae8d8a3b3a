#include "tests/support/catch.hpp"

#include "tests/system/vault_fixture.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <memory>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

using namespace troupe::test;

namespace {

namespace fs = std::filesystem;

struct free_key {
  void operator()(EVP_PKEY* x) const { EVP_PKEY_free(x); }
};
using key_ptr = std::unique_ptr<EVP_PKEY, free_key>;

key_ptr key_of(const issued& x) {
  auto* bio = BIO_new_mem_buf(x.key.data(), static_cast<int>(x.key.size()));
  key_ptr out{PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr)};
  BIO_free(bio);
  REQUIRE(out);
  return out;
}

/// A number of the key, and the same with its bytes in the opposite order.
void add_number(std::vector<std::string>& out, EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  REQUIRE(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  std::string bytes(static_cast<size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  out.push_back(bytes);
  std::reverse(bytes.begin(), bytes.end());
  out.push_back(bytes);
}

std::string base64(const std::string& x) {
  std::string out(4 * (x.size() / 3 + 1) + 1, '\0');
  auto size = EVP_EncodeBlock(
      reinterpret_cast<unsigned char*>(out.data()),
      reinterpret_cast<const unsigned char*>(x.data()), static_cast<int>(x.size()));
  out.resize(static_cast<size_t>(size));
  return out;
}

/// What must not be found anywhere: the key as it is stored unencrypted, its base64
/// whatever the bytes before it, and its secret numbers.
std::vector<std::string> needles_of(const issued& x) {
  auto key = key_of(x);
  std::vector<std::string> out;
  unsigned char* der = nullptr;
  auto size = i2d_PrivateKey(key.get(), &der);
  REQUIRE(size > 0);
  std::string bytes{reinterpret_cast<char*>(der), static_cast<size_t>(size)};
  OPENSSL_free(der);
  out.push_back(bytes);
  for (size_t offset = 0; offset < 3; ++offset) // from the middle, where no header is
    out.push_back(base64(bytes.substr(bytes.size() / 2 + offset, 30)));
  if (EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA)
    for (auto name :
         {OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_D})
      add_number(out, key.get(), name);
  else
    add_number(out, key.get(), OSSL_PKEY_PARAM_PRIV_KEY);
  return out;
}

/// Whether a needle stands in `hay`, with or without its line ends.
bool gives_away(std::string hay, const std::vector<std::string>& needles) {
  auto found = [&] {
    return std::any_of(
        needles.begin(), needles.end(), [&](auto& x) { return hay.find(x) != std::string::npos; });
  };
  if (found())
    return true;
  std::erase_if(hay, [](char c) { return c == '\n' || c == '\r'; });
  return found();
}

/// The files below `folder` that give a key away.
std::vector<std::string> leaks(const fs::path& folder, const std::vector<std::string>& needles) {
  std::vector<std::string> out;
  for (auto& x : fs::recursive_directory_iterator{folder})
    if (x.is_regular_file() && gives_away(read_text(x.path()), needles))
      out.push_back(x.path().string());
  return out;
}

} // namespace

TEST_CASE("a client key is found in no file, no answer, no log and no core") {
  auto kind = GENERATE("EC", "RSA 2048");
  CAPTURE(kind);
  authority ca;
  auto cloud = broker{tls_broker(ca.issue({}), ca.pem())};
  runtime box{cloud_agent("hall", cloud, "edge") + tank("hall")};
  temp_folder scratch;
  box.environment = {"TMPDIR=" + scratch.path().string()};
  auto key = ca.issue({.name = "edge-7", .key = kind});
  auto needles = needles_of(key);
  {
    certificate_files files{box};
    REQUIRE(files.import("hall", "edge", key).code == 0);
    REQUIRE(files.trust("ca", ca.pem()).code == 0);
    CHECK_FALSE(leaks(files.folder(), needles).empty()); // the search finds what was planted
  }
  box.start();
  REQUIRE(box.agent_is("hall", "cloud", "CONNECTED"));

  CHECK(leaks(box.storage(), needles).empty());
  CHECK(leaks(scratch.path(), needles).empty());
  for (auto view : {"status", "problems", "agents", "actors", "ledger"})
    CHECK_FALSE(gives_away(box.command({view, "--json"}).output, needles));
  CHECK_FALSE(gives_away(box.command({"get", "hall", "--json"}).output, needles));
  CHECK_FALSE(gives_away(box.command({"probe", "hall/cloud", "--json"}).output, needles));

  auto pid = std::to_string(box.program().pid());
  CHECK_THAT(
      read_text("/proc/" + pid + "/limits"), Catch::Matches("[^]*Max core file size +0 +0 [^]*"));
  box.program().signal(SIGABRT);
  box.program().wait(milliseconds{5000});
  CHECK_FALSE(gives_away(box.log(), needles));
  CHECK(leaks(box.storage(), needles).empty());
  CHECK(leaks(scratch.path(), needles).empty());
}
