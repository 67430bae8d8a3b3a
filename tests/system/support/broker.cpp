#include "tests/system/support/broker.hpp"

#include "tests/system/support/eventually.hpp"
#include "tests/system/support/ports.hpp"

#include <csignal>
#include <sstream>
#include <stdexcept>

namespace troupe::test {
namespace {

/// Debian keeps mosquitto outside a user's PATH.
constexpr auto program = "/usr/sbin/mosquitto";

std::string
configuration(const broker_options& options, uint16_t port, const std::filesystem::path& folder) {
  std::ostringstream text;
  text << "listener " << port << " 127.0.0.1\n"
       << "user root\n" // read only when started as root: do not change to another user
       << "log_dest stderr\nlog_type all\n"
       << "allow_anonymous " << (options.accounts.empty() ? "true" : "false") << '\n';
  if (!options.accounts.empty())
    text << "password_file " << (folder / "passwords").string() << '\n';
  if (!options.acl.empty())
    text << "acl_file " << (folder / "acl").string() << '\n';
  if (options.persistence)
    text << "persistence true\npersistence_location " << folder.string() << "/\n";
  for (auto& line : options.lines)
    text << line << '\n';
  return text.str();
}

} // namespace

broker::broker(broker_options options) : options_{std::move(options)}, port_{free_port()} {
  for (auto& account : options_.accounts) {
    auto file = folder_.path() / "passwords";
    if (!std::filesystem::exists(file))
      write_text(file, "");
    run({{"mosquitto_passwd", "-b", file.string(), account.user, account.password}});
  }
  if (!options_.acl.empty())
    write_text(folder_.path() / "acl", options_.acl);
  for (auto& [name, content] : options_.files)
    write_text(folder_.path() / name, content);
  if (options_.start)
    start();
}

void broker::start() {
  // Another process may have taken a port that was free a moment ago; the first
  // start may therefore choose again, a later one keeps what clients know.
  for (auto attempts = process_ ? 1 : 3; attempts > 0; --attempts) {
    auto file = folder_.path() / "mosquitto.conf";
    write_text(file, configuration(options_, port_, folder_.path()));
    process_ = std::make_unique<process>(
        process_options{{program, "-c", file.string()}, {}, folder_.path()});
    if (eventually(
            [this] { return !process_->running() || wait_for_port(port_, milliseconds{50}); })
        && process_->running())
      return;
    if (attempts > 1)
      port_ = free_port();
  }
  throw std::runtime_error{"mosquitto does not start: " + process_->errors()};
}

void broker::stop() {
  thaw();
  process_->end();
}

void broker::kill() {
  process_->signal(SIGKILL);
  process_->wait(milliseconds{5000});
}

void broker::freeze() { process_->signal(SIGSTOP); }

void broker::thaw() { process_->signal(SIGCONT); }

std::string broker::log() const { return process_->errors(); }

bool broker::wait_for_log(std::string_view text, milliseconds limit) {
  return process_->wait_for(text, limit);
}

std::vector<std::string> broker::tool(const std::string& name) const {
  std::vector<std::string> result{name, "-h", host(), "-p", std::to_string(port_)};
  if (!options_.accounts.empty())
    result.insert(
        result.end(),
        {"-u", options_.accounts.front().user, "-P", options_.accounts.front().password});
  return result;
}

void broker::publish(const message& x) const {
  auto command = tool("mosquitto_pub");
  command.insert(command.end(), {"-q", std::to_string(x.qos), "-t", x.topic, "-m", x.payload});
  if (x.retain)
    command.push_back("-r");
  auto result = run({command});
  if (result.code != 0)
    throw std::runtime_error{"mosquitto_pub failed: " + result.errors};
}

std::unique_ptr<process> broker::subscribe(const std::string& topic, int qos) const {
  auto command = tool("mosquitto_sub");
  command.insert(command.begin(), {"stdbuf", "-oL"}); // into a file it would write in blocks
  command.insert(command.end(), {"-v", "-d", "-q", std::to_string(qos), "-t", topic});
  auto result = std::make_unique<process>(process_options{command});
  if (!result->wait_for("Subscribed (mid"))
    throw std::runtime_error{"mosquitto_sub does not subscribe: " + result->errors()};
  return result;
}

} // namespace troupe::test
