#pragma once

#include "config/section.hpp"

/// The sections of a configuration; each stands in a file of its own.
namespace troupe::config {

const section<settings>& root_section();
const section<runtime_settings>& runtime_section();
const section<console_settings>& console_section();
const section<console_user_settings>& console_user_section();
const section<vault_settings>& vault_section();
const section<health_settings>& health_section();
/// Complains where the agent that tells of health cannot.
void check_health(reader& r, const written& keys, const settings& x);
const section<realm_limits>& limits_section();
const section<agent_settings>& agent_section();
/// The port of an agent that names none.
uint16_t default_port(const agent_settings& x);
/// Of an attribute, and of an asset as the defaults for its attributes.
const section<agent_link_settings>& agent_link_section();

/// Of an attribute, and of an asset for all its attributes.
const section<forward_settings>& forward_section();
const section<timestamp_settings>& timestamp_section();

/// An asset while it is read.
struct asset_draft : asset_settings {
  agent_link_settings link_defaults;
  std::vector<forward_settings> forwards; ///< Of each attribute; placeholders are not expanded.
  bool defaults_are_sound = true;         ///< Else their own complaints suffice.
};

/// An attribute while it is read: its link starts from the asset's defaults.
struct attribute_draft : attribute_settings {
  const asset_draft* asset = nullptr;
};

const section<asset_draft>& asset_section();

/// A group of assets that are alike, while it is read.
struct asset_group_draft {
  std::string name;
  origin at;
  std::string asset_template; ///< Its name; empty: refused already.
  origin template_at;
  std::vector<node> ids;    ///< Texts.
  std::optional<node> rows; ///< The path of a CSV file, a text.
  std::string id = "{id}";  ///< With columns as placeholders.
  origin id_at;
  table keys; ///< Of assets: over the template's.
};

/// A realm while it is read. Its templates and groups are known only as they are written.
struct realm_draft : realm_settings {
  const table* templates = nullptr;
  std::vector<asset_group_draft> groups;
};

const section<asset_group_draft>& asset_group_section();

/// Adds the assets of all groups; complains about templates that are of no use.
void make_assets(reader& r, realm_draft& realm);

const section<attribute_draft>& attribute_section();
const section<realm_draft>& realm_section();

/// Puts what they stand for in the place of the placeholders of a payload, or complains at `at`.
void expand_write_value(reader& r, std::string& text, const origin& at, const link_names& names);

/// Whether a link brings the attribute values from a topic.
bool brings_values(const attribute_settings& x);

/// Warns where each value is stale before the next one is due.
void warn_of_early_expiry(
    reader& r, const written& keys, const std::optional<milliseconds>& expected,
    const std::optional<milliseconds>& expires);

/// Gives an attribute the asset's forwards, and expands the placeholders of all.
void complete_forwards(reader& r, attribute_draft& x);

/// Complains where what is sent on would come back: no forward may lead to a topic that, over
/// any number of attributes and agents, sets the attribute it started from.
void check_loops(reader& r, const settings& x);

/// Complain about a name of a realm, or of an asset, agent or attribute.
void check_realm_name(reader& r, const entry& e);
void check_id(reader& r, const entry& e);
void check_name(reader& r, const entry& e);

} // namespace troupe::config
