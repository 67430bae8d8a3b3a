#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

enum class json_kind : uint8_t { null, boolean, integer, fraction, text, array, object };

/// One node of a parsed document. Nodes stand in document order, a container
/// before its children: a pointer to a node is all that a walk needs.
/// Valid as long as the document and the text it was parsed from.
class json_node {
public:
  json_kind kind = json_kind::null;
  uint32_t span = 1; ///< Nodes of this subtree, itself included.
  uint32_t key_size = 0;
  uint32_t text_size = 0;
  const char* key_data = nullptr;
  const char* text_data = nullptr;

  /// The member's name; empty outside of objects.
  std::string_view key() const { return {key_data, key_size}; }
  /// The unescaped text, or the digits as they stand in the payload.
  std::string_view text() const { return {text_data, text_size}; }
  bool is_true() const { return text_size == 4; }
  bool is_number() const { return kind == json_kind::integer || kind == json_kind::fraction; }
  bool is_container() const { return kind >= json_kind::array; }

  const json_node* begin() const { return this + 1; } ///< The first child.
  const json_node* end() const { return this + span; }
  const json_node* next() const { return this + span; } ///< The next sibling.

  /// The member of this name, the last where there are several; null if none.
  const json_node* member(std::string_view name) const;
  /// The element, counted from the end where negative; null if out of range.
  const json_node* element(int64_t index) const;
};

/// One JSON text as a tree. The grammar is Boost's; the tree is ours, because
/// Boost 1.81 rounds one double in ten wrongly and forgets the digits of
/// integers above 64 bits. Bounds are Jackson's: 1000 levels, 1000 characters
/// in a number. Memory is kept from one text to the next.
class json_document {
public:
  json_document();
  ~json_document();

  /// Reads one JSON text, nothing but white space around it. `text` is UTF-8
  /// and must live as long as the nodes are used. A surrogate that is escaped
  /// alone, which Jackson takes, is U+FFFD. False: see `problem`.
  bool parse(std::string_view text);

  /// After a successful `parse`.
  const json_node& root() const;
  /// Why the text is no JSON, and where; never the text itself.
  const std::string& problem() const;
  /// The byte of the text at which `parse` gave up.
  size_t problem_at() const;
  /// What is kept from one text to the next.
  size_t capacity_bytes() const;

private:
  struct state;
  std::unique_ptr<state> state_;
};

/// The member that counts for each name (the last), in the order in which the
/// names came first.
std::vector<const json_node*> members_once(const json_node& object);

/// What `write_json` leaves out of objects, as OpenRemote does when it publishes.
struct json_omissions {
  bool nulls = false;        ///< Members that are null.
  bool empty_arrays = false; ///< Members that are empty arrays.
};

/// Appends `x` as compact JSON: numbers in Java's form, of members with the
/// same name the last.
void write_json(std::string& out, const json_node& x, json_omissions omit = {});

} // namespace troupe
