#include "config/formats.hpp"
#include "config/sections.hpp"

#include <algorithm>

namespace troupe::config {
namespace {

using namespace std::chrono_literals;

void read_defaults(reader& r, const entry& e, asset_draft& x) {
  auto before = r.problems.size();
  agent_link_section().read(r, e, x.link_defaults);
  x.defaults_are_sound = r.problems.size() == before;
}

/// Values of several attributes on one topic cannot be told apart by it.
void check_topics(reader& r, const asset_draft& x) {
  if (x.attributes.size() < 2)
    return;
  reader::step in{r, "forward"};
  for (size_t i = 0; i < x.forwards.size(); ++i) {
    auto& forward = x.forwards[i];
    auto names = [](const std::string& text, const char* what) {
      return text.find(what) != std::string::npos;
    };
    if (forward.publish_topic.empty() || names(forward.publish_topic, "{attribute}")
        || names(forward.write_value, "%ATTRIBUTE%"))
      continue;
    reader::step at{r, i};
    r.warning(
        forward.at, "all attributes go to the topic " + in_quotes(forward.publish_topic)
                        + "; put {attribute} into it, or %ATTRIBUTE% into write_value, so that "
                          "they can be told apart");
  }
}

void check(reader& r, const written& keys, asset_draft& x) {
  check_topics(r, x);
  warn_of_early_expiry(r, keys, x.expect_every, x.expire_after);
  if (std::any_of(x.attributes.begin(), x.attributes.end(), brings_values))
    return;
  constexpr auto text =
      "has no effect: no attribute of this asset has a link with a subscription_topic";
  if (x.expect_every)
    keys.warning(r, "expect_every", text);
  if (x.expire_after)
    keys.warning(r, "expire_after", text);
}

attribute_draft start(const asset_draft& parent, const entry& e) {
  attribute_draft out;
  out.name = e.key;
  out.at = e.at;
  out.asset = &parent;
  return out;
}

} // namespace

const section<asset_draft>& asset_section() {
  using s = asset_draft;
  static const section<s> it{
      "A thing with attributes.",
      {
          {"name",
           &s::name,
           asset_text("\"Press 9\""),
           "The name for people.",
           {.fallback = "the id"}},
          {"type", &s::type, text("\"ThingAsset\""), "The asset type in OpenRemote."},
          {"parent",
           &s::parent,
           reference_to(&reader::parents, "an asset of this realm"),
           "The asset that this one is part of.",
           {.example = "\"line-1\""}},
          {"expect_every",
           &s::expect_every,
           duration(1ms, 365 * 24h),
           "How often each attribute whose link has a subscription_topic gets a value. Once three "
           "have been missed its quality is \"stale\", and `troupe problems` names it, until the "
           "next value comes.",
           {.example = "\"5s\""}},
          {"expire_after",
           &s::expire_after,
           duration(1ms, 365 * 24h),
           "How old a value of such an attribute may be, by its timestamp. Once it is older its "
           "quality is \"stale\"; that is no problem.",
           {.example = "\"1h\""}},
          {key_info{
               .name = "agent_link",
               .doc = "Defaults for those attributes that have an agent link.",
               .type = "a table",
               .section = &agent_link_section()},
           read_defaults},
          {"forward", &s::forwards, forwards(),
           "Sends the values of all attributes on through another agent; what an attribute "
           "forwards itself comes on top."},
          named_tables<s, attribute_draft>{
              "attribute", "NAME", attribute_section(), check_id, start,
              [](s& x, attribute_draft a) { x.attributes.push_back(std::move(a)); }},
      },
      check};
  return it;
}

} // namespace troupe::config
