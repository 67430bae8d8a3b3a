#include "tests/system/support/runtime.hpp"

#include "tests/system/support/eventually.hpp"

#include <csignal>
#include <stdexcept>

namespace troupe::test {

runtime::runtime(const std::string& realms, const std::string& extra)
    : storage_{folder_.path() / "storage"}, config_{folder_.path() / "troupe.toml"}, extra_{extra} {
  configure(realms);
}

void runtime::configure(const std::string& realms) {
  write_text(
      config_, "[runtime]\nstorage_dir = \"" + storage_.string() + "\"\nsocket = \""
                   + (folder_.path() / "console.sock").string() + "\"\n" + extra_ + "\n" + realms);
}

void runtime::start() {
  auto variables = environment;
  if (!faked_time.empty()) // the program faketime would stand between it and our signals
    variables.insert(
        variables.end(),
        {"LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1", "FAKETIME=" + faked_time});
  auto arguments = prefix;
  arguments.insert(arguments.end(), {TROUPE_BINARY, "run", "-c", config_.string()});
  process_ = std::make_unique<process>(process_options{arguments, variables, {}});
  auto ready = eventually(
      [&] {
        return !process_->running()
               || process_->errors().find("runtime.ready") != std::string::npos;
      },
      milliseconds{10'000});
  if (!ready || !process_->running())
    throw std::runtime_error{"the runtime did not start:\n" + process_->errors()};
}

int runtime::stop() { return process_->end(milliseconds{8000}); }

void runtime::kill() {
  process_->signal(SIGKILL);
  process_->wait(milliseconds{5000});
}

finished_process runtime::command(const std::vector<std::string>& arguments) const {
  std::vector<std::string> all{TROUPE_BINARY};
  all.insert(all.end(), arguments.begin(), arguments.end());
  all.insert(all.end(), {"--socket", (folder_.path() / "console.sock").string()});
  return run({all, {}, {}});
}

std::string runtime::get(const std::string& path) const {
  auto out = command({"get", path}).output;
  while (!out.empty() && out.back() == '\n')
    out.pop_back();
  return out;
}

bool runtime::comes_to_be(const std::string& path, const std::string& value, milliseconds limit) {
  return eventually([&] { return get(path) == value; }, limit);
}

bool runtime::agent_is(
    const std::string& realm, const std::string& agent, const std::string& status,
    milliseconds limit) {
  if (!comes_to_be(realm + "/" + agent + "/agentStatus", status, limit))
    return false;
  return status != "CONNECTED"
         || eventually(
             [&] {
               return command({"agents", "--json"}).output.find("\"code\":null")
                      == std::string::npos;
             },
             limit);
}

std::string runtime::sql(const std::string& realm, const std::string& query) const {
  auto file = (storage_ / "realms" / realm / "state.db").string();
  auto out = run({{"sqlite3", "-readonly", file, query}, {}, {}}).output;
  while (!out.empty() && out.back() == '\n')
    out.pop_back();
  return out;
}

} // namespace troupe::test
