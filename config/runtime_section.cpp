#include "config/formats.hpp"
#include "config/sections.hpp"

#include <sys/un.h>

namespace troupe::config {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_socket = sizeof(sockaddr_un::sun_path) - 1;

const words<durability> durabilities{
    {"none", durability::none}, {"process", durability::process}, {"power", durability::power}};
const words<log_level> levels{
    {"debug", log_level::debug},
    {"info", log_level::info},
    {"warn", log_level::warn},
    {"error", log_level::error}};
const words<log_format> log_formats{
    {"auto", log_format::automatic}, {"text", log_format::text}, {"json", log_format::json}};

void check(reader& r, const written& keys, runtime_settings& x) {
  if (x.durability == durability::power)
    keys.warning(
        r, "durability",
        "this version keeps no journal; what is not yet committed is lost in a crash");
  if (x.journal_max_bytes != runtime_settings{}.journal_max_bytes)
    keys.warning(r, "journal_max", "has no effect in this version");
  if (auto bytes = x.socket.string().size(); bytes > longest_socket)
    keys.error(
        r, "socket",
        "a path of " + std::to_string(bytes) + " bytes; a socket's has at most "
            + std::to_string(longest_socket));
}

} // namespace

const section<runtime_settings>& runtime_section() {
  using s = runtime_settings;
  static const section<s> it{
      "The process as a whole.",
      {
          {"storage_dir",
           &s::storage_dir,
           path("\"/var/lib/troupe\""),
           "The folder for everything that lasts; made with mode 0700.",
           {.fallback = "`$STATE_DIRECTORY`, else `$OR_STORAGE_DIR`, else \"/var/lib/troupe\""}},
          {"socket",
           &s::socket,
           path("\"/run/troupe/console.sock\""),
           "The unix socket on which commands reach the runtime.",
           {.fallback = "\"/run/troupe/console.sock\" where that folder can be written, else "
                        "`console.sock` in `storage_dir`"}},
          {"durability", &s::durability, choice(durabilities),
           "What an acknowledged message is to survive: nothing, the end of the process at any "
           "instant, or a power failure too. This version keeps no journal: what is not yet "
           "committed is lost in a crash, and \"power\" makes commits survive a power failure."},
          {"commit_interval", &s::commit_interval, duration(1ms, 1h),
           "How often values are committed to the database."},
          {"log_level", &s::log_level, choice(levels), "The least important events to log."},
          {"log_format", &s::log_format, choice(log_formats),
           "How events are written; \"auto\" writes journald's fields under systemd and text "
           "elsewhere."},
          {"time_zone",
           &s::time_zone,
           time_zone(),
           "The zone of `%TIME%` patterns in payloads, by its IANA name or as an offset from UTC.",
           {.fallback = "the system's"}},
          {"max_payload", &s::max_payload_bytes, size(1, 256 << 20),
           "Longer messages are counted and dropped."},
          {"journal_max", &s::journal_max_bytes, size(1 << 20, uint64_t{1} << 40),
           "The room of one agent's journal."},
      },
      check};
  return it;
}

} // namespace troupe::config
