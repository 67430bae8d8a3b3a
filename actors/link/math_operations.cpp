#include "actors/link/math_operations.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace troupe {
namespace {

template <double (*Function)(double)>
bool plain(double* x) {
  x[0] = Function(x[0]);
  return true;
}

/// `1 / divisor`, where OpenRemote's users get an error for zero.
bool reciprocal(double* x, double divisor) {
  x[0] = 1 / divisor;
  return divisor != 0;
}

/// Java's: unlike in C, what is not finite makes a power of one not a number.
bool power(double* x) {
  x[0] = std::fabs(x[0]) == 1 && !std::isfinite(x[1]) ? std::nan("") : std::pow(x[0], x[1]);
  return true;
}

/// The C library's own for doubles is off in the last digit every other time.
double cube_root(double x) { return static_cast<double>(std::cbrt(static_cast<long double>(x))); }

double log2_of(double x) { return std::log(x) / std::log(2.0); }
double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }
double csch(double x) { return x == 0 ? 0 : 1 / std::sinh(x); }
double sech(double x) { return 1 / std::cosh(x); }
double coth(double x) { return std::cosh(x) / std::sinh(x); }
double to_radians(double x) { return x * 0.017453292519943295; }
double to_degrees(double x) { return x * 57.29577951308232; }

constexpr math_operation functions[] = {
    {"abs", 1, plain<std::fabs>},
    {"acos", 1, plain<std::acos>},
    {"asin", 1, plain<std::asin>},
    {"atan", 1, plain<std::atan>},
    {"cbrt", 1, plain<cube_root>},
    {"ceil", 1, plain<std::ceil>},
    {"cos", 1, plain<std::cos>},
    {"cosh", 1, plain<std::cosh>},
    {"cot", 1, [](double* x) { return reciprocal(x, std::tan(x[0])); }},
    {"coth", 1, plain<coth>},
    {"csc", 1, [](double* x) { return reciprocal(x, std::sin(x[0])); }},
    {"csch", 1, plain<csch>},
    {"exp", 1, plain<std::exp>},
    {"expm1", 1, plain<std::expm1>},
    {"floor", 1, plain<std::floor>},
    {"log", 1, plain<std::log>},
    {"log10", 1, plain<std::log10>},
    {"log1p", 1, plain<std::log1p>},
    {"log2", 1, plain<log2_of>},
    {"pow", 2, power},
    {"sec", 1, [](double* x) { return reciprocal(x, std::cos(x[0])); }},
    {"sech", 1, plain<sech>},
    {"signum", 1, plain<sign>},
    {"sin", 1, plain<std::sin>},
    {"sinh", 1, plain<std::sinh>},
    {"sqrt", 1, plain<std::sqrt>},
    {"tan", 1, plain<std::tan>},
    {"tanh", 1, plain<std::tanh>},
    {"todegree", 1, plain<to_degrees>},
    {"toradian", 1, plain<to_radians>},
};

constexpr math_operation unary_operators[] = {
    {"+", 1, [](double*) { return true; }},
    {"-", 1,
     [](double* x) {
       x[0] = -x[0];
       return true;
     }},
};

constexpr math_operation binary_operators[] = {
    {"+", 2,
     [](double* x) {
       x[0] += x[1];
       return true;
     }},
    {"-", 2,
     [](double* x) {
       x[0] -= x[1];
       return true;
     }},
    {"*", 2,
     [](double* x) {
       x[0] *= x[1];
       return true;
     }},
    {"/", 2,
     [](double* x) {
       x[0] /= x[1];
       return x[1] != 0;
     }},
    {"%", 2,
     [](double* x) {
       x[0] = std::fmod(x[0], x[1]);
       return x[1] != 0;
     }},
    {"^", 2, power},
};

template <size_t N>
const math_operation* find(const math_operation (&all)[N], std::string_view name) {
  auto it = std::find_if(std::begin(all), std::end(all), [&](auto& x) { return x.name == name; });
  return it == std::end(all) ? nullptr : it;
}

} // namespace

const math_operation* math_function(std::string_view name) { return find(functions, name); }

const math_operation* math_operator(char32_t symbol, bool unary) {
  auto name = symbol == U'÷' ? '/' : symbol < 0x80 ? static_cast<char>(symbol) : '\0';
  auto found = unary ? find(unary_operators, {&name, 1}) : nullptr;
  return found ? found : find(binary_operators, {&name, 1});
}

std::optional<double> math_constant(std::string_view name) {
  if (name == "pi" || name == "π")
    return std::numbers::pi;
  if (name == "e")
    return std::numbers::e;
  if (name == "φ")
    return 1.61803398874;
  return std::nullopt;
}

} // namespace troupe
