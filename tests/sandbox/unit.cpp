#include "tests/sandbox/unit.hpp"

#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace troupe::sandbox {
namespace {

/// What the service manager does around the process, and restricts nothing within it.
const std::set<std::string> managers{
    "Type",
    "ExecStart",
    "ExecReload",
    "Restart",
    "RestartSec",
    "RestartPreventExitStatus",
    "TimeoutStopSec",
    "WatchdogSec",
    "User", // the sandbox has its own way to be nobody
    "Group",
    "StateDirectory",
    "StateDirectoryMode",
    "RuntimeDirectory",
    "RuntimeDirectoryMode",
    "ConfigurationDirectory",
    "ConfigurationDirectoryMode",
    "EnvironmentFile",
    "TasksMax", // of the control group
    "MemoryMax",
    "RemoveIPC",
    "PrivateUsers",
};

const std::set<std::string> applied{
    "UMask",
    "LimitNOFILE",
    "LimitCORE",
    "NoNewPrivileges",
    "CapabilityBoundingSet",
    "AmbientCapabilities",
    "ProtectSystem",
    "ProtectHome",
    "PrivateTmp",
    "PrivateDevices",
    "ProtectClock",
    "ProtectControlGroups",
    "ProtectHostname",
    "ProtectKernelLogs",
    "ProtectKernelModules",
    "ProtectKernelTunables",
    "ProtectProc",
    "ProcSubset",
    "RestrictAddressFamilies",
    "RestrictNamespaces",
    "RestrictRealtime",
    "RestrictSUIDSGID",
    "LockPersonality",
    "MemoryDenyWriteExecute",
    "SystemCallArchitectures",
    "SystemCallFilter",
    "SystemCallErrorNumber",
};

} // namespace

unit::unit(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in)
    throw std::runtime_error{file.string() + " cannot be read"};
  std::string section;
  for (std::string line; std::getline(in, line);) {
    auto sign = line.find('=');
    if (line.starts_with('['))
      section = line;
    if (section != "[Service]" || line.starts_with('#') || sign == std::string::npos)
      continue;
    auto key = line.substr(0, sign);
    if (!managers.contains(key) && !applied.contains(key))
      throw std::runtime_error{file.string() + ": nobody here knows how to apply " + key};
    settings_[key].push_back(line.substr(sign + 1));
  }
}

bool unit::on(const std::string& key) const { return value(key) == "yes"; }

std::string unit::value(const std::string& key) const {
  auto found = settings_.find(key);
  return found == settings_.end() ? std::string{} : found->second.back();
}

std::vector<std::string> unit::lines(const std::string& key) const {
  auto found = settings_.find(key);
  return found == settings_.end() ? std::vector<std::string>{} : found->second;
}

std::vector<std::string> words_of(const std::string& x) {
  std::istringstream in{x};
  std::vector<std::string> out;
  for (std::string word; in >> word;)
    out.push_back(word);
  return out;
}

} // namespace troupe::sandbox
