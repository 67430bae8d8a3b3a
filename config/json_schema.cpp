#include "config/catalogue.hpp"
#include "config/reference.hpp"

#include "schemas/value.hpp"

#include <algorithm>

namespace troupe {
namespace {

using config::catalogued;

std::string json(std::string_view x) {
  std::string out;
  append_json_string(out, x);
  return out;
}

class schema_writer {
public:
  std::string write() {
    auto& top = sections_.front();
    auto out =
        "{\n\"$schema\": \"http://json-schema.org/draft-07/schema#\",\n\"title\": \"Troupe\",\n"
        + object(top) + ",\n\"definitions\": {";
    for (size_t i = 1; i < sections_.size(); ++i)
      out += (i > 1 ? ",\n" : "\n") + json(sections_[i].name) + ": {" + object(sections_[i]) + "}";
    return out + "\n}\n}\n";
  }

private:
  /// The members of the schema of a section's table.
  std::string object(const catalogued& x) const {
    auto out = "\"description\": " + json(x.section->doc)
               + ",\n\"type\": \"object\", \"additionalProperties\": false, \"required\": ["
               + required(*x.section) + "], \"properties\": {";
    for (auto& key : x.section->keys)
      out += (&key == &x.section->keys.front() ? "\n  " : ",\n  ") + property(key);
    return out + "}";
  }

  static std::string required(const config::section_info& x) {
    std::string out;
    for (auto& key : x.keys)
      if (key.required)
        out += (out.empty() ? "" : ", ") + json(key.name);
    return out;
  }

  std::string property(const config::key_info& key) const {
    auto doc = key.doc + (key.fallback.empty() ? "" : " Default: " + key.fallback + ".");
    return json(key.name) + ": {\"description\": " + json(doc) + ", " + content(key) + "}";
  }

  /// The members of the schema of a key's value.
  std::string content(const config::key_info& key) const {
    if (!key.section)
      return key.schema.substr(1, key.schema.size() - 2);
    auto ref = "{\"$ref\": " + json("#/definitions/" + name(key.section)) + "}";
    if (key.list)
      return "\"type\": \"array\", \"items\": " + ref;
    if (!key.placeholder.empty())
      return "\"type\": \"object\", \"additionalProperties\": " + ref;
    return "\"allOf\": [" + ref + "]"; // beside a bare $ref, a description would not count
  }

  std::string name(const config::section_info* section) const {
    auto is_it = [&](auto& x) { return x.section == section; };
    return std::find_if(sections_.begin(), sections_.end(), is_it)->name;
  }

  std::vector<catalogued> sections_ = config::catalogue();
};

} // namespace

std::string json_schema() { return schema_writer{}.write(); }

} // namespace troupe
