#include "config/csv.hpp"
#include "config/id_ranges.hpp"
#include "config/repetitions.hpp"
#include "config/sections.hpp"
#include "config/spelling.hpp"
#include "config/template_tree.hpp"

#include <algorithm>
#include <map>

namespace troupe::config {
namespace {

constexpr size_t most_assets = 100'000; // of all groups, as of attributes
constexpr size_t most_attributes = 1'000'000;
constexpr uint64_t most_bytes = uint64_t{4} << 30;

/// The assets of one group.
class maker {
public:
  maker(reader& r, realm_draft& realm, const asset_group_draft& group, const entry& common)
      : r_{r}, realm_{realm}, group_{group},
        note_{
            "asset_template at " + to_string(common.at) + ", asset_group at "
            + to_string(group.at)},
        repeated_{r, note_} {
    asset_.value = {common.at, merged(*as<table>(common.value), group.keys)};
  }

  /// How many there are now.
  size_t make() {
    auto before = realm_.assets.size();
    if (group_.rows)
      make_rows();
    else
      make_ids();
    repeated_.close(group_.at);
    return realm_.assets.size() - before;
  }

private:
  /// Whether so many more are not too many; `at` names them, and `longest` is how much may
  /// take a placeholder's place.
  bool fits(uint64_t count, const origin& at, uint64_t longest) {
    auto bytes = asset_weight(asset_.value, longest);
    auto attributes = count_attributes(std::get<table>(asset_.value.content));
    if (count > most_assets - r_.assets_made)
      complain("ids", at, "too many assets; groups make at most " + std::to_string(most_assets));
    else if (count * attributes > most_attributes - r_.attributes_made)
      complain(
          "template", group_.template_at,
          "too many attributes; groups make at most " + std::to_string(most_attributes));
    else if (count > 0 && bytes > (most_bytes - r_.bytes_made) / count)
      complain(
          "template", group_.template_at, "too long for so many assets; groups make at most 4 GiB");
    else {
      r_.assets_made += count;
      r_.attributes_made += count * attributes;
      r_.bytes_made += count * bytes;
      return true;
    }
    return false;
  }

  void complain(
      std::string_view key, const origin& at, std::string_view text,
      diagnostic::severity level = diagnostic::error) {
    reader::step in{r_, "asset_group"};
    reader::step name{r_, group_.name};
    reader::step it{r_, key};
    level == diagnostic::error ? r_.error(at, text) : r_.warning(at, text);
  }

  void make_ids() {
    for (auto& x : group_.ids) {
      auto& text = *as<std::string>(x);
      if (!fits(count_ids(text), x.at, text.size()))
        return;
      for (auto& id : expand_ids(text))
        make_one(id, x.at, {}, {});
    }
  }

  void make_rows() {
    std::vector<csv_problem> problems;
    auto& file = *as<std::string>(*group_.rows);
    auto found = read_csv(beside(group_.rows->at, file), most_assets, r_.row_bytes_left, problems);
    for (auto& x : problems)
      if (x.at.file)
        complain("rows", x.at, x.text + group_note(group_.at));
      else
        complain("rows", group_.rows->at, x.text);
    if (!found || !check_id_key(*found)
        || !fits(found->rows.size(), group_.rows->at, longest_of(*found)))
      return;
    if (found->rows.empty() && problems.empty())
      complain(
          "rows", found->head.at, "there are columns, but no rows" + group_note(group_.at),
          diagnostic::warning);
    for (auto& row : found->rows) {
      parameters values{&found->head.values, &row.values};
      make_one(
          expand_topic(group_.id, {{}, {}, &values}), row.at, values,
          ", row at " + to_string(row.at));
    }
  }

  static uint64_t longest_of(const csv_table& x) {
    size_t out = 0;
    for (auto& row : x.rows)
      for (auto& value : row.values)
        out = std::max(out, value.size());
    return out;
  }

  bool check_id_key(const csv_table& rows) {
    std::vector<std::string> nothing(rows.head.values.size());
    parameters columns{&rows.head.values, &nothing};
    auto why = placeholder_problem(group_.id, {{}, {}, &columns});
    if (why.empty())
      return true;
    if (group_.id_at.line == 0)
      complain(
          "rows", rows.head.at,
          "there is no column \"id\"; expected one, or the key id, made of others"
              + group_note(group_.at));
    else
      complain(
          "id", group_.id_at,
          in_quotes(group_.id) + " " + why + "; the columns are at " + to_string(rows.head.at));
    return false;
  }

  void make_one(
      const std::string& id, const origin& at, const parameters& row, const std::string& row_note) {
    repeated_.begin();
    asset_draft out;
    out.id = out.name = asset_.key = id;
    out.at = asset_.at = at;
    reader::step in{r_, "asset"};
    reader::step step{r_, id};
    r_.row = &row;
    r_.made = id;
    check_id(r_, asset_);
    asset_section().read(r_, asset_, out);
    r_.row = nullptr;
    repeated_.end(row_note);
    out.group = group_.at;
    realm_.assets.push_back(std::move(out));
  }

  reader& r_;
  realm_draft& realm_;
  const asset_group_draft& group_;
  std::string note_;
  repetitions repeated_;
  entry asset_; ///< As if it stood there, one after the other.
};

/// A template of which nothing is made is read for its mistakes.
void check_template(reader& r, const entry& x, bool is_named) {
  reader::step in{r, "asset_template"};
  reader::step name{r, x.key};
  const parameters any{nullptr, nullptr, true};
  asset_draft ignored;
  ignored.id = ignored.name = "asset";
  r.row = &any;
  r.made = "asset";
  asset_section().read(r, x, ignored);
  r.row = nullptr;
  if (!is_named)
    r.warning(x.at, "no asset_group of this realm makes assets of it");
}

const entry* find_template(reader& r, const realm_draft& realm, const asset_group_draft& x) {
  if (x.asset_template.empty())
    return nullptr;
  if (auto found = realm.templates ? find(*realm.templates, x.asset_template) : nullptr)
    return found;
  std::vector<std::string_view> names;
  if (realm.templates)
    for (auto& known : *realm.templates)
      names.push_back(known.key);
  reader::step in{r, "asset_group"};
  reader::step name{r, x.name};
  reader::step key{r, "template"};
  r.error(
      x.template_at, "expected an asset_template of this realm, found "
                         + in_quotes(x.asset_template)
                         + (names.empty() ? "; there is none" : r.hint(x.asset_template, names)));
  return nullptr;
}

} // namespace

void make_assets(reader& r, realm_draft& realm) {
  std::map<const entry*, size_t> made; // of the templates that are named
  for (auto& group : realm.groups)
    if (auto found = find_template(r, realm, group); found && as<table>(found->value))
      made[found] += maker{r, realm, group, *found}.make();
  if (!realm.templates)
    return;
  for (auto& x : *realm.templates) {
    auto users = made.find(&x);
    if (as<table>(x.value) && (users == made.end() || users->second == 0))
      check_template(r, x, users != made.end());
  }
}

} // namespace troupe::config
