#include "tests/support/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace troupe::test {
namespace {

std::vector<std::string> environment_with(const std::vector<std::string>& more) {
  std::map<std::string, std::string> merged;
  auto add = [&](const std::string& x) { merged[x.substr(0, x.find('='))] = x; };
  for (auto entry = environ; *entry != nullptr; ++entry)
    add(*entry);
  for (auto& entry : more)
    add(entry);
  std::vector<std::string> result;
  for (auto& [key, entry] : merged)
    result.push_back(entry);
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& xs) {
  std::vector<char*> result;
  for (auto& x : xs)
    result.push_back(x.data());
  result.push_back(nullptr);
  return result;
}

struct spawn_actions {
  posix_spawn_file_actions_t value;
  spawn_actions() { posix_spawn_file_actions_init(&value); }
  ~spawn_actions() { posix_spawn_file_actions_destroy(&value); }
  void open(int fd, const std::filesystem::path& file, int flags) {
    posix_spawn_file_actions_addopen(&value, fd, file.c_str(), flags, 0600);
  }
};

} // namespace

process::process(process_options options) {
  spawn_actions actions;
  actions.open(0, "/dev/null", O_RDONLY);
  actions.open(1, files_.path() / "out", O_WRONLY | O_CREAT | O_APPEND);
  actions.open(2, files_.path() / "err", O_WRONLY | O_CREAT | O_APPEND);
  if (!options.folder.empty())
    posix_spawn_file_actions_addchdir_np(&actions.value, options.folder.c_str());
  auto environment = environment_with(options.environment);
  auto arguments = pointers(options.arguments);
  if (auto error = posix_spawnp(
          &pid_, arguments[0], &actions.value, nullptr, arguments.data(),
          pointers(environment).data()))
    throw std::runtime_error{"cannot start " + options.arguments[0] + ": " + std::strerror(error)};
  // By number: the header of glibc 2.36 declares it for C only.
  pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
}

process::~process() {
  if (running()) {
    signal(SIGKILL);
    wait(milliseconds{10'000});
  }
  ::close(pidfd_);
}

bool process::running() { return !wait(milliseconds{0}); }

void process::signal(int number) {
  if (!status_)
    ::kill(pid_, number);
}

std::optional<int> process::wait(milliseconds limit) {
  if (status_)
    return status_;
  pollfd ended{pidfd_, POLLIN, 0};
  while (::poll(&ended, 1, static_cast<int>(limit.count())) < 0 && errno == EINTR)
    ;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == pid_)
    status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return status_;
}

int process::end(milliseconds limit) {
  signal(SIGTERM);
  if (auto status = wait(limit))
    return *status;
  signal(SIGKILL);
  return wait(milliseconds{10'000}).value_or(-1);
}

std::string process::output() const { return read_text(files_.path() / "out"); }

std::string process::errors() const { return read_text(files_.path() / "err"); }

bool process::wait_for(std::string_view text, milliseconds limit) {
  auto stands = [&] {
    return output().find(text) != std::string::npos || errors().find(text) != std::string::npos;
  };
  auto end = std::chrono::steady_clock::now() + limit;
  while (!stands() && std::chrono::steady_clock::now() < end)
    if (wait(milliseconds{2}))
      break;
  return stands();
}

finished_process run(process_options options, milliseconds limit) {
  auto name = options.arguments.front();
  process program{std::move(options)};
  auto code = program.wait(limit);
  if (!code)
    throw std::runtime_error{name + " did not end in time: " + program.errors()};
  return {*code, program.output(), program.errors()};
}

std::string read_text(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

void write_text(const std::filesystem::path& file, std::string_view text) {
  std::ofstream{file, std::ios::binary} << text;
}

} // namespace troupe::test
