#include "config/formats.hpp"
#include "config/zone_offset.hpp"

#include <algorithm>
#include <fstream>

namespace troupe::config {
namespace {

namespace fs = std::filesystem;

const fs::path database = "/usr/share/zoneinfo";

/// The database has copies of itself below it, with and without leap seconds, and
/// two files that are no place's zone.
bool is_no_place(std::string_view name) {
  return name.starts_with("posix/") || name.starts_with("right/") || name == "posixrules"
         || name == "Factory";
}

bool is_zone_file(const fs::path& file) {
  char magic[4] = {};
  std::ifstream{file, std::ios::binary}.read(magic, sizeof magic);
  return std::string_view{magic, sizeof magic} == "TZif";
}

bool is_installed(std::string_view name) {
  std::error_code ignored;
  return !name.empty() && name.front() != '/' && name.find("..") == name.npos
         && name.find('\0') == name.npos && !is_no_place(name)
         && fs::is_regular_file(database / name, ignored) && is_zone_file(database / name);
}

std::vector<std::string> installed_zones() {
  std::vector<std::string> out;
  std::error_code ignored;
  for (fs::recursive_directory_iterator i{database, ignored}, end; i != end; i.increment(ignored)) {
    auto name = i->path().lexically_relative(database).string();
    if (is_installed(name))
      out.push_back(std::move(name));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string problem(std::string_view x) {
  if (is_installed(x) || parse_zone_offset(x))
    return {};
  auto zones = installed_zones();
  return "is no time zone under /usr/share/zoneinfo; expected a name such as \"Europe/Paris\" or "
         "an "
         "offset such as \"+02:00\""
         + likely(x, {zones.begin(), zones.end()});
}

} // namespace

format<std::string> time_zone() { return checked_text("a time zone", "\"Europe/Paris\"", problem); }

} // namespace troupe::config
