#pragma once

#include <caf/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

/// The stores as files: read whole, replaced whole, never half of either.
namespace troupe {

/// Which state of a file was read. Changes with every write, also in place.
struct file_stamp {
  uint64_t device = 0;
  uint64_t inode = 0;
  int64_t bytes = 0;
  int64_t written_ns = 0;
  int64_t changed_ns = 0;
  bool operator==(const file_stamp&) const = default;
};

struct file_content {
  std::string bytes;
  file_stamp stamp;
  uint32_t mode = 0;
  uint32_t owner = 0;
};

/// Reads a file of at most `most_bytes`. Fails with `not_found`, with `unavailable`
/// where it may not be read, with `value_invalid` where it is no file or too large.
caf::expected<file_content> read_file(const std::filesystem::path& file, size_t most_bytes);

/// The state of the file now; all zero if it is not there.
file_stamp stamp_of(const std::filesystem::path& file);

/// Keeps others that lock, another `troupe vault` or the runtime, from changing what
/// lies in the folder for as long as this lives. Nothing is left behind.
class folder_lock {
public:
  /// Waits up to 5 s for who has it. Fails with `unavailable`.
  static caf::expected<folder_lock> take(const std::filesystem::path& folder);

  folder_lock(folder_lock&& x) noexcept;
  folder_lock& operator=(folder_lock&&) = delete;
  ~folder_lock();

private:
  explicit folder_lock(int fd) : fd_{fd} {}

  int fd_ = -1;
};

/// Puts `bytes` in the place of what `file` was when it had `seen`: all of them are
/// on the disk or nothing has changed. Owner and mode stay. Fails with `unavailable`
/// if the file has changed since or is another user's, and with `store_failed`. To be
/// called under a lock.
caf::error
replace_file(const std::filesystem::path& file, std::string_view bytes, const file_stamp& seen);

/// Makes a file that must not be there yet, 0600; as root, of the folder's owner.
caf::error create_file(const std::filesystem::path& file, std::string_view bytes);

/// Makes the folder if it is missing, 0700; as root, of its parent's owner.
caf::error create_folder(const std::filesystem::path& folder);

/// "root", or the number of a user without a name.
std::string user_name(uint32_t id);

/// "0644".
std::string mode_text(uint32_t mode);

} // namespace troupe
