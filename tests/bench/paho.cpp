#include "tests/bench/clock.hpp"
#include "tests/bench/subscriber.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <csignal>
#include <iostream>

/// The floor: a Paho subscriber that only counts. Prints `ready`, then
/// `received=N at_ns=T` when the last message is there, or at SIGTERM.
int main(int argc, char** argv) {
  bench::subscription what{.client_id = "bench-paho"};
  uint64_t count = 1'000'000;
  CLI::App app{"Counts messages and does nothing else"};
  app.add_option("--port", what.port);
  app.add_option("--qos", what.qos);
  app.add_option("--count", count, "report after this many");
  CLI11_PARSE(app, argc, argv);

  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr); // before Paho's threads, which inherit it

  std::atomic<uint64_t> received = 0;
  auto report = [&] {
    std::cout << "received=" << received << " at_ns=" << bench::now_ns() << std::endl;
  };
  try {
    bench::subscriber client{what, [&](auto, auto) {
                               if (++received == count)
                                 report();
                             }};
    std::cout << "ready" << std::endl;
    int signal = 0;
    sigwait(&stop, &signal);
    if (received != count)
      report();
  } catch (const std::exception& e) {
    std::cerr << "paho: " << e.what() << '\n';
    return 1;
  }
}
