#pragma once

#include "config/load.hpp"
#include "config/placeholders.hpp"
#include "config/tree.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::config {

/// So often it is told what is wrong with one key of a template, or with ids.
constexpr size_t most_of_a_kind = 20;

/// Carries what the reading of one configuration gathers: complaints, where
/// the reading is, and names that can be looked up only when all is read.
class reader {
public:
  explicit reader(const environment& env) : env{env} {}

  /// A name that must be defined somewhere else.
  struct reference {
    std::string name;
    origin at;
    std::string path;   ///< Of the key that holds the name.
    std::string more{}; ///< Ends what is said about it.
  };

  /// Complains about what stands at the current path.
  void error(const origin& at, std::string_view text);
  void warning(const origin& at, std::string_view text);
  /// "expected `what`, found …", and `more`.
  void expected(const node& found, std::string_view what, std::string_view more = {});

  /// The nearest of the known names, as `config::hint`; empty once it has cost
  /// too much, since a file may have any number of mistakes.
  std::string hint(std::string_view word, const std::vector<std::string_view>& known);

  /// Remembers the name at the current path for `resolve`.
  void refer(std::vector<reference>& to, const std::string& name, const origin& at);
  /// Complains about every reference that is not in `known` and forgets them.
  /// `what` is singular, with its article: "an agent of this realm".
  void resolve(
      std::vector<reference>& references, std::string_view what,
      const std::vector<std::string_view>& known);

  const std::string& path() const { return path_; }

  /// Extends the current path while it lives.
  class step {
  public:
    step(reader& r, std::string_view key);
    step(reader& r, size_t index);
    step(const step&) = delete;
    ~step() { r_.path_.resize(before_); }

  private:
    reader& r_;
    size_t before_;
  };

  const environment& env;
  std::vector<reference> agents;  ///< Of the realm that is being read.
  std::vector<reference> parents; ///< Of the realm that is being read.
  std::vector<reference> realms;
  const parameters* row = nullptr;  ///< While an asset of a group is read: what the group gives it.
  std::string_view made;            ///< Its id.
  size_t assets_made = 0;           ///< By groups.
  size_t attributes_made = 0;       ///< The same.
  uint64_t bytes_made = 0;          ///< The same, roughly.
  size_t row_bytes_left = 64 << 20; ///< For the CSV files of groups.
  std::map<std::string, origin> sessions; ///< By "host:port" and client id.
  std::vector<diagnostic> problems;
  std::vector<unseen_secret> unseen;

private:
  std::string path_;
  size_t compared_ = 0; ///< Names, for hints.
};

/// A key as it stands in a path.
std::string path_word(std::string_view key);

/// `file` as the configuration means it: relative to the file that names it.
std::filesystem::path beside(const origin& at, const std::filesystem::path& file);

} // namespace troupe::config
