#pragma once

#include <caf/expected.hpp>

#include <sys/types.h>

#include <filesystem>
#include <optional>

namespace troupe {

/// A listening unix socket and its file, which goes when this goes.
class socket_file {
public:
  struct options {
    std::filesystem::path path;
    mode_t mode = 0660;
    std::optional<gid_t> group; ///< Left alone where we may not set it.
  };

  /// Listens at `path`. A file that a dead runtime left is replaced; one that
  /// somebody answers on is not (`unavailable`), nor is what is no socket
  /// (`config_invalid`). The file appears with its final rights.
  static caf::expected<socket_file> claim(const options& x);

  socket_file(socket_file&& other) noexcept;
  socket_file& operator=(socket_file&&) = delete;
  ~socket_file();

  /// The listening descriptor; the caller closes it.
  int release_descriptor();

private:
  socket_file(std::filesystem::path path, int descriptor, ino_t inode)
      : path_{std::move(path)}, descriptor_{descriptor}, inode_{inode} {}

  std::filesystem::path path_;
  int descriptor_ = -1;
  ino_t inode_ = 0; ///< 0: the file is not ours.
};

} // namespace troupe
