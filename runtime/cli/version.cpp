#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/simulate/mqtt_publisher.hpp"

#include <boost/json.hpp>
#include <boost/version.hpp>
#include <caf/config.hpp>

#include <iostream>

namespace troupe::cli {

int version(const version_options& x) {
  auto caf = std::to_string(CAF_MAJOR_VERSION) + "." + std::to_string(CAF_MINOR_VERSION) + "."
             + std::to_string(CAF_PATCH_VERSION);
  auto boost =
      std::to_string(BOOST_VERSION / 100'000) + "." + std::to_string(BOOST_VERSION / 100 % 1'000);
  boost::json::object libraries{{"caf", caf}, {"boost", boost}, {"paho", paho_version()}};
  if (x.json)
    std::cout << boost::json::serialize(boost::json::object{
        {"version", TROUPE_VERSION}, {"compiler", __VERSION__}, {"libraries", libraries}})
              << '\n';
  else
    std::cout << "troupe " TROUPE_VERSION " (CAF " << caf << ", Boost " << boost << ", Paho "
              << paho_version() << ", compiler " __VERSION__ ")\n";
  return exit_well;
}

} // namespace troupe::cli
