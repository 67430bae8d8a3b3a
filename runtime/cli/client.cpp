#include "runtime/cli/client.hpp"

#include "runtime/cli/config_file.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/http/http_client.hpp"
#include "schemas/errors.hpp"

#include <boost/json.hpp>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace troupe::cli {
namespace {

/// Why nobody answers at this socket; empty: someone does.
std::string refusal(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof address.sun_path)
    return "the path is too long for a socket";
  std::memcpy(address.sun_path, path.c_str(), path.native().size());
  auto fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return std::strerror(errno);
  auto failed = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
  auto reason = failed ? std::string{std::strerror(errno)} : std::string{};
  ::close(fd);
  return reason;
}

} // namespace

std::vector<std::string>
split_path(std::string_view path, size_t least, size_t most, std::string_view shape) {
  std::vector<std::string> parts;
  auto complete = true;
  for (size_t begin = 0; begin <= path.size();) {
    auto end = std::min(path.find('/', begin), path.size());
    complete &= end > begin;
    parts.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  if (!complete || parts.size() < least || parts.size() > most)
    throw command_error{
        exit_usage, "'" + std::string{path} + "' is not of the form " + std::string{shape}};
  return parts;
}

std::vector<socket_candidate> socket_candidates(const query_options& x) {
  if (!x.socket.empty())
    return {{x.socket, "--socket"}};
  if (auto* path = std::getenv("TROUPE_SOCKET"); path && *path)
    return {{path, "$TROUPE_SOCKET"}};
  auto found = find_runtime_settings(x);
  if (!found.runtime.socket.empty())
    return {{found.runtime.socket, "runtime.socket in " + found.named_by}};
  return {
      {"/run/troupe/console.sock", "the service's"},
      {found.runtime.storage_dir / "console.sock", "runtime.storage_dir in " + found.named_by}};
}

client::client(const query_options& x) {
  std::string tried;
  for (auto& candidate : socket_candidates(x)) {
    auto reason = refusal(candidate.path);
    if (reason.empty()) {
      socket_ = candidate.path;
      return;
    }
    tried += "\n  " + candidate.path.string() + " (" + candidate.named_by + "): " + reason;
  }
  throw command_error{
      exit_no_runtime, "no runtime answers. Tried:" + tried
                           + "\nStart one with 'troupe run', or name its socket with --socket."};
}

std::string
client::ask(std::string_view method, const std::string& target, std::string body) const {
  auto answer = request(socket_, method, target, std::move(body));
  if (!answer)
    throw command_error{exit_no_runtime, sentence(answer.error())};
  if (answer->status >= 300)
    throw command_error{exit_failed, error_sentence(*answer)};
  return std::move(answer->body);
}

boost::json::value client::get(const std::string& target) const {
  boost::json::error_code error;
  auto parsed = boost::json::parse(ask("GET", target), error);
  if (error)
    throw command_error{exit_failed, "the runtime's answer is no JSON: " + error.message()};
  return parsed;
}

void client::listen(
    const std::string& target, const std::function<bool(std::string_view)>& on_event,
    std::stop_token stop) const {
  if (auto error = follow(socket_, target, on_event, std::move(stop)))
    throw command_error{
        is(error, errc::unavailable) ? exit_no_runtime : exit_failed, sentence(error)};
}

} // namespace troupe::cli
