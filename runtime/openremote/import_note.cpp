#include "runtime/openremote/import_note.hpp"

#include "config/spelling.hpp"
#include "schemas/value.hpp"

namespace troupe {
namespace {

std::string_view word(enum import_note::kind x) {
  switch (x) {
  case import_note::kind::left_out: return "left_out";
  case import_note::kind::changed: return "changed";
  case import_note::kind::to_do: return "to_do";
  }
  return "";
}

} // namespace

std::string shown_name(std::string_view name) {
  constexpr auto plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  auto reads_well =
      !name.empty() && name.size() <= 60 && name.find_first_not_of(plain) == name.npos;
  return reads_well ? std::string{name} : config::in_quotes(name);
}

std::string to_string(const import_note& x) {
  std::string out;
  auto add = [&](std::string_view what, const std::string& name) {
    if (!name.empty())
      out.append(out.empty() ? "" : ", ").append(what).append(name);
  };
  add("realm ", x.realm.empty() ? "" : shown_name(x.realm));
  add("asset ", x.asset.empty() ? "" : config::in_quotes(x.asset));
  add("attribute ", x.attribute.empty() ? "" : shown_name(x.attribute));
  return out + (out.empty() ? "" : ": ") + x.text;
}

std::string notes_json(const std::vector<import_note>& notes) {
  std::string out;
  for (auto& x : notes) {
    out.append(out.empty() ? "[" : ",").append("{\"kind\":");
    append_json_string(out, word(x.kind));
    auto add = [&](std::string_view name, const std::string& text) {
      if (text.empty())
        return;
      out.append(",\"").append(name).append("\":");
      append_json_string(out, text);
    };
    add("realm", x.realm);
    add("asset", x.asset);
    add("id", x.id);
    add("attribute", x.attribute);
    add("text", x.text);
    out += '}';
  }
  return out.empty() ? "[]" : out + "]";
}

} // namespace troupe
