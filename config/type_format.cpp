#include "config/formats.hpp"

namespace troupe::config {
namespace {

std::vector<std::string_view> names() {
  std::vector<std::string_view> out;
  for (auto x : plain_value_types())
    out.push_back(to_string(x));
  return out;
}

std::string schema_of(const std::vector<std::string_view>& names) {
  std::string list;
  for (auto name : names)
    list.append(list.empty() ? "" : ",").append(in_quotes(name));
  return R"({"anyOf":[{"enum":[)" + list + R"(]},{"pattern":"^\\w+(\\[\\]){1,2}$"}]})";
}

/// The known name closest to what is written before the brackets.
std::string advice(std::string_view written) {
  while (written.ends_with("[]"))
    written.remove_suffix(2);
  return likely(written, names());
}

} // namespace

format<value_type> type_name() {
  auto read = [](reader& r, const node& x) -> std::optional<value_type> {
    auto name = as<std::string>(x);
    auto type = name ? value_type_of(*name) : std::nullopt;
    if (!type)
      r.expected(
          x, "a value type of OpenRemote, such as \"number\" or \"text[]\"",
          name ? advice(*name) : "");
    return type;
  };
  return {
      one_of(names()) + ", with [] or [][] behind it for arrays",
      schema_of(names()),
      "\"number\"",
      read,
      [](const value_type& x) { return in_quotes(to_string(x)); },
      nullptr,
      false,
      [](const value_type& x) {
        return node{{}, std::string{to_string(x)}};
      }};
}

} // namespace troupe::config
