#pragma once

#include <caf/expected.hpp>

#include <string>
#include <string_view>

namespace troupe {

/// A text that is overwritten before its memory is given back. Never grows, so
/// that no copy stays behind.
class cleansed_text {
public:
  cleansed_text() = default;
  explicit cleansed_text(std::string_view x) : text_{x} {}
  cleansed_text(cleansed_text&& x) noexcept;
  cleansed_text& operator=(cleansed_text&& x) noexcept;
  ~cleansed_text();

  const char* c_str() const { return text_.c_str(); }
  std::string_view view() const { return text_; }
  bool empty() const { return text_.empty(); }

private:
  void cleanse();

  std::string text_;
};

/// A file that exists in memory only, for libraries that want a path. Its content
/// cannot be changed; it is gone with this object and with the process.
class sealed_file {
public:
  sealed_file() = default;
  sealed_file(sealed_file&& x) noexcept;
  sealed_file& operator=(sealed_file&& x) noexcept;
  ~sealed_file();

  /// `name` shows up in /proc/self/fd. Fails with `unavailable`.
  static caf::expected<sealed_file> make(const char* name, std::string_view content);

  /// "/proc/self/fd/N": each opening starts at the beginning. Valid in this process.
  std::string path() const;
  explicit operator bool() const { return fd_ >= 0; }

private:
  explicit sealed_file(int fd) : fd_{fd} {}

  int fd_ = -1;
};

} // namespace troupe
