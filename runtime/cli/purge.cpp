#include "runtime/cli/client.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/cli/humane.hpp"
#include "runtime/cli/json_text.hpp"
#include "runtime/cli/table.hpp"

#include "runtime/http/request_target.hpp"

#include <boost/json.hpp>

#include <iostream>

namespace troupe::cli {
namespace {

std::string target_of(const purge_options& x) {
  auto parts = split_path(x.path, 1, 3, "REALM[/ASSET[/ATTRIBUTE]]");
  std::string out = "/api/inspect/store/";
  out += (x.yes ? "purge?realm=" : "leftovers?realm=") + percent_encode(parts[0]);
  if (parts.size() > 1)
    out += "&asset=" + percent_encode(parts[1]);
  if (parts.size() > 2)
    out += "&attribute=" + percent_encode(parts[2]);
  return out;
}

} // namespace

int purge(const purge_options& x) {
  auto body = client{x}.ask(x.yes ? "POST" : "GET", target_of(x));
  if (x.json) {
    std::cout << body << '\n';
    return exit_well;
  }
  auto answer = boost::json::parse(body);
  table out{{"REALM", "ASSET", "ATTRIBUTE", ">DATA POINTS", "LAST VALUE"}};
  constexpr int64_t counted_max = 100'000;
  for (auto& y : elements(answer)) {
    auto points = number_of(y, "data_points");
    auto last = number_of(y, "timestamp");
    out.add(
        {text_of(y, "realm"), text_of(y, "asset"), text_of(y, "attribute"),
         points > counted_max ? "over 100,000" : count_text(static_cast<uint64_t>(points)),
         last == 0 ? "never" : time_text(last)});
  }
  auto count = elements(answer).size();
  if (count == 0)
    std::cout << "Nothing is left over: all that is stored is configured.\n";
  else
    std::cout << out.text()
              << (x.yes ? "Removed.\n" : "Nothing has been removed: --yes does that, for good.\n");
  return exit_well;
}

} // namespace troupe::cli
