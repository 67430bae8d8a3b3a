#include "config/load.hpp"

#include "config/files.hpp"
#include "config/reader.hpp"
#include "config/sections.hpp"

#include <malloc.h>

#include <algorithm>
#include <map>

namespace troupe {
namespace {

/// Where state is kept unless the file says it.
std::filesystem::path default_storage(const environment& env) {
  if (auto folders = env.variable("STATE_DIRECTORY"); folders && !folders->empty())
    return folders->substr(0, folders->find(':')); // systemd may name several
  if (auto folder = env.variable("OR_STORAGE_DIR"); folder && !folder->empty())
    return *folder;
  return runtime_settings{}.storage_dir;
}

/// By file, in the order in which they first appear, then by place.
void sort(std::vector<diagnostic>& xs, const std::vector<std::string>& files) {
  std::map<std::string, size_t> order;
  for (auto& file : files)
    order.emplace(file, order.size());
  auto rank = [&](const diagnostic& x) {
    auto file = x.at.file ? order.find(*x.at.file) : order.end();
    auto place = file == order.end() ? order.size() : file->second; // a CSV file comes last
    return std::tuple{x.at.file ? place : 0, x.at.line, x.at.column};
  };
  std::stable_sort(
      xs.begin(), xs.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

load_result build(config::source from, std::vector<diagnostic> problems, const environment& env) {
  auto value = std::make_shared<settings>();
  std::vector<unseen_secret> unseen;
  if (from.root) {
    value->runtime.storage_dir = default_storage(env);
    config::reader r{env};
    r.problems = std::move(problems);
    config::root_section().read(r, {{}, from.root->at, *from.root}, *value);
    problems = std::move(r.problems);
    unseen = std::move(r.unseen);
  }
  sort(problems, from.files);
  auto is_error = [](const diagnostic& x) { return x.level == diagnostic::error; };
  auto good = std::none_of(problems.begin(), problems.end(), is_error);
  return {good ? value : nullptr, value, std::move(problems), std::move(unseen)};
}

} // namespace

load_result load_settings(const std::filesystem::path& file, const environment& env) {
  diagnostics problems;
  auto from = config::read_files(file, problems);
  auto out = build(std::move(from), std::move(problems), env);
  malloc_trim(0); // what reading took is several times what the settings keep
  return out;
}

load_result parse_settings(std::string_view toml, std::string name, const environment& env) {
  diagnostics problems;
  auto from = config::read_text(toml, std::move(name), problems);
  return build(std::move(from), std::move(problems), env);
}

} // namespace troupe
