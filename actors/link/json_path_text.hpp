#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// Reading positions and literals of JSONPath texts.
namespace troupe::jsonpath {

struct written_json;

/// A text with a place in it, and an end that may stand before the text's own.
class cursor {
public:
  static constexpr size_t npos = std::string_view::npos;

  explicit cursor(std::string_view text) : text_{text}, end_{text.size()} {}

  size_t position = 0;

  size_t end() const { return end_; }
  void end(size_t x) { end_ = x; }
  std::string_view text() const { return text_; }
  std::string_view part(size_t first, size_t last) const {
    return text_.substr(first, last - first);
  }

  bool in(size_t i) const { return i < end_; }
  bool in() const { return in(position); }
  /// Also behind the end, as long as there is text; else NUL.
  char at(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  char current() const { return at(position); }
  char last() const { return end_ == 0 ? '\0' : at(end_ - 1); }
  /// Whether nothing, or one character, is left.
  bool at_tail() const { return position + 1 >= end_; }

  /// Blanks are spaces only; the last character is never skipped.
  void skip_blanks();
  void trim();

  /// The first place behind `i` that is not blank.
  size_t significant_after(size_t i) const;
  /// The character there; blank if there is none.
  char next_significant(size_t i) const;
  /// That place if `c` stands there, else npos.
  size_t next_if(size_t i, char c) const;
  /// The place before `i` that is not blank; npos if there is none.
  size_t significant_before(size_t i) const;

  size_t find(char c, size_t from) const;
  /// The next `c` behind `i` without a backslash before it.
  size_t find_unescaped(char c, size_t i) const;
  /// Where the bracket at `i` is closed, outside of quotes (and of /patterns/).
  size_t find_close(size_t i, char open, char close, bool skip_patterns) const;

private:
  std::string_view text_;
  size_t end_;
};

/// `x` with its backslash escapes resolved; nothing if a \u is broken.
std::optional<std::string> unescaped(std::string_view x);

/// The array or object in `x`, in the lenient syntax of filters: single
/// quotes, no quotes. Null if it is none.
std::shared_ptr<const written_json> read_written(std::string_view x);

} // namespace troupe::jsonpath
