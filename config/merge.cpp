#include "config/merge.hpp"

#include "config/spelling.hpp"

#include <map>
#include <unordered_map>

namespace troupe::config {
namespace {

class merger {
public:
  explicit merger(diagnostics& problems) : problems_{problems} {}

  table merge(std::vector<table> parts, const std::string& path) {
    if (parts.size() == 1)
      return std::move(parts.front());
    table out;
    std::unordered_map<std::string, size_t> index;
    std::map<size_t, std::vector<table>> to_merge; // by index into `out`
    for (auto& part : parts)
      for (auto& x : part) {
        auto [known, is_new] = index.emplace(x.key, out.size());
        if (is_new)
          out.push_back(std::move(x));
        else if (as<table>(x.value) && as<table>(out[known->second].value))
          to_merge[known->second].push_back(std::get<table>(std::move(x.value.content)));
        else
          report(path + x.key, x.at, out[known->second].at);
      }
    for (auto& [i, tables] : to_merge) {
      tables.insert(tables.begin(), std::get<table>(std::move(out[i].value.content)));
      out[i].value.content = merge(std::move(tables), path + out[i].key + ".");
    }
    return out;
  }

private:
  void report(const std::string& path, const origin& at, const origin& first) {
    problems_.push_back(
        {diagnostic::error, at, path + ": set twice; the first time at " + to_string(first)});
  }

  diagnostics& problems_;
};

} // namespace

table merge(std::vector<table> parts, diagnostics& problems) {
  return merger{problems}.merge(std::move(parts), "");
}

} // namespace troupe::config
