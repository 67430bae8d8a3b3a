#pragma once

#include "tests/sandbox/unit.hpp"

#include <filesystem>

namespace troupe::sandbox {

/// Throws `std::system_error` with `what` and the reason the system gives, if `ok` is false.
void require(bool ok, const std::string& what);

/// Hides and locks files as the unit says, in a mount namespace of its own; only
/// `state` can be written. Without root that takes a user namespace. Throws where
/// the system allows neither.
void restrict_files(const unit& x, const std::filesystem::path& state);

/// Refuses system calls as the unit says, for good. For a process that may gain no
/// privileges any more.
void restrict_system_calls(const unit& x);

} // namespace troupe::sandbox
