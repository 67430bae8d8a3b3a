#include "runtime/openremote/openremote_import.hpp"

#include "config/load.hpp"
#include "config/spelling.hpp"
#include "config/toml.hpp"
#include "runtime/cli/findings.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/openremote/import_ids.hpp"
#include "runtime/openremote/toml_layout.hpp"
#include "schemas/ascii.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

namespace troupe {
namespace {

using kind = enum import_note::kind;

/// An asset or agent that will stand in the TOML.
struct imported_asset {
  const export_asset* from = nullptr;
  std::string id;
  config::table keys;
  std::vector<imported_attribute> attributes{};
};

class importer {
public:
  importer(const openremote_export& from, const import_options& options)
      : from_{from}, options_{options}, realms_{realm_names(from.assets)}, ids_{asset_ids(
                                                                               from.assets,
                                                                               options.keep_ids)} {
    for (size_t i = 0; i < from.assets.size(); ++i)
      index_.emplace(from.assets[i].id, i);
  }

  import_result run() {
    for (auto& name : from_.other_members)
      out_.notes.push_back({kind::left_out, "", "", "", "", shown_name(name) + " holds no assets"});
    for (auto& [name, here] : realms_)
      if (name != here)
        out_.notes.push_back(
            {kind::changed, name, "", "", "",
             "the realm is called " + config::in_quotes(here)
                 + " here, also before its certificate aliases in the vault"});
    break_circles();
    for (size_t i = 0; i < from_.assets.size(); ++i)
      if (from_.assets[i].is_mqtt_agent())
        take_agent(i);
    for (size_t i = 0; i < from_.assets.size(); ++i)
      if (!from_.assets[i].is_mqtt_agent())
        take_asset(i);
    write();
    return std::move(out_);
  }

private:
  note_taker notes_of(const export_asset& x) {
    return [this, &x](kind what, std::string_view attribute, std::string text) {
      out_.notes.push_back({what, x.realm, x.name, x.id, std::string{attribute}, std::move(text)});
    };
  }

  void note_members(const export_asset& x) {
    for (auto* y : x.other_members)
      if (y->kind != json_kind::null && !(y->kind == json_kind::boolean && !y->is_true()))
        notes_of(x)(kind::left_out, "", shown_name(y->key()) + " has no equivalent here");
  }

  /// Parents that go round in a circle: the asset where that is seen loses its own.
  void break_circles() {
    parents_.resize(from_.assets.size());
    std::vector<size_t> walk(from_.assets.size(), 0); // which walk came by; 0: none
    for (size_t i = 0; i < from_.assets.size(); ++i)
      parents_[i] = from_.assets[i].parent;
    for (size_t i = 0; i < from_.assets.size(); ++i)
      for (auto at = i; walk[at] == 0;) {
        walk[at] = i + 1;
        auto parent = index_.find(parents_[at]);
        if (parent == index_.end())
          break;
        if (walk[parent->second] == i + 1) {
          parents_[at].clear();
          notes_of(from_.assets[at])(
              kind::changed, "", "parentId: the parents went round in a circle; it has none now");
          break;
        }
        at = parent->second;
      }
  }

  /// The id here of the asset above, where there is one.
  std::string parent_of(size_t i) {
    auto& x = from_.assets[i];
    if (parents_[i].empty())
      return {};
    auto above = index_.find(parents_[i]);
    auto why = above == index_.end()                          ? "is not in the export"
               : from_.assets[above->second].is_agent()       ? "is an agent"
               : from_.assets[above->second].realm != x.realm ? "is in another realm"
                                                              : "";
    if (*why == '\0')
      return ids_[above->second];
    notes_of(x)(
        kind::changed, "",
        "parentId: the parent, " + config::in_quotes(parents_[i]) + ", " + why
            + "; it stands at the top level here");
    return {};
  }

  void take_agent(size_t i) {
    auto& x = from_.assets[i];
    auto note = notes_of(x);
    auto& realm = realms_.at(x.realm);
    note_members(x);
    if (!x.parent.empty())
      note(kind::left_out, "", "parentId: agents stand at the top level here");
    auto agent = import_agent(x, realm + "." + ids_[i] + ".password", note);
    if (!agent)
      return;
    auto& settings = agent->settings;
    auto broker = ascii_lower(settings.host) + ":" + std::to_string(settings.port);
    if (!settings.client_id.empty() && !settings.disabled) {
      auto [first, is_new] = sessions_.try_emplace(broker + "\n" + settings.client_id, x.name);
      if (!is_new) {
        agent->keys.insert(agent->keys.begin(), {"disabled", {}, {{}, true}});
        note(
            kind::to_do, "clientId",
            "the agent " + config::in_quotes(first->second)
                + " has it too at the same broker, which allows one connection for each client id; "
                  "this agent is disabled until it has another");
      }
    }
    agents_.insert(i);
    things_[x.realm].push_back({&x, ids_[i], std::move(agent->keys)});
    ++out_.agents;
  }

