#pragma once

#include "actors/link/link.hpp"
#include "actors/roster.hpp"
#include "config/settings.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace troupe {

/// The links between one asset and one agent, compiled, with the topics they want.
struct planned_links {
  std::string agent;
  std::vector<topic_request> topics; ///< Index = route.
  link_options options;
};

/// Compiles agent links; equal pipelines are made once and shared.
class link_planner {
public:
  /// Times are written in `zone`.
  link_planner(std::shared_ptr<const realm_settings> realm, roster_ptr who, time_zone zone);

  /// One entry for each agent the asset has links with, or that it forwards through.
  /// What cannot be compiled is logged and left out.
  std::vector<planned_links> plan(const std::shared_ptr<const asset_settings>& asset);

private:
  bool
  compile(compiled_link& out, const asset_settings& asset, const attribute_settings& attribute);
  bool
  compile(compiled_forward& out, const asset_settings& asset, const attribute_settings& attribute);
  const agent_settings* find_agent(const std::string& id) const;

  std::shared_ptr<const realm_settings> realm_;
  roster_ptr who_;
  time_zone zone_;
  std::map<std::string, std::shared_ptr<const inbound_pipeline>> inbound_;
  std::map<std::string, std::shared_ptr<const outbound_pipeline>> outbound_;
  std::map<std::string, std::shared_ptr<const payload_time>> times_;
};

} // namespace troupe
