#include "runtime/cli/credential_command.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace troupe::cli {
namespace {

/// For a shell.
std::string shell_word(const std::string& x) {
  constexpr auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!x.empty() && x.find_first_not_of(plain) == std::string::npos)
    return x;
  std::string out{"'"};
  for (auto c : x)
    out += c == '\'' ? "'\\''" : std::string{c};
  return out + "'";
}

/// What has systemd hand the credential over: as the unit has it where that can be told.
std::string credential_option(const std::string& name) {
  std::error_code ignored;
  for (std::string folder : {"/etc/credstore.encrypted/", "/run/credstore.encrypted/"})
    if (std::filesystem::exists(folder + name, ignored))
      return " -p LoadCredentialEncrypted=" + shell_word(name + ":" + folder + name);
  for (std::string folder : {"/etc/troupe/secrets/", "/etc/credstore/", "/run/credstore/"})
    if (std::filesystem::exists(folder + name, ignored))
      return " -p LoadCredential=" + shell_word(name + ":" + folder + name);
  return " -p LoadCredential=" + shell_word(name + ":/etc/troupe/secrets/" + name);
}

} // namespace

std::string way_to_see(const std::vector<unseen_secret>& unseen) {
  std::string credentials;
  for (auto& x : unseen) {
    auto option = x.credential.empty() ? "" : credential_option(x.credential);
    if (credentials.find(option) == std::string::npos)
      credentials += option;
  }
  if (credentials.empty())
    return "; run this as a user who can read it";
  std::error_code ignored;
  auto out = "; run it with what the unit says (systemctl cat troupe):\n  sudo systemd-run -qP"
             + credentials + " --working-directory="
             + shell_word(std::filesystem::current_path(ignored).string());
  if (auto* named = std::getenv("TROUPE_CONFIG"))
    out += " -E " + shell_word("TROUPE_CONFIG=" + std::string{named});
  out += " " + shell_word(std::filesystem::read_symlink("/proc/self/exe", ignored).string());
  std::ifstream line{"/proc/self/cmdline"};
  std::string word;
  std::getline(line, word, '\0');
  while (std::getline(line, word, '\0'))
    out += " " + shell_word(word);
  return out;
}

} // namespace troupe::cli
