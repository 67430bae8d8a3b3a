#pragma once

#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

#include <filesystem>
#include <string>

namespace troupe::test {

/// Runs a script of `sh` in `folder` to its end and answers what it printed. Throws
/// with its errors where a command of it fails.
std::string shell(const std::filesystem::path& folder, const std::string& script);

/// `keytool ARGUMENTS` as `shell` runs it, with the JVM told to start fast.
std::string keytool(const std::filesystem::path& folder, const std::string& arguments);

/// The PKCS#12 store, of 256 bytes to 64 KiB, without its MAC; openssl writes none
/// such that is encrypted.
std::string without_checksum(const std::string& store);

/// Makes certificates with the `openssl` command, in a folder of its own: NAME.pem
/// and NAME.key for each.
class certificate_maker {
public:
  /// "EC", "RSA 2048", "Ed25519"
  explicit certificate_maker(std::string key_type = "EC") : key_type_{std::move(key_type)} {}

  /// An authority that signs itself.
  void root(const std::string& name);
  /// An authority that another one signs.
  void authority(const std::string& name, const std::string& issuer);
  /// One for a client, of the name's subject "CN=NAME".
  void client(const std::string& name, const std::string& issuer);

  /// What comes next is issued as if the clock stood there, in UTC: "2020-01-01 00:00:00".
  void at(const std::string& when) { when_ = when; }
  void key_type(const std::string& x) { key_type_ = x; }
  void days(int x) { days_ = x; }

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::string text(const std::string& file) const { return read_text(folder() / file); }
  std::string run(const std::string& script) const { return shell(folder(), script); }

private:
  void issue(const std::string& name, const std::string& issuer, const std::string& extensions);

  temp_folder folder_;
  std::string key_type_;
  std::string when_;
  int days_ = 365;
};

} // namespace troupe::test
