#include "runtime/cli/explain_text.hpp"

#include "runtime/cli/humane.hpp"
#include "runtime/cli/json_text.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace troupe::cli {
namespace {

namespace json = boost::json;

std::string shown(const json::value& x, std::string_view key) { return printable(text_of(x, key)); }

/// "27 bytes: {…}"
std::string payload_text(const json::value& x) {
  auto out = plural(static_cast<uint64_t>(number_of(x, "payload_bytes")), "byte");
  auto text = shown(x, "payload");
  auto hex = shown(x, "payload_hex");
  return out + (hex.empty() ? text.empty() ? "" : ": " + text : ", in hexadecimal: " + hex);
}

/// One step under the other, their names aligned. `known` is a value that stands above.
std::string steps_text(const json::value& x, const std::string& indent, const std::string& known) {
  size_t width = 0;
  for (auto& step : elements(member(x, "steps")))
    width = std::max(width, text_of(step, "name").size());
  std::string out;
  std::string note;
  for (auto& step : elements(member(x, "steps"))) {
    auto name = shown(step, "name");
    out += indent + name + std::string(width - std::min(width, name.size()) + 2, ' ')
           + shown(step, "what");
    auto value = shown(step, "value");
    out += (value.empty() || value == known ? "" : " → " + value) + "\n";
    note = shown(step, "note");
    if (!note.empty())
      out += indent + std::string(width + 2, ' ') + note + "\n";
  }
  auto cause = shown(x, "cause");
  out += indent + "⇒ " + shown(x, "outcome") + ": " + shown(x, "sentence");
  return out + (cause.empty() || cause == note ? "" : ": " + cause) + "\n";
}

std::string link_line(const json::value& x) {
  auto wanted = text_of(x, "subscription_topic");
  auto subscribed = text_of(x, "subscription");
  auto by = subscribed.empty() || subscribed == wanted
                ? ""
                : ", by the subscription of " + printable(subscribed);
  auto problem = shown(x, "problem");
  return shown(x, "realm") + "/" + shown(x, "asset") + "/" + shown(x, "attribute") + "  (agent "
         + shown(x, "agent") + ", topic " + printable(wanted) + by + ")\n"
         + (problem.empty() ? "" : "  but: " + problem + "\n");
}

/// What the answer leaves out.
std::string rest_text(uint64_t all, size_t shown_links) {
  if (all <= shown_links)
    return {};
  return "\nand " + plural(all - shown_links, "more link")
         + ": name an asset, an attribute or an agent to see others\n";
}

std::string last_one(const json::value& x, const char* name, int64_t now) {
  auto out = "  " + std::string{name};
  if (x.is_null())
    return out + "none since the start\n";
  auto time = number_of(x, "time");
  return out + when_text(time, now) + " (" + time_text(time) + ") on " + shown(x, "topic") + ", "
         + payload_text(x) + "\n" + steps_text(x, "    ", shown(x, "payload"));
}

} // namespace

std::string message_text(const json::value& x) {
  auto out = shown(x, "topic") + ", " + payload_text(x) + "\n";
  auto& links = elements(member(x, "links"));
  for (auto& link : links)
    out += "\n" + link_line(link) + steps_text(link, "  ", shown(x, "payload"));
  if (auto problem = shown(x, "problem"); !problem.empty())
    out += "\n" + problem + "\n";
  auto& nearest = elements(member(x, "nearest"));
  for (auto* place = nearest.begin(); place != nearest.end(); ++place)
    if (place != nearest.begin()) // which the problem names
      out += "  " + shown(*place, "subscription_topic") + "  (agent " + shown(*place, "agent")
             + ", " + plural(static_cast<uint64_t>(number_of(*place, "links")), "link")
             + "): " + shown(*place, "difference") + "\n";
  return out + rest_text(static_cast<uint64_t>(number_of(x, "reached")), links.size());
}

std::string last_text(const json::value& x, int64_t now) {
  std::string out;
  auto& links = elements(member(x, "links"));
  for (auto& link : links) {
    out += (out.empty() ? "" : "\n") + link_line(link);
    out += last_one(member(link, "last_good"), "last good      ", now);
    out += last_one(member(link, "last_filtered"), "last filtered  ", now);
    out += last_one(member(link, "last_failed"), "last failed    ", now);
  }
  return out + rest_text(static_cast<uint64_t>(number_of(x, "count")), links.size());
}

} // namespace troupe::cli
