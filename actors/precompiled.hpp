#include "actors/metered.hpp"
#include "schemas/interfaces.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>
