#pragma once

#include "config/settings.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A configuration as it is written: values and tables with their places,
/// before anything is known about their meaning.
namespace troupe::config {

struct node;
struct entry;
using array = std::vector<node>;
using table = std::vector<entry>; ///< In the order of the file.

/// TOML's dates and times, which no key takes.
struct date {};

struct node {
  origin at;
  std::variant<bool, int64_t, double, std::string, date, array, table> content;
};

struct entry {
  std::string key;
  origin at; ///< Of the key.
  node value;
};

/// The content of `x` if it is a T, else null.
template <class T>
const T* as(const node& x) {
  return std::get_if<T>(&x.content);
}

/// The entry named `key`, or null. Takes time in proportion to the table.
const entry* find(const table& x, std::string_view key);

/// `x` in a few words, for messages: `the text "abc"`, `the integer 7`.
std::string describe(const node& x);

} // namespace troupe::config
