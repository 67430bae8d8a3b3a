#include "tests/support/certificates.hpp"

#include <stdexcept>

namespace troupe::test {
namespace {

std::string generate_key(const std::string& type) {
  if (type == "Ed25519")
    return "openssl genpkey -algorithm ed25519";
  if (type.starts_with("RSA "))
    return "openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:" + type.substr(4);
  return "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256";
}

constexpr auto for_authorities = "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n"
                                 "subjectKeyIdentifier=hash\n";
constexpr auto for_clients =
    "basicConstraints=CA:FALSE\nsubjectAltName=DNS:client.test,IP:10.0.0.7\n";

} // namespace

std::string shell(const std::filesystem::path& folder, const std::string& script) {
  auto done = troupe::test::run({{"sh", "-ec", script}, {}, folder}, milliseconds{60'000});
  if (done.code != 0)
    throw std::runtime_error{script + ": " + done.output + done.errors};
  return done.output;
}

std::string keytool(const std::filesystem::path& folder, const std::string& arguments) {
  return shell(folder, "keytool -J-XX:TieredStopAtLevel=1 " + arguments + " 2>&1");
}

std::string without_checksum(const std::string& store) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(store.at(i)); };
  // SEQUENCE { INTEGER 3, SEQUENCE of the content, SEQUENCE of the MAC }, long lengths.
  if (byte(1) != 0x82 || byte(8) != 0x82)
    throw std::runtime_error{"a store of another size"};
  auto content = store.substr(4, 3 + 4 + byte(9) * 256u + byte(10));
  std::string head{"\x30\x82"};
  head += static_cast<char>(content.size() / 256);
  head += static_cast<char>(content.size() % 256);
  return head + content;
}

void certificate_maker::root(const std::string& name) { issue(name, "", for_authorities); }

void certificate_maker::authority(const std::string& name, const std::string& issuer) {
  issue(name, issuer, for_authorities);
}

void certificate_maker::client(const std::string& name, const std::string& issuer) {
  issue(name, issuer, for_clients);
}

void certificate_maker::issue(
    const std::string& name, const std::string& issuer, const std::string& extensions) {
  write_text(folder() / (name + ".ext"), extensions);
  auto then = when_.empty() ? "" : "TZ=UTC faketime -f '" + when_ + "' ";
  auto signer = issuer.empty()
                    ? " -signkey " + name + ".key"
                    : " -CA " + issuer + ".pem -CAkey " + issuer + ".key -CAcreateserial";
  run(generate_key(key_type_) + " -out " + name + ".key 2>/dev/null\nopenssl req -new -key " + name
      + ".key -subj '/O=Acme/CN=" + name + "' -out " + name + ".csr\n" + then
      + "openssl x509 -req -in " + name + ".csr -days " + std::to_string(days_) + " -extfile "
      + name + ".ext" + signer + " -out " + name + ".pem 2>/dev/null");
}

} // namespace troupe::test
