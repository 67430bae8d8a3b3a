#include "config/repetitions.hpp"

#include <algorithm>

namespace troupe::config {

repetitions::place repetitions::place_of(const origin& at) {
  return {at.file ? *at.file : "", at.line, at.column};
}

void repetitions::begin() {
  problems_ = r_.problems.size();
  agents_ = r_.agents.size();
  parents_ = r_.parents.size();
}

void repetitions::end(const std::string& row) {
  auto& all = r_.problems;
  auto kept = problems_;
  for (auto i = problems_; i < all.size(); ++i) {
    auto what = all[i].text.substr(std::min(all[i].text.size(), r_.path().size()));
    auto [known, is_new] = told_.try_emplace({place_of(all[i].at), what}, telling{kept, 1});
    if (!is_new || told_.size() > most_of_a_kind) {
      is_new ? ++left_out_ : ++known->second.times;
      errors_left_out_ += is_new && all[i].level == diagnostic::error;
      if (is_new)
        told_.erase(known);
      continue;
    }
    all[i].text += " (" + note_ + row + ")";
    if (kept != i)
      all[kept] = std::move(all[i]);
    ++kept;
  }
  all.resize(kept);
  keep_new(r_.agents, agents_, row);
  keep_new(r_.parents, parents_, row);
}

void repetitions::close(const origin& at) {
  for (auto& [what, x] : told_)
    if (x.times > 1)
      r_.problems[x.index].text += ", " + std::to_string(x.times - 1) + " more like this";
  if (left_out_ == 0)
    return;
  auto text = std::to_string(left_out_) + " more like these";
  errors_left_out_ ? r_.error(at, text) : r_.warning(at, text);
}

void repetitions::keep_new(
    std::vector<reader::reference>& all, size_t from, const std::string& row) {
  auto is_known = [&](auto& x) { return !references_.emplace(place_of(x.at), x.name).second; };
  all.erase(
      std::remove_if(all.begin() + static_cast<ptrdiff_t>(from), all.end(), is_known), all.end());
  for (; from < all.size(); ++from)
    all[from].more = " (" + note_ + row + ")";
}

} // namespace troupe::config
