#include "actors/vault/store_files.hpp"
#include "runtime/cli/client.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/openremote/openremote_export.hpp"
#include "runtime/openremote/openremote_import.hpp"
#include "schemas/errors.hpp"

#include <cstdio>
#include <cstring>
#include <iostream>
#include <iterator>
#include <memory>

namespace troupe::cli {
namespace {

std::string standard_input() {
  std::string out(export_bytes_max + 1, '\0'); // one more, so that a larger one shows
  std::cin.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<size_t>(std::cin.gcount()));
  return out;
}

std::string input(const std::string& file) {
  if (file == "-")
    return standard_input();
  auto content = read_file(file, export_bytes_max);
  if (!content)
    throw command_error{exit_failed, sentence(content.error())};
  return std::move(content->bytes);
}

struct close_file {
  void operator()(std::FILE* x) const noexcept { std::fclose(x); }
};

void write(const import_openremote_options& x, const std::string& text) {
  auto refuse = [&] {
    auto why = errno == EEXIST ? "exists; --force replaces it" : std::strerror(errno);
    throw command_error{exit_failed, x.output + ": " + why};
  };
  std::unique_ptr<std::FILE, close_file> file{std::fopen(x.output.c_str(), x.force ? "w" : "wx")};
  if (!file || std::fwrite(text.data(), 1, text.size(), file.get()) < text.size()
      || std::fflush(file.get()) != 0)
    refuse();
}

/// "hall.toml: 1 realm, 2 agents, 3 assets, 4 links".
std::string summary(const std::string& name, const import_result& x) {
  auto out = name + ": " + plural(x.realms, "realm") + ", " + plural(x.agents, "agent") + ", "
             + plural(x.assets, "asset") + ", " + plural(x.links, "link");
  return out + (x.notes.empty() ? "" : "; " + plural(x.notes.size(), "note") + " above");
}

} // namespace

int import_openremote(const import_openremote_options& x) {
  auto name = x.file == "-" ? "standard input" : x.file;
  auto made = troupe::import_openremote(input(x.file), {name, x.keep_ids});
  for (auto& problem : made.problems)
    std::cerr << printable(name + ": " + problem) << '\n';
  if (!made.problems.empty())
    return exit_failed;
  if (x.output.empty())
    std::cout << made.toml;
  else
    write(x, made.toml);
  if (x.json) {
    std::cout << notes_json(made.notes) << '\n';
    return exit_well;
  }
  for (auto& note : made.notes)
    std::cerr << printable(name + ": " + to_string(note)) << '\n';
  std::cerr << printable(summary(x.output.empty() ? "standard output" : x.output, made)) << '\n';
  return exit_well;
}

} // namespace troupe::cli
