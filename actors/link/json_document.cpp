#include "actors/link/json_document.hpp"

#include "actors/link/number_text.hpp"
#include "actors/link/surrogates.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <limits>
#include <string>
#include <vector>

namespace troupe {
namespace {

namespace json = boost::json;

constexpr size_t depth_max = 1000;
constexpr size_t number_size_max = 1000;

/// Boost's parser calls this; it appends nodes.
struct builder {
  static constexpr size_t max_object_size = std::numeric_limits<size_t>::max();
  static constexpr size_t max_array_size = max_object_size;
  static constexpr size_t max_key_size = max_object_size;
  static constexpr size_t max_string_size = max_object_size;

  std::string_view source;
  std::vector<json_node> nodes;
  std::vector<uint32_t> open; ///< Containers that have not ended.
  std::string unescaped;      ///< Never reallocated while nodes point into it.
  size_t part_begin = npos;   ///< Where the text that comes in parts begins.
  std::string_view key;
  bool number_too_long = false;

  static constexpr size_t npos = std::string::npos;

  void start(std::string_view text) {
    source = text;
    nodes.clear();
    open.clear();
    unescaped.clear();
    part_begin = npos;
    key = {};
    number_too_long = false;
  }

  json_node& add(json_kind kind, std::string_view text = {}) {
    auto& x = nodes.emplace_back();
    x.kind = kind;
    x.key_data = key.data();
    x.key_size = static_cast<uint32_t>(key.size());
    x.text_data = text.data();
    x.text_size = static_cast<uint32_t>(text.size());
    key = {};
    return x;
  }

  void open_container(json_kind kind) {
    open.push_back(static_cast<uint32_t>(nodes.size()));
    add(kind);
  }

  void close_container() {
    nodes[open.back()].span = static_cast<uint32_t>(nodes.size()) - open.back();
    open.pop_back();
  }

  /// An unescaped text is never longer than what it was escaped from.
  void keep(json::string_view part) {
    if (unescaped.empty())
      unescaped.reserve(source.size());
    if (part_begin == npos)
      part_begin = unescaped.size();
    unescaped.append(part.data(), part.size());
  }

  std::string_view whole(json::string_view last) {
    if (part_begin == npos && last.data() >= source.data()
        && last.data() <= source.data() + source.size())
      return {last.data(), last.size()};
    keep(last);
    auto text = std::string_view{unescaped}.substr(part_begin);
    part_begin = npos;
    return text;
  }

  /// What Boost took for a double may be an integer beyond 64 bits.
  bool add_number(bool is_double, json::string_view last, json::error_code& ec) {
    auto digits = whole(last);
    if (digits.size() > number_size_max) {
      number_too_long = true;
      ec = json::error::exponent_overflow; // any: `number_too_long` tells
      return false;
    }
    add(is_double && !is_whole(digits) ? json_kind::fraction : json_kind::integer, digits);
    return true;
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    open_container(json_kind::object);
    return true;
  }
  bool on_object_end(size_t, json::error_code&) {
    close_container();
    return true;
  }
  bool on_array_begin(json::error_code&) {
    open_container(json_kind::array);
    return true;
  }
  bool on_array_end(size_t, json::error_code&) {
    close_container();
    return true;
  }
  bool on_key_part(json::string_view s, size_t, json::error_code&) {
    keep(s);
    return true;
  }
  bool on_key(json::string_view s, size_t, json::error_code&) {
    key = whole(s);
    return true;
  }
  bool on_string_part(json::string_view s, size_t, json::error_code&) {
    keep(s);
    return true;
  }
  bool on_string(json::string_view s, size_t, json::error_code&) {
    add(json_kind::text, whole(s));
    return true;
  }
  bool on_number_part(json::string_view s, json::error_code&) {
    keep(s);
    return true;
  }
  bool on_int64(int64_t, json::string_view s, json::error_code& ec) {
    return add_number(false, s, ec);
  }
  bool on_uint64(uint64_t, json::string_view s, json::error_code& ec) {
    return add_number(false, s, ec);
  }
  bool on_double(double, json::string_view s, json::error_code& ec) {
    return add_number(true, s, ec);
  }
  bool on_bool(bool b, json::error_code&) {
    add(json_kind::boolean, b ? "true" : "false");
    return true;
  }
  bool on_null(json::error_code&) {
    add(json_kind::null);
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

json::parse_options limits() {
  json::parse_options x;
  x.max_depth = depth_max;
  return x;
}

std::string_view trim_front(std::string_view x) {
  auto first = x.find_first_not_of(" \t\r\n");
  return first == x.npos ? std::string_view{} : x.substr(first);
}

} // namespace

struct json_document::state {
  json::basic_parser<builder> parser{limits()};
  std::string paired; ///< The text, where Boost would not take its surrogates.
  std::string problem;
  size_t problem_at = 0;

  /// How many bytes were read.
  size_t read(std::string_view text, json::error_code& ec) {
    parser.reset();
    parser.handler().start(text);
    ec = {};
    return text.size() < std::numeric_limits<uint32_t>::max()
               ? parser.write_some(false, text.data(), text.size(), ec)
               : 0;
  }
};

json_document::json_document() : state_{std::make_unique<state>()} {}

json_document::~json_document() = default;

bool json_document::parse(std::string_view text) {
  auto& out = state_->parser.handler();
  json::error_code ec;
  auto used = state_->read(text, ec);
  if (ec && (text.find("\\ud") != text.npos || text.find("\\uD") != text.npos)) {
    state_->paired = with_paired_surrogates(text);
    if (state_->paired != text) {
      text = state_->paired;
      used = state_->read(text, ec);
    }
  }
  if (!ec && !out.nodes.empty() && trim_front(text.substr(used)).empty())
    return true;
  state_->problem_at = used;
  if (trim_front(text).empty())
    state_->problem = "it is empty";
  else if (out.number_too_long)
    state_->problem = "a number has more than 1000 characters";
  else if (ec == json::error::too_deep)
    state_->problem = "it is nested more than 1000 levels deep";
  else if (ec)
    state_->problem = ec.message() + " at byte " + std::to_string(used + 1);
  else
    state_->problem = "more text follows at byte " + std::to_string(used + 1);
  return false;
}

const json_node& json_document::root() const { return state_->parser.handler().nodes.front(); }

const std::string& json_document::problem() const { return state_->problem; }

size_t json_document::problem_at() const { return state_->problem_at; }

size_t json_document::capacity_bytes() const {
  auto& out = state_->parser.handler();
  return out.nodes.capacity() * sizeof(json_node) + out.open.capacity() * sizeof(uint32_t)
         + out.unescaped.capacity() + state_->paired.capacity();
}

} // namespace troupe
