#pragma once

#include <chrono>
#include <string>

namespace troupe {

/// Once, before there are threads: keeps Paho from using a web proxy named in the
/// environment, and from setting OpenSSL up and down.
void set_up_paho();

/// Wakes Paho's two threads; cheap, any thread. Paho 1.3.12 sleeps where it should not:
/// - its send thread up to 1 s, where the signal for a new command falls between the
///   look at the queue and the wait: ring `bell_delay` after a client was asked;
/// - its receive thread up to 1 s before it knows of a new socket or goes on with a
///   write that did not fit: ring then;
/// - and 100 ms after each second of silence, which the first message then waits:
///   ring every `bell_period`.
void ring_paho_bell();
constexpr std::chrono::milliseconds bell_delay{20};
constexpr std::chrono::milliseconds bell_period{900};

/// One sentence where one of the two threads has not reacted to the bell for `limit`, else
/// empty; any thread. The bell's bytes pass through the same loops, and past the same mutex, as
/// those of every client: a thread that moves them is not stuck in a callback or a lock.
std::string paho_trouble(std::chrono::milliseconds limit);
constexpr std::chrono::milliseconds bell_limit{10'000};

} // namespace troupe
