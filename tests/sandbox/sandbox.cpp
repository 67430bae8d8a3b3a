// troupe_sandbox UNIT FOLDER PROGRAM ARGUMENTS…
//
// Runs PROGRAM under the restrictions of the systemd unit UNIT, where no systemd runs; FOLDER
// stands for what the unit lets the service write. Root becomes nobody, and FOLDER nobody's.
// Where the system gives no namespace, all but the files is restricted, and a line says so.

#include "tests/sandbox/restrictions.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace troupe::sandbox;
namespace fs = std::filesystem;

/// Whoever used sudo, or nobody.
uid_t service_user() {
  auto* caller = std::getenv("SUDO_UID");
  return caller ? static_cast<uid_t>(std::atoi(caller)) : 65'534;
}

void give_away(const fs::path& folder) {
  auto give = [](const fs::path& x) {
    require(::lchown(x.c_str(), service_user(), service_user()) == 0, "give away " + x.string());
  };
  give(folder);
  for (auto& x : fs::recursive_directory_iterator{folder})
    give(x.path());
}

void limit(decltype(RLIMIT_CORE) what, const std::string& value) {
  rlimit now{};
  require(::getrlimit(what, &now) == 0, "limits");
  auto wanted = std::min<rlim_t>(std::stoull(value), now.rlim_max);
  rlimit next{wanted, wanted};
  require(::setrlimit(what, &next) == 0, "limits");
}

void give_up_rights(const unit& x, bool root) {
  limit(RLIMIT_NOFILE, x.value("LimitNOFILE"));
  limit(RLIMIT_CORE, x.value("LimitCORE"));
  ::umask(static_cast<mode_t>(std::stoi(x.value("UMask"), nullptr, 8)));
  if (x.value("CapabilityBoundingSet").empty()) // fails past the last one, or without the right
    for (unsigned long right = 0; right <= CAP_LAST_CAP; ++right)
      ::prctl(PR_CAPBSET_DROP, right, 0, 0, 0);
  if (x.value("AmbientCapabilities").empty())
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  if (root) {
    require(::setgroups(0, nullptr) == 0, "groups");
    require(::setresgid(service_user(), service_user(), service_user()) == 0, "group");
    require(::setresuid(service_user(), service_user(), service_user()) == 0, "user");
  }
  if (x.on("NoNewPrivileges"))
    require(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no new privileges");
}

int enter(char** arguments) {
  unit settings{arguments[1]};
  fs::path folder{arguments[2]};
  auto root = ::geteuid() == 0;
  // By its number: where it lies may be hidden from it, as a home is.
  auto program = ::open(arguments[3], O_PATH | O_CLOEXEC);
  require(program >= 0, arguments[3]);
  if (root)
    give_away(folder);
  try {
    restrict_files(settings, folder);
  } catch (const std::system_error& x) {
    std::cerr << "sandbox: the files are not restricted: " << x.what() << '\n';
  }
  give_up_rights(settings, root);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  restrict_system_calls(settings);
  ::fexecve(program, arguments + 3, environ);
  throw std::system_error{errno, std::generic_category(), arguments[3]};
}

} // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::cerr << "troupe_sandbox UNIT FOLDER PROGRAM ARGUMENTS…\n";
    return 64;
  }
  try {
    return enter(arguments);
  } catch (const std::exception& x) {
    std::cerr << "sandbox: " << x.what() << '\n';
    return 70;
  }
}
