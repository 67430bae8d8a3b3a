#include "config/sections.hpp"

#include "config/spelling.hpp"

#include <algorithm>

namespace troupe::config {
namespace {

bool fits(std::string_view x, size_t longest, std::string_view characters) {
  return !x.empty() && x.size() <= longest
         && x.find_first_not_of(characters) == std::string_view::npos;
}

} // namespace

void check_realm_name(reader& r, const entry& e) {
  if (!fits(e.key, 63, "abcdefghijklmnopqrstuvwxyz0123456789_-") || e.key == "inspect")
    r.error(
        e.at, "expected a realm's name (1 to 63 of a-z, 0-9, \"_\", \"-\"; not \"inspect\"), "
              "found "
                  + in_quotes(e.key));
}

void check_id(reader& r, const entry& e) {
  constexpr auto characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-";
  if (!fits(e.key, 128, characters) || e.key == "." || e.key == ".." || e.key == "datapoint")
    r.error(
        e.at, "expected an id (1 to 128 of A-Z, a-z, 0-9, \"_\", \".\", \":\", \"-\"; not \".\", "
              "\"..\" or \"datapoint\"), found "
                  + in_quotes(e.key));
}

void check_name(reader& r, const entry& e) {
  if (e.key.empty())
    r.error(e.at, "expected a name, found an empty one");
}

} // namespace troupe::config
