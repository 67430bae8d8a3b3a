#pragma once

#include "config/settings.hpp"

#include <filesystem>
#include <memory>

namespace troupe {

/// Runs the runtime in the foreground until SIGTERM or SIGINT: 5 s to stop in
/// order, a second signal ends at once. Answers the process's exit code.
/// `file` is where `config` comes from: SIGHUP and `troupe reload` read it anew.
int run(std::shared_ptr<const settings> config, const std::filesystem::path& file);

/// Where `run` serves its API: `runtime.socket`, /run/troupe/console.sock where
/// that folder can be written, else <storage_dir>/console.sock.
std::filesystem::path socket_path(const runtime_settings& x);

} // namespace troupe
