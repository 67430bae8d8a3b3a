#include "tests/system/support/eventually.hpp"

#include <thread>

namespace troupe::test {

void pause(std::chrono::milliseconds span) { std::this_thread::sleep_for(span); }

} // namespace troupe::test
