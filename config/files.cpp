#include "config/files.hpp"

#include "config/merge.hpp"
#include "config/spelling.hpp"
#include "config/toml.hpp"

#include <glob.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>

namespace troupe::config {
namespace {

namespace fs = std::filesystem;

constexpr size_t most_bytes = 64 << 20; // of all files together
constexpr size_t most_files = 10'000;
constexpr size_t deepest_include = 16;

bool is_pattern(std::string_view x) { return x.find_first_of("*?[") != std::string_view::npos; }

/// `folder` for glob(3), which must not take its characters for wildcards.
std::string escaped(const std::string& folder) {
  std::string out;
  for (char c : folder) {
    if (std::strchr("*?[]\\", c))
      out += '\\';
    out += c;
  }
  return out;
}

std::vector<std::string> expand(const fs::path& folder, const std::string& pattern) {
  auto below = fs::path{pattern}.is_absolute() || folder.empty();
  glob_t found{};
  glob(
      (below ? pattern : escaped(folder.string()) + "/" + pattern).c_str(), GLOB_NOSORT, nullptr,
      &found);
  std::vector<std::string> out(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  std::sort(out.begin(), out.end());
  return out;
}

/// Reads files depth first; the tables of included files follow their includer's.
class collector {
public:
  explicit collector(diagnostics& problems) : problems_{problems} {}

  void read_file(const fs::path& file, const origin& asked_at) {
    std::error_code ignored;
    auto [seen, is_new] = files_.emplace(fs::weakly_canonical(file, ignored), asked_at);
    auto name = in_quotes(file.string());
    if (std::find(open_.begin(), open_.end(), seen->first) != open_.end())
      return fail(asked_at, "include: " + name + " includes itself, through this line");
    if (!is_new)
      return fail(
          asked_at,
          "include: " + name + " is included twice; the first time at " + to_string(seen->second));
    if (files_.size() > most_files || open_.size() > deepest_include)
      return fail(asked_at, "include: more than 10000 files, or 16 within each other");
    if (auto text = content(file, asked_at)) {
      open_.push_back(seen->first);
      read_text(*text, file.string());
      open_.pop_back();
    }
  }

  void read_text(std::string_view text, std::string name) {
    auto shared = std::make_shared<const std::string>(std::move(name));
    names_.push_back(*shared);
    auto root = parse_toml(text, shared, problems_);
    if (!root)
      return void(failed_ = true);
    if (!first_)
      first_ = root->at;
    auto& keys = std::get<table>(root->content);
    auto include = find(keys, "include");
    auto copy = include ? std::optional{*include} : std::nullopt;
    std::erase_if(keys, [](const entry& x) { return x.key == "include"; });
    parts_.push_back(std::move(keys));
    if (copy)
      follow(copy->value, fs::path{*shared}.parent_path());
  }

  source result() && {
    if (failed_)
      return {std::nullopt, std::move(names_)};
    return {node{*first_, merge(std::move(parts_), problems_)}, std::move(names_)};
  }

private:
  void follow(const node& include, const fs::path& folder) {
    auto list = as<array>(include);
    if (!list)
      return fail(
          include.at, "include: expected an array of file names, found " + describe(include));
    for (auto& item : *list)
      if (auto pattern = as<std::string>(item))
        follow_pattern(*pattern, item.at, folder);
      else
        fail(item.at, "include: expected a file name, found " + describe(item));
  }

  void follow_pattern(const std::string& pattern, const origin& at, const fs::path& folder) {
    if (!is_pattern(pattern))
      return read_file(folder / pattern, at);
    for (auto& file : expand(folder, pattern))
      read_file(file, at);
  }

  /// The file's bytes; a complaint at `asked_at` (or about the file itself) if not.
  std::optional<std::string> content(const fs::path& file, const origin& asked_at) {
    auto at =
        asked_at.file ? asked_at : origin{std::make_shared<const std::string>(file.string()), 1, 1};
    auto name = (asked_at.file ? "include: " : "") + in_quotes(file.string());
    std::error_code problem;
    if (fs::is_directory(file, problem))
      return fail(at, name + " is a folder, expected a file"), std::nullopt;
    errno = 0;
    std::ifstream in{file, std::ios::binary};
    if (!in)
      return fail(at, name + " cannot be read: " + std::strerror(errno)), std::nullopt;
    std::string out;
    for (char block[1 << 16]; in.read(block, sizeof block), in.gcount() > 0;) {
      out.append(block, static_cast<size_t>(in.gcount()));
      if (bytes_ + out.size() > most_bytes)
        return fail(at, name + ": the configuration exceeds 64 MiB"), std::nullopt;
    }
    bytes_ += out.size();
    return out;
  }

  void fail(const origin& at, std::string text) {
    failed_ = true;
    problems_.push_back({diagnostic::error, at, std::move(text)});
  }

  diagnostics& problems_;
  std::map<fs::path, origin> files_; // canonical → where it was asked for
  std::vector<fs::path> open_;       // canonical; each includes the next
  std::vector<std::string> names_;
  std::vector<table> parts_;
  std::optional<origin> first_;
  size_t bytes_ = 0;
  bool failed_ = false;
};

} // namespace

source read_files(const fs::path& file, diagnostics& problems) {
  collector all{problems};
  all.read_file(file, {});
  return std::move(all).result();
}

source read_text(std::string_view text, std::string name, diagnostics& problems) {
  collector all{problems};
  all.read_text(text, std::move(name));
  return std::move(all).result();
}

} // namespace troupe::config
