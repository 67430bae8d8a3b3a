#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace troupe::sandbox {

/// The [Service] section of a systemd unit.
class unit {
public:
  /// Throws where the file cannot be read, or has a setting that nobody here applies
  /// or knows to be the manager's own: what is not understood must not pass for applied.
  explicit unit(const std::filesystem::path& file);

  bool on(const std::string& key) const;
  /// The one value; empty: not set.
  std::string value(const std::string& key) const;
  /// Each line with that key.
  std::vector<std::string> lines(const std::string& key) const;

private:
  std::map<std::string, std::vector<std::string>> settings_;
};

std::vector<std::string> words_of(const std::string& x);

} // namespace troupe::sandbox
