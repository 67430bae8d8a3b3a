#pragma once

#include "config/load.hpp"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace troupe::test {

/// An environment with these variables only.
inline environment with_variables(std::map<std::string, std::string> variables) {
  environment out;
  out.variable = [=](const std::string& name) -> std::optional<std::string> {
    auto x = variables.find(name);
    return x == variables.end() ? std::nullopt : std::optional{x->second};
  };
  return out;
}

/// The lines that `troupe check` prints.
inline std::string lines(const load_result& x) {
  std::string out;
  for (auto& d : x.diagnostics)
    out += to_string(d) + "\n";
  return out;
}

inline load_result parse(std::string_view text) {
  return parse_settings(text, "t.toml", with_variables({{"SET", "hunter2"}}));
}

/// A folder of its own, gone with its content at the end.
class temporary_folder {
public:
  temporary_folder() {
    std::string name = "/tmp/troupe-config-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  temporary_folder(const temporary_folder&) = delete;
  ~temporary_folder() { std::filesystem::remove_all(path_); }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file} << text;
    return file;
  }
  std::string path() const { return path_.string(); }

private:
  std::filesystem::path path_;
};

} // namespace troupe::test
