#pragma once

// The one place that knows Catch2's major version.
#include <catch2/catch.hpp>
