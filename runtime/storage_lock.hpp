#pragma once

#include <caf/expected.hpp>

#include <filesystem>

namespace troupe {

/// The storage folder, made if it is missing (0700), and held against a second
/// runtime for as long as this lives.
class storage_lock {
public:
  /// Fails with `unavailable`: the folder cannot be used, or another runtime has it.
  static caf::expected<storage_lock> take(const std::filesystem::path& folder);

  storage_lock(storage_lock&& other) noexcept;
  storage_lock& operator=(storage_lock&&) = delete;
  ~storage_lock();

private:
  explicit storage_lock(int descriptor) : descriptor_{descriptor} {}

  int descriptor_ = -1;
};

} // namespace troupe
