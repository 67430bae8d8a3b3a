#include "runtime/cli/client.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"
#include "schemas/topic.hpp"

namespace troupe::cli {

int simulate(const simulate_options& x) {
  auto topic = x.topic + "/" + x.prefix + "1/telemetry";
  if (auto wrong = topic_name_problem(topic); !wrong.empty())
    throw command_error{exit_usage, "--topic and --prefix give " + topic + ": " + wrong};
  if (x.duration.count() < 0)
    throw command_error{exit_usage, "--duration: expected a time that is not negative"};
  return troupe::simulate(x) ? exit_well : exit_failed;
}

} // namespace troupe::cli
