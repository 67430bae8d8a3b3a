#include "runtime/cli/findings.hpp"

#include "actors/link/filter_chain.hpp"
#include "actors/link/payload_time.hpp"
#include "actors/link/pipeline.hpp"
#include "runtime/cli/futile_links.hpp"
#include "runtime/cli/humane.hpp"
#include "schemas/errors.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

namespace troupe::cli {
namespace {

uint64_t count(const diagnostics& x, diagnostic::severity level) {
  return static_cast<uint64_t>(
      std::count_if(x.begin(), x.end(), [&](auto& y) { return y.level == level; }));
}

/// What an asset's default gets wrong is one mistake, however many attributes have it.
void add(diagnostics& out, const origin& at, std::string text) {
  auto known = std::any_of(out.begin(), out.end(), [&](auto& x) {
    return x.at.line == at.line && x.at.column == at.column && x.at.file == at.file;
  });
  if (!known)
    out.push_back({diagnostic::error, at, std::move(text)});
}

/// Each filter by itself, so that every bad one is told, and where it stands.
bool compile_filters(
    diagnostics& out, const std::vector<value_filter>& filters, const std::string& name) {
  auto good = true;
  for (size_t i = 0; i < filters.size(); ++i)
    if (auto made = filter_chain::compile("filter", {filters[i]}, on_miss::keep); !made) {
      auto& at = std::visit([](auto& x) -> const origin& { return x.at; }, filters[i]);
      auto text = sentence(made.error());
      text.replace(0, text.find(": "), name + "[" + std::to_string(i) + "]");
      add(out, at, std::move(text));
      good = false;
    }
  return good;
}

/// At the key that the sentence begins with.
template <class T>
void compiled(
    diagnostics& out, const agent_link_settings& link, const std::string& subject,
    const caf::expected<T>& made) {
  if (made)
    return;
  auto text = sentence(made.error());
  add(out, link.origin_of(text.substr(0, text.find(':'))), subject + "." + text);
}

/// One of its values; none: they differ too much for one to speak for all.
std::optional<value> sample_of(value_type x) {
  switch (kind_of(x)) {
  case value_kind::boolean: return value{true};
  case value_kind::integer:
  case value_kind::long_:
  case value_kind::byte: return value{int64_t{1}};
  case value_kind::number: return value{1.0};
  default: return std::nullopt;
  }
}

/// A format that fits no value of the type would fail at every write.
void compile_outbound(
    diagnostics& out, const agent_link_settings& link, const std::string& subject,
    value_type type) {
  auto made = outbound_pipeline::compile(link, type);
  compiled(out, link, subject, made);
  auto sample = sample_of(type);
  if (!made || !sample || !link.write_value_filters.empty() || link.write_converter)
    return;
  if (auto written = (*made)->run(*sample, 0); written.kind == outbound_result::kind::error)
    add(out, link.origin_of("write_value"),
        subject + ".write_value: fits no value of type \"" + std::string{to_string(type)}
            + "\": " + written.why);
}

/// Its match by itself, so that one mistake does not hide the other.
void compile_inbound(
    diagnostics& out, const agent_link_settings& link, const std::string& subject,
    value_type type) {
  if (link.timestamp)
    compiled(out, link, subject, payload_time::compile(*link.timestamp, {}));
  if (!link.match_predicate)
    return compiled(out, link, subject, inbound_pipeline::compile(link, type));
  auto rest = link;
  rest.match_predicate.reset();
  compiled(out, link, subject, inbound_pipeline::compile(rest, type));
  agent_link_settings match;
  match.match_predicate = link.match_predicate;
  match.match_filters = link.match_filters;
  compiled(out, link, subject, inbound_pipeline::compile(match, type));
}

/// An asset's forward is one mistake, however many attributes have it.
void compile_forwards(
    diagnostics& out, const attribute_settings& attribute, const std::string& subject) {
  for (auto& forward : attribute.forwards) {
    agent_link_settings link;
    link.write_value = forward.write_value;
    auto made = outbound_pipeline::compile(link, attribute.type);
    auto known = std::any_of(out.begin(), out.end(), [&](auto& x) {
      return x.at.line == forward.at.line && x.at.column == forward.at.column
             && x.at.file == forward.at.file;
    });
    if (!made && !known)
      out.push_back(
          {diagnostic::error, forward.at,
           subject + ".forward.write_value: " + sentence(made.error())});
  }
}

/// By file, in the order in which they first appear, and place. A line that is wrong
/// already gets no second complaint: what was read of it is not what stands there.
void merge(diagnostics& known, diagnostics found) {
  using place = std::pair<std::string, uint32_t>;
  auto place_of = [](const diagnostic& x) {
    return place{x.at.file ? *x.at.file : std::string{}, x.at.line};
  };
  std::set<place> wrong;
  for (auto& x : known)
    if (x.level == diagnostic::error)
      wrong.insert(place_of(x));
  std::erase_if(found, [&](auto& x) { return wrong.contains(place_of(x)); });
  std::move(found.begin(), found.end(), std::back_inserter(known));
  std::map<std::string, size_t> files;
  for (auto& x : known)
    files.emplace(place_of(x).first, files.size());
  std::stable_sort(known.begin(), known.end(), [&](auto& a, auto& b) {
    auto rank = [&](auto& x) {
      return std::tuple{files[place_of(x).first], x.at.line, x.at.column};
    };
    return rank(a) < rank(b);
  });
}

} // namespace

size_t error_count(const diagnostics& x) { return count(x, diagnostic::error); }

std::string totals_line(const diagnostics& x) {
  return plural(count(x, diagnostic::error), "error") + ", "
         + plural(count(x, diagnostic::warning), "warning");
}

std::string good_line(const std::string& file, const settings& x, const diagnostics& found) {
  uint64_t agents = 0;
  uint64_t assets = 0;
  uint64_t links = 0;
  for (auto& realm : x.realms) {
    agents += realm.agents.size();
    assets += realm.assets.size();
    for (auto& asset : realm.assets)
      links += static_cast<uint64_t>(
          std::count_if(asset.attributes.begin(), asset.attributes.end(), [](auto& y) {
            return y.agent_link.has_value();
          }));
  }
  auto warnings = count(found, diagnostic::warning);
  return file + ": good: " + plural(x.realms.size(), "realm") + ", " + plural(agents, "agent")
         + ", " + plural(assets, "asset") + ", " + plural(links, "link")
         + (warnings == 0 ? "" : " (" + plural(warnings, "warning") + ")");
}

std::string findings_json(const diagnostics& x) {
  boost::json::array out;
  for (auto& y : x)
    out.push_back(
        {{"file", y.at.file ? *y.at.file : ""},
         {"line", y.at.line},
         {"column", y.at.column},
         {"severity", y.level == diagnostic::error ? "error" : "warning"},
         {"text", y.text}});
  return boost::json::serialize(out);
}

void add_link_findings(diagnostics& known, const settings& x) {
  diagnostics out;
  std::vector<const asset_settings*> subjects; // of the findings
  for (auto& realm : x.realms)
    for (auto& asset : realm.assets) {
      for (auto& attribute : asset.attributes) {
        compile_forwards(
            out, attribute,
            "realm." + realm.name + ".asset." + asset.id + ".attribute." + attribute.name);
        auto& link = attribute.agent_link;
        auto subject = "realm." + realm.name + ".asset." + asset.id + ".attribute." + attribute.name
                       + ".agent_link";
        if (!link)
          continue;
        auto match = compile_filters(out, link->match_filters, subject + ".message_match_filters");
        auto in = compile_filters(out, link->value_filters, subject + ".value_filters");
        auto back =
            compile_filters(out, link->write_value_filters, subject + ".write_value_filters");
        if (match && in && !link->subscription_topic.empty())
          compile_inbound(out, *link, subject, attribute.type);
        add_futile(out, *link, subject);
        if (back && (!link->publish_topic.empty() || !link->write_value.empty()))
          compile_outbound(out, *link, subject, attribute.type);
      }
      subjects.resize(out.size(), &asset);
    }
  for (size_t i = 0; i < out.size(); ++i)
    out[i].text += group_note(subjects[i]->group);
  merge(known, std::move(out));
}

} // namespace troupe::cli
