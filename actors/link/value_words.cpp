#include "actors/link/value_words.hpp"

#include "schemas/utf8.hpp"

namespace troupe {
namespace {

constexpr size_t shown_bytes_max = 160;
constexpr size_t name_bytes_max = 40;
constexpr size_t names_max = 12;
constexpr std::string_view ellipsis = "…";

void append_quoted(std::string& out, std::string_view x, size_t most) {
  auto part = utf8_head(x, most);
  append_json_string(out, part);
  if (part.size() < x.size())
    out += ellipsis;
}

/// Writes JSON until there is enough of it. Every level writes a bracket, so the
/// recursion ends with the text.
class short_writer {
public:
  void write(const json_node& x) {
    switch (x.kind) {
    case json_kind::null: out_ += "null"; break;
    case json_kind::boolean:
    case json_kind::integer:
    case json_kind::fraction: out_ += x.text(); break;
    case json_kind::text: append_quoted(out_, x.text(), shown_bytes_max); break;
    case json_kind::array:
    case json_kind::object: write_children(x); break;
    }
  }

  std::string take() const { return shown_raw(out_); }

private:
  void write_children(const json_node& x) {
    auto object = x.kind == json_kind::object;
    out_ += object ? '{' : '[';
    for (auto child = x.begin(); child != x.end(); child = child->next()) {
      if (out_.size() > shown_bytes_max)
        return;
      out_ += child == x.begin() ? "" : ",";
      if (object) {
        append_quoted(out_, child->key(), shown_bytes_max);
        out_ += ':';
      }
      write(*child);
    }
    out_ += object ? '}' : ']';
  }

  std::string out_;
};

size_t children(const json_node& x) {
  size_t n = 0;
  for (auto child = x.begin(); child != x.end(); child = child->next())
    ++n;
  return n;
}

std::string described_object(const json_node& x) {
  auto n = children(x);
  if (n == 0)
    return "an empty object";
  std::string out = n == 1 ? "an object with the one member " : "an object with the members ";
  size_t i = 0;
  for (auto child = x.begin(); child != x.end() && i < names_max; child = child->next(), ++i) {
    auto name = utf8_head(child->key(), name_bytes_max);
    out.append(i ? ", " : "").append(name).append(name.size() < child->key_size ? ellipsis : "");
  }
  return n > i ? out + " and " + std::to_string(n - i) + " more" : out;
}

} // namespace

std::string shown_text(std::string_view x) {
  std::string out;
  append_quoted(out, x, shown_bytes_max);
  return out;
}

std::string shown_raw(std::string_view x) {
  auto part = utf8_head(x, shown_bytes_max);
  return part.size() < x.size() ? std::string{part}.append(ellipsis) : std::string{x};
}

std::string shown_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr size_t most = 32;
  std::string out;
  for (auto c : bytes.substr(0, most)) {
    auto byte = static_cast<unsigned char>(c);
    out.append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
  return bytes.size() > most ? out.append(ellipsis) : out;
}

std::string shown(const json_node& x) {
  short_writer out;
  out.write(x);
  return out.take();
}

std::string shown(const value& x) {
  if (auto text = std::get_if<std::string>(&x))
    return shown_text(*text);
  if (auto json = std::get_if<json_text>(&x))
    return shown_raw(json->text);
  return to_json(x);
}

std::string shown(const step_value& x) {
  if (auto text = std::get_if<std::string_view>(&x.content))
    return shown_text(*text);
  if (auto node = std::get_if<const json_node*>(&x.content))
    return x.missed ? "nothing" : shown(**node);
  if (auto native = std::get_if<value>(&x.content))
    return shown(*native);
  return "nothing";
}

std::string described(const json_node& x) {
  switch (x.kind) {
  case json_kind::null: return "null";
  case json_kind::boolean: return "the boolean " + std::string{x.text()};
  case json_kind::integer:
  case json_kind::fraction: return "the number " + shown(x);
  case json_kind::text: return "the text " + shown(x);
  case json_kind::array: {
    auto n = children(x);
    return n == 0 ? "an empty array" : "an array of " + counted(n, "element");
  }
  case json_kind::object: return described_object(x);
  }
  return {};
}

std::string bytes_words(size_t x) { return counted(x, "byte"); }

std::string counted(size_t n, std::string_view noun) {
  auto digits = std::to_string(n);
  for (auto at = static_cast<ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), 1, ',');
  return digits.append(" ").append(noun).append(n == 1 ? "" : "s");
}

} // namespace troupe
