#include "config/reader.hpp"

#include "config/spelling.hpp"
#include "schemas/value.hpp"

#include <algorithm>
#include <cctype>

namespace troupe::config {
namespace {

constexpr size_t most_compared = 300'000; // names, for hints: a fraction of a second
constexpr size_t longest_id = 128;        // which stands in a path as a whole

bool is_bare(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '-';
  });
}

} // namespace

void reader::error(const origin& at, std::string_view text) {
  problems.push_back({diagnostic::error, at, (path_.empty() ? "" : path_ + ": ").append(text)});
}

void reader::warning(const origin& at, std::string_view text) {
  problems.push_back({diagnostic::warning, at, (path_.empty() ? "" : path_ + ": ").append(text)});
}

void reader::expected(const node& found, std::string_view what, std::string_view more) {
  auto text = std::string{"expected "}.append(what).append(", found ") + describe(found);
  error(found.at, text.append(more));
}

std::string reader::hint(std::string_view word, const std::vector<std::string_view>& known) {
  compared_ += known.size();
  return compared_ <= most_compared ? config::hint(word, known) : "";
}

void reader::refer(std::vector<reference>& to, const std::string& name, const origin& at) {
  to.push_back({name, at, path_, {}});
}

void reader::resolve(
    std::vector<reference>& references, std::string_view what,
    const std::vector<std::string_view>& known) {
  auto names = known;
  std::sort(names.begin(), names.end());
  std::map<std::string, std::string> hints; // of what is wrong again and again
  std::map<std::tuple<const void*, uint32_t, uint32_t>, size_t> told; // where groups repeat it
  for (auto& x : references) {
    if (std::binary_search(names.begin(), names.end(), x.name))
      continue;
    if (!x.more.empty() && ++told[{x.at.file.get(), x.at.line, x.at.column}] > most_of_a_kind)
      continue;
    auto [cached, is_new] = hints.try_emplace(x.name);
    if (is_new)
      cached->second = names.empty() ? "; there is none" : hint(x.name, names);
    auto text = x.path + ": expected " + std::string{what} + ", found " + in_quotes(x.name);
    problems.push_back({diagnostic::error, x.at, text + cached->second + x.more});
  }
  references.clear();
}

reader::step::step(reader& r, std::string_view key) : r_{r}, before_{r.path_.size()} {
  if (!r_.path_.empty())
    r_.path_ += '.';
  r_.path_ += path_word(key);
}

reader::step::step(reader& r, size_t index) : r_{r}, before_{r.path_.size()} {
  r_.path_ += "[" + std::to_string(index) + "]";
}

std::string path_word(std::string_view key) {
  if (is_bare(key))
    return std::string{key};
  if (key.size() > longest_id)
    return in_quotes(key);
  std::string out;
  append_json_string(out, key);
  return out;
}

std::filesystem::path beside(const origin& at, const std::filesystem::path& file) {
  if (!at.file || file.empty())
    return file;
  return std::filesystem::path{*at.file}.parent_path() / file;
}

} // namespace troupe::config
