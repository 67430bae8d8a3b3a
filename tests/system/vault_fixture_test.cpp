#include "tests/system/vault_fixture.hpp"

#include <stdexcept>

namespace troupe::test {

std::string cloud_agent(
    const std::string& realm, const broker& x, const std::string& alias, const std::string& more) {
  return "[realm." + realm + ".agent.cloud]\nhost = \"127.0.0.1\"\nport = "
         + std::to_string(x.port()) + "\nsecure_mode = true\ntrust = \"own\"\nclient_id = \"edge-"
         + realm + "\"\nsubscribe_qos = 1\nreconnect_min = \"100ms\"\nreconnect_max = \"200ms\"\n"
         + (alias.empty() ? "" : "certificate_alias = \"" + alias + "\"\n") + more + "\n";
}

std::string tank(const std::string& realm) {
  return "[realm." + realm
         + ".asset.tank.attribute]\nlevel = { type = \"number\", agent_link = { agent = \"cloud\", "
           "subscription_topic = \""
         + realm + "/level\" } }\n";
}

std::string certificate_files::write(const std::string& name, const std::string& text) const {
  auto file = folder_.path() / name;
  write_text(file, text);
  std::filesystem::permissions(file, std::filesystem::perms{0600});
  return file.string();
}

finished_process certificate_files::import(
    const std::string& realm, const std::string& alias, const issued& x, bool replace) {
  auto name = std::to_string(++number_);
  std::vector<std::string> words{
      "import",
      "--realm",
      realm,
      "--alias",
      alias,
      "--cert",
      write(name + ".pem", x.certificate),
      "--key",
      write(name + ".key", x.key)};
  if (replace)
    words.push_back("--replace");
  return vault(std::move(words));
}

finished_process certificate_files::trust(const std::string& alias, const std::string& pem) {
  return vault({"trust", "--alias", alias, write(alias + ".pem", pem)});
}

finished_process certificate_files::vault(std::vector<std::string> words) const {
  std::vector<std::string> arguments{TROUPE_BINARY, "vault"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  arguments.insert(arguments.end(), {"-c", box_.config_file().string()});
  return run({arguments});
}

std::string must(std::vector<std::string> arguments) {
  auto name = arguments.front();
  auto done = run({std::move(arguments)});
  if (done.code != 0)
    throw std::runtime_error{name + " failed: " + done.output + done.errors};
  return done.output;
}

} // namespace troupe::test
