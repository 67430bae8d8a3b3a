#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// What `(?idmsuxU)` and the settings turn on.
struct java_regex_flags {
  bool ignore_case = false;
  bool unix_lines = false;
  bool multiline = false;
  bool dot_all = false;
  bool unicode_case = false;
  bool comments = false;
  bool unicode_sets = false;
};

/// Reads a Java pattern character by character, quotes taken off. The first
/// complaint ends the reading: from then on there is nothing left to read.
class java_regex_reader {
public:
  static constexpr char32_t nothing = UINT32_MAX;

  java_regex_reader(std::string_view pattern, java_regex_flags flags);

  /// Whether `c` comes next, with a meaning of its own; past comments.
  bool sees(char32_t c);
  /// The same, and takes it.
  bool accept(char32_t c);
  /// Whether `c` comes next or after that, comments not passed over.
  bool sees_raw(char32_t c, size_t ahead = 0) const;
  /// The ASCII digit that comes next, if one does; comments not passed over.
  std::optional<uint32_t> raw_digit() const;
  bool ended();
  /// Whether what comes next stands in a quote.
  bool quoted() const { return at_ < units_.size() && units_[at_].quoted; }

  char32_t take();
  char32_t take_raw();

  /// The character that `\` and `letter` begin; complains if there is none.
  char32_t escaped(char32_t letter);

  void complain(const std::string& what);
  void complain_at(const std::string& what, size_t at);

  size_t at() const { return at_ < units_.size() ? units_[at_].at : size_; }
  const std::string& problem() const { return problem_; }

  java_regex_flags flags;

private:
  struct unit {
    char32_t c;
    bool quoted; ///< Never more than the character itself.
    uint32_t at; ///< In the pattern as it is written.
  };

  void skip_comments();
  uint32_t hex_digits(size_t count);
  char32_t octal();
  char32_t hexadecimal();
  char32_t utf16();

  std::vector<unit> units_;
  size_t size_ = 0;
  size_t at_ = 0;
  std::string problem_;
};

} // namespace troupe
