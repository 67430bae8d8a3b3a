#include "tests/sandbox/restrictions.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace troupe::sandbox {
namespace {

/// One filter; several in force refuse what any of them refuses.
class filter {
public:
  explicit filter(uint32_t otherwise) : context_{seccomp_init(otherwise)} {
    require(context_ != nullptr, "a filter");
  }
  filter(const filter&) = delete;
  filter& operator=(const filter&) = delete;
  ~filter() { seccomp_release(context_); }

  /// A name that the library or this machine does not know is passed over, as systemd does.
  template <class... Comparison>
  void add(uint32_t action, const std::string& name, Comparison... x) {
    auto number = seccomp_syscall_resolve_name(name.c_str());
    if (number == __NR_SCMP_ERROR || number < 0)
      return;
    auto result = seccomp_rule_add(context_, action, number, sizeof...(x), x...);
    errno = -result;
    require(result == 0, "a rule for " + name);
  }

  template <class... Comparison>
  void refuse(const std::string& name, Comparison... x) {
    add(SCMP_ACT_ERRNO(EPERM), name, x...);
  }

  void load() {
    auto result = seccomp_load(context_);
    errno = -result;
    require(result == 0, "load a filter");
  }

private:
  scmp_filter_ctx context_;
};

scmp_arg_cmp has(unsigned argument, uint64_t bits) {
  return SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, bits, bits);
}

/// "@network-io" as systemd of this machine has it; any other name stands for itself.
void expand(const std::string& word, std::set<std::string>& out) {
  if (!word.starts_with('@')) {
    out.insert(word);
    return;
  }
  auto command = "systemd-analyze --no-pager syscall-filter " + word;
  std::unique_ptr<FILE, int (*)(FILE*)> in{::popen(command.c_str(), "r"), ::pclose};
  require(in != nullptr, command);
  auto count = out.size();
  for (std::array<char, 256> line{}; std::fgets(line.data(), line.size(), in.get());)
    for (auto& x : words_of(line.data())) {
      if (x == "#")
        break;
      if (x != word)
        expand(x, out);
    }
  if (out.size() == count && count == 0)
    throw std::runtime_error{command + " names no system call"};
}

std::set<std::string> expanded(const std::string& words) {
  std::set<std::string> out;
  for (auto& x : words_of(words))
    expand(x, out);
  return out;
}

void refuse_memory_to_write_and_run(filter& x) {
  x.refuse("mmap", has(2, PROT_EXEC | PROT_WRITE));
  x.refuse("mprotect", has(2, PROT_EXEC));
  x.refuse("pkey_mprotect", has(2, PROT_EXEC));
  x.refuse("shmat", has(2, SHM_EXEC));
}

void refuse_namespaces(filter& x) {
  x.add(SCMP_ACT_ERRNO(ENOSYS), "clone3"); // its flags lie where no filter can look
  x.refuse("unshare");
  x.refuse("setns");
  for (uint64_t kind :
       {CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID,
        CLONE_NEWNET})
    x.refuse("clone", has(0, kind));
}

void refuse_other_families(filter& x, const std::string& allowed) {
  static const std::map<std::string, int> numbers{
      {"AF_UNIX", AF_UNIX}, {"AF_INET", AF_INET}, {"AF_INET6", AF_INET6}};
  std::set<int> kept;
  for (auto& name : words_of(allowed))
    kept.insert(numbers.at(name));
  constexpr auto answer = SCMP_ACT_ERRNO(EAFNOSUPPORT);
  for (int family = 0; family < AF_MAX; ++family)
    if (!kept.contains(family))
      x.add(answer, "socket", SCMP_A0(SCMP_CMP_EQ, static_cast<uint64_t>(family)));
  x.add(answer, "socket", SCMP_A0(SCMP_CMP_GE, static_cast<uint64_t>(AF_MAX)));
}

void refuse_lent_rights(filter& x) {
  x.add(SCMP_ACT_ERRNO(ENOSYS), "openat2");
  for (uint64_t bit : {S_ISUID, S_ISGID}) {
    for (auto name : {"chmod", "fchmod", "mkdir", "mknod", "creat"})
      x.refuse(name, has(1, bit));
    for (auto name : {"fchmodat", "mkdirat", "mknodat"})
      x.refuse(name, has(2, bit));
    x.refuse("open", has(1, O_CREAT), has(2, bit));
    x.refuse("openat", has(2, O_CREAT), has(3, bit));
  }
}

void refuse_by_settings(const unit& x, filter& out) {
  static const std::map<std::string, std::string> groups{
      {"ProtectClock", "@clock"},
      {"ProtectHostname", "sethostname setdomainname"},
      {"ProtectKernelLogs", "syslog"},
      {"ProtectKernelModules", "@module"},
      {"PrivateDevices", "@raw-io"}};
  for (auto& [setting, calls] : groups)
    if (x.on(setting))
      for (auto& name : expanded(calls))
        out.refuse(name);
  if (x.on("MemoryDenyWriteExecute"))
    refuse_memory_to_write_and_run(out);
  if (x.on("RestrictNamespaces"))
    refuse_namespaces(out);
  if (x.on("RestrictSUIDSGID"))
    refuse_lent_rights(out);
  if (x.on("RestrictRealtime"))
    for (uint64_t policy : {SCHED_FIFO, SCHED_RR})
      out.refuse("sched_setscheduler", SCMP_A1(SCMP_CMP_EQ, policy));
  if (x.on("LockPersonality"))
    out.refuse(
        "personality", SCMP_A0(SCMP_CMP_NE, static_cast<uint64_t>(::personality(0xffffffff))));
  if (auto families = x.value("RestrictAddressFamilies"); !families.empty())
    refuse_other_families(out, families);
}

std::set<std::string> allowed_by(const unit& x) {
  std::set<std::string> out;
  expand("@default", out); // always allowed
  for (auto& line : x.lines("SystemCallFilter")) {
    auto denies = line.starts_with('~');
    for (auto& name : expanded(denies ? line.substr(1) : line))
      denies ? static_cast<void>(out.erase(name)) : static_cast<void>(out.insert(name));
  }
  return out;
}

} // namespace

void restrict_system_calls(const unit& x) {
  if (x.value("SystemCallErrorNumber") != "EPERM" || x.value("SystemCallArchitectures") != "native")
    throw std::runtime_error{"the sandbox refuses with EPERM, and knows the native calls only"};
  auto allowed = allowed_by(x); // asks systemd-analyze, which would not run any more below
  filter by_settings{SCMP_ACT_ALLOW};
  refuse_by_settings(x, by_settings);
  filter list{SCMP_ACT_ERRNO(EPERM)};
  for (auto& name : allowed)
    list.add(SCMP_ACT_ALLOW, name);
  by_settings.load();
  list.load();
}

} // namespace troupe::sandbox
