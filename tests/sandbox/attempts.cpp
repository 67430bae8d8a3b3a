// troupe_sandbox_attempts FOLDER FILE
//
// Tries what a sandbox ought to refuse, and tells line by line what came of it. FOLDER may be
// written; FILE lies in the temporary folder of those outside.

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

void tell(const char* attempt, bool done) {
  std::cout << attempt << ": " << (done ? "done" : strerrorname_np(errno)) << '\n';
}

void attempt_files(const std::string& folder, const std::string& file) {
  auto own = folder + "/attempt";
  tell("write where the state is", ::open(own.c_str(), O_CREAT | O_WRONLY, 0600) >= 0);
  tell("lend rights to a file", ::chmod(own.c_str(), 04'700) == 0);
  ::unlink(own.c_str());
  tell("write elsewhere", ::open("/usr/troupe-attempt", O_CREAT | O_WRONLY, 0600) >= 0);
  ::unlink("/usr/troupe-attempt");
  tell("see homes", ::opendir("/home") != nullptr);
  tell("see another's temporary file", ::access(file.c_str(), F_OK) == 0);
  tell("write a temporary file", ::open("/tmp/troupe-attempt", O_CREAT | O_WRONLY, 0600) >= 0);
  ::unlink("/tmp/troupe-attempt");
  tell("see devices", ::access("/dev/pts", F_OK) == 0);
  std::string version;
  std::getline(std::ifstream{"/proc/version"}, version);
  std::cout << "read of the kernel's version: " << (version.empty() ? "nothing" : "done") << '\n';
}

void attempt_memory() {
  auto map = [](int rights) {
    return ::mmap(nullptr, 4'096, rights, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  };
  tell("memory to write and run", map(PROT_READ | PROT_WRITE | PROT_EXEC) != MAP_FAILED);
  auto* page = map(PROT_READ | PROT_WRITE);
  tell("run what was written", ::mprotect(page, 4'096, PROT_READ | PROT_EXEC) == 0);
}

void attempt_calls() {
  tell("a socket of the network", ::socket(AF_INET, SOCK_STREAM, 0) >= 0);
  tell("a socket of the kernel", ::socket(AF_NETLINK, SOCK_RAW, 0) >= 0);
  tell("a namespace", ::unshare(CLONE_NEWUSER) == 0);
  tell("another's namespace", ::setns(-1, 0) == 0);
  tell("another personality", ::personality(PER_LINUX32) >= 0);
  tell("a lower priority", ::setpriority(PRIO_PROCESS, 0, 19) == 0);
  tell("be traced", ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0);
}

void tell_rights() {
  rlimit core{};
  ::getrlimit(RLIMIT_CORE, &core);
  std::cout << "core file: " << core.rlim_max
            << "\nno new privileges: " << ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)
            << "\nright to be regained: " << ::prctl(PR_CAPBSET_READ, 13, 0, 0, 0) << '\n';
}

} // namespace

int main(int count, char** arguments) {
  if (count != 3)
    return 64;
  std::cout << "root: " << (::geteuid() == 0 ? "yes" : "no") << '\n';
  attempt_files(arguments[1], arguments[2]);
  attempt_calls();
  attempt_memory();
  tell_rights();
  return 0;
}