  caf::expected<std::string> agent_of(const export_asset& x, const std::string& id) {
    auto no = [&](const std::string& why) {
      return failure(errc::config_invalid, "the agent " + config::in_quotes(id) + " " + why);
    };
    if (id.empty())
      return failure(errc::config_invalid, "it names no agent");
    auto found = index_.find(id);
    if (found == index_.end())
      return no("is not in the export");
    auto& agent = from_.assets[found->second];
    if (!agent.is_mqtt_agent())
      return no("is of type " + config::in_quotes(agent.type) + ", which is not supported");
    if (agent.realm != x.realm)
      return no("is in another realm");
    if (!agents_.contains(found->second))
      return no("could not be carried over");
    return ids_[found->second];
  }

  void take_asset(size_t i) {
    auto& x = from_.assets[i];
    auto note = notes_of(x);
    if (x.is_agent())
      return note(
          kind::left_out, "",
          "agents of type " + config::in_quotes(x.type) + " are not supported, only MQTTAgent");
    note_members(x);
    imported_asset out{&x, ids_[i], {}};
    config::asset_draft draft;
    draft.name = x.name == ids_[i] ? "" : x.name;
    draft.type = x.type;
    draft.parent = parent_of(i);
    out.keys = config::asset_section().write(draft).keys;
    auto find_agent = [&](const std::string& id) { return agent_of(x, id); };
    for (auto* y : x.attributes)
      if (auto attribute = import_attribute(*y, find_agent, note))
        out.attributes.push_back(*std::move(attribute));
    for (auto& y : out.attributes)
      out_.links += y.link.has_value();
    if (auto common = common_link(out.attributes); !common.empty())
      out.keys.push_back({"agent_link", {}, {{}, std::move(common)}});
    things_[x.realm].push_back(std::move(out));
    ++out_.assets;
  }

  void write() {
    std::string body;
    for (auto& [realm, things] : things_) {
      ++out_.realms;
      for (auto& x : things)
        body += text_of(x);
    }
    out_.toml = head() + body;
    check();
  }

  std::string text_of(const imported_asset& x) const {
    auto place = "realm." + realms_.at(x.from->realm)
                 + (x.from->is_mqtt_agent() ? ".agent." : ".asset.") + config::toml_key(x.id);
    std::string known_as = x.from->is_mqtt_agent() ? config::in_quotes(x.from->name) : "";
    if (x.id != x.from->id)
      known_as += (known_as.empty() ? "" : ", ") + ("OpenRemote's " + x.from->id);
    auto out = "\n[" + place + "]" + (known_as.empty() ? "" : " # " + cli::printable(known_as))
               + "\n" + key_lines(x.keys);
    if (x.attributes.empty())
      return out;
    config::table attributes;
    for (auto& y : x.attributes) {
      auto keys = y.keys;
      if (y.link)
        keys.push_back({"agent_link", {}, {{}, *y.link}});
      attributes.push_back({y.name, {}, {{}, std::move(keys)}});
    }
    return out + "[" + place + ".attribute]\n" + key_lines(attributes);
  }

  std::string head() const {
    std::string out = "# Imported from OpenRemote: " + cli::printable(options_.name) + "\n";
    out += "# Values are state and not in it: those of linked attributes come with the next "
           "messages.\n";
    if (!out_.notes.empty())
      out += "#\n# Not as it was there:\n";
    for (auto& x : out_.notes)
      out += "# - " + cli::printable(to_string(x)) + "\n";
    return out;
  }

  /// What is written must be what `troupe check` accepts.
  void check() {
    environment env;
    env.check_only = true;
    auto loaded = parse_settings(out_.toml, "the result", env);
    cli::add_link_findings(loaded.diagnostics, *loaded.draft);
    for (auto& x : loaded.diagnostics)
      if (x.level == diagnostic::error)
        out_.problems.push_back("cannot be carried over: " + to_string(x));
    if (!out_.problems.empty())
      out_.toml.clear();
  }

  const openremote_export& from_;
  const import_options& options_;
  std::map<std::string, std::string> realms_;
  std::vector<std::string> ids_; ///< By number, as `parents_`.
  std::vector<std::string> parents_;
  std::unordered_map<std::string_view, size_t> index_;
  std::set<size_t> agents_; ///< Those that are carried over.
  std::map<std::string, std::string> sessions_;
  std::map<std::string, std::vector<imported_asset>> things_; ///< By realm.
  import_result out_;
};

} // namespace

import_result import_openremote(std::string_view text, const import_options& options) {
  json_document document;
  auto from = read_export(text, document);
  if (!from.problems.empty()) {
    import_result out;
    out.problems = std::move(from.problems);
    return out;
  }
  return importer{from, options}.run();
}

} // namespace troupe
