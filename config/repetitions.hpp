#pragma once

#include "config/reader.hpp"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace troupe::config {

/// Tells what is wrong with a template once, and not for each asset that is made of it.
class repetitions {
public:
  /// `note` tells of the group and its template.
  repetitions(reader& r, std::string note) : r_{r}, note_{std::move(note)} {}

  /// Before an asset is read.
  void begin();
  /// Afterwards, at its path. `row` is where it stands, if in a CSV file.
  void end(const std::string& row);
  /// When the group, which stands at `at`, is over.
  void close(const origin& at);

private:
  using place = std::tuple<std::string, uint32_t, uint32_t>;
  struct telling {
    size_t index; ///< In the reader's problems.
    size_t times;
  };

  static place place_of(const origin& at);
  void keep_new(std::vector<reader::reference>& all, size_t from, const std::string& row);

  reader& r_;
  std::string note_;
  size_t problems_ = 0, agents_ = 0, parents_ = 0; ///< As many as before the asset.
  std::map<std::pair<place, std::string>, telling> told_;
  std::set<std::pair<place, std::string>> references_;
  size_t left_out_ = 0, errors_left_out_ = 0;
};

} // namespace troupe::config
