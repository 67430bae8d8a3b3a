#include "config/sections.hpp"
#include "config/spelling.hpp"
#include "schemas/ascii.hpp"
#include "schemas/topic_trie.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

/// Forwards that come back. The graph has attributes and the topic filters of their links: an
/// attribute leads to the filters that its forwards match, a filter to the attributes that it
/// sets. Each is walked once, so the time grows with the configuration.
namespace troupe::config {
namespace {

constexpr size_t longest_circle = 8; // attributes that are written out

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host == "[::1]"
         || (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

/// The same for two agents exactly where they may meet at one broker.
std::string broker_of(const agent_settings& x) {
  auto host = ascii_lower(x.host);
  return (is_loopback(host) ? "localhost" : host) + ":" + std::to_string(x.port);
}

class loop_finder {
public:
  explicit loop_finder(const settings& x) {
    for (auto& realm : x.realms)
      for (auto& agent : realm.agents)
        if (!agent.disabled)
          brokers_[{realm.name, agent.id}] = &by_name_[broker_of(agent)];
    for (auto& realm : x.realms)
      for (auto& asset : realm.assets)
        for (auto& attribute : asset.attributes)
          add(realm, asset, attribute);
    for (auto& start : starts_)
      walk(start);
  }

  struct step {
    uint32_t attribute = 0;
    const forward_settings* forward = nullptr; ///< That leads to the next one.
  };
  using circle = std::vector<step>;

  const std::vector<circle>& circles() const { return circles_; }
  const std::string& name(uint32_t attribute) const { return attributes_[attribute].name; }
  const std::string& path(uint32_t attribute) const { return attributes_[attribute].path; }
  const origin& group(uint32_t attribute) const { return attributes_[attribute].asset->group; }

private:
  enum class mark : uint8_t { fresh, open, done };

  struct filter {
    std::vector<uint32_t> attributes; ///< That it sets.
    bool done = false;                ///< All of these have been walked.
  };
  struct broker {
    std::map<std::string, uint32_t, std::less<>> known; ///< Filter → index.
    topic_trie topics;
  };
  struct attribute {
    std::string name; ///< "hall/press/speed"
    std::string path; ///< "realm.hall.asset.press"
    const attribute_settings* settings = nullptr;
    const asset_settings* asset = nullptr;
    std::string realm;
    enum mark mark = mark::fresh;
  };
  /// An attribute that is being walked, and what it still leads to.
  struct frame {
    step here;
    std::vector<std::pair<uint32_t, const forward_settings*>> next; ///< Filters.
    size_t filter = 0;
    size_t place = 0; ///< Within the filter's attributes.
  };

  broker* broker_at(const std::string& realm, const std::string& agent) {
    auto found = brokers_.find({realm, agent});
    return found == brokers_.end() ? nullptr : found->second;
  }

  void add(const realm_settings& realm, const asset_settings& asset, const attribute_settings& x) {
    auto& link = x.agent_link;
    auto receives = link && !link->subscription_topic.empty();
    if (!receives && x.forwards.empty())
      return;
    auto number = static_cast<uint32_t>(attributes_.size());
    attributes_.push_back(
        {realm.name + "/" + asset.id + "/" + x.name, "realm." + realm.name + ".asset." + asset.id,
         &x, &asset, realm.name});
    if (!x.forwards.empty())
      starts_.push_back(number);
    auto broker = receives ? broker_at(realm.name, link->agent) : nullptr;
    if (!broker)
      return;
    auto [place, fresh] = broker->known.try_emplace(link->subscription_topic, filters_.size());
    if (fresh) {
      broker->topics.add(link->subscription_topic, place->second);
      filters_.emplace_back();
    }
    filters_[place->second].attributes.push_back(number);
  }

  void open(uint32_t number, std::vector<frame>& way) {
    auto& x = attributes_[number];
    x.mark = mark::open;
    frame out;
    out.here.attribute = number;
    for (auto& forward : x.settings->forwards)
      if (auto broker = forward.publish_topic.empty() ? nullptr : broker_at(x.realm, forward.agent))
        broker->topics.match(forward.publish_topic, [&](uint32_t filter) {
          out.next.emplace_back(filter, &forward);
        });
    way.push_back(std::move(out));
  }

  void walk(uint32_t start) {
    if (attributes_[start].mark != mark::fresh)
      return;
    std::vector<frame> way;
    open(start, way);
    while (!way.empty()) {
      auto& top = way.back();
      if (top.filter == top.next.size()) {
        attributes_[top.here.attribute].mark = mark::done;
        way.pop_back();
        continue;
      }
      auto& [number, forward] = top.next[top.filter];
      auto& filter = filters_[number];
      if (filter.done || top.place == filter.attributes.size()) {
        filter.done = true;
        ++top.filter;
        top.place = 0;
        continue;
      }
      top.here.forward = forward;
      auto next = filter.attributes[top.place++];
      switch (attributes_[next].mark) {
      case mark::fresh: open(next, way); break;
      case mark::open: close(next, way); break;
      case mark::done: break;
      }
    }
  }

  /// The way has come back to `number`.
  void close(uint32_t number, const std::vector<frame>& way) {
    auto first =
        std::find_if(way.begin(), way.end(), [&](auto& x) { return x.here.attribute == number; });
    auto& at = first->here.forward->at;
    if (!told_.emplace(at.file ? *at.file : std::string{}, at.line, at.column).second)
      return; // an asset's forward is one mistake, however many attributes have it
    auto& out = circles_.emplace_back();
    for (; first != way.end(); ++first)
      out.push_back(first->here);
  }

  std::map<std::string, broker> by_name_;
  std::map<std::pair<std::string, std::string>, broker*> brokers_; ///< By realm and agent.
  std::vector<attribute> attributes_;
  std::vector<filter> filters_;
  std::vector<uint32_t> starts_; ///< Attributes that forward.
  std::vector<circle> circles_;
  std::set<std::tuple<std::string, uint32_t, uint32_t>> told_;
};

} // namespace

void check_loops(reader& r, const settings& x) {
  loop_finder finder{x};
  for (auto& circle : finder.circles()) {
    std::string way;
    for (size_t i = 0; i < std::min(circle.size(), longest_circle); ++i) {
      auto& forward = *circle[i].forward;
      way += finder.name(circle[i].attribute) + " → " + in_quotes(forward.publish_topic) + " ("
             + to_string(forward.at) + ") → ";
    }
    auto& first = circle.front();
    way += circle.size() > longest_circle ? "…" : finder.name(first.attribute);
    auto text = finder.path(first.attribute) + ": what is forwarded comes back: " + way
                + group_note(finder.group(first.attribute));
    r.error(first.forward->at, text);
  }
}

} // namespace troupe::config
