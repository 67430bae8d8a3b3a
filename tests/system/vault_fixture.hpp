#pragma once

#include "tests/support/authority.hpp"
#include "tests/system/support/broker.hpp"
#include "tests/system/support/runtime.hpp"
#include "tests/system/support/tls_server.hpp"

#include <string>
#include <vector>

namespace troupe::test {

/// An agent "cloud" that connects with mutual TLS and trusts its own authorities only.
std::string cloud_agent(
    const std::string& realm, const broker& x, const std::string& alias,
    const std::string& more = {});

/// An asset "tank" with one number from the topic "<realm>/level".
std::string tank(const std::string& realm);

/// The files of a test, and the commands that bring them into the stores.
class certificate_files {
public:
  explicit certificate_files(const runtime& box) : box_{box} {}

  std::string write(const std::string& name, const std::string& text) const;
  /// `troupe vault import` under `alias` of `realm`; answers what it did.
  finished_process
  import(const std::string& realm, const std::string& alias, const issued& x, bool replace = false);
  finished_process trust(const std::string& alias, const std::string& pem);
  /// `troupe vault WORDS… -c FILE`
  finished_process vault(std::vector<std::string> words) const;
  const std::filesystem::path& folder() const { return folder_.path(); }

private:
  const runtime& box_;
  temp_folder folder_;
  int number_ = 0;
};

/// Runs a program and throws what it said if it failed.
std::string must(std::vector<std::string> arguments);

} // namespace troupe::test
