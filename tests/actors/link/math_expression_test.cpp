#include "tests/support/catch.hpp"

#include "actors/link/math_expression.hpp"
#include "schemas/errors.hpp"

#include <cmath>

using namespace troupe;

namespace {

std::optional<double> result(std::string_view expression, double x = 2) {
  auto compiled = math_expression::compile(expression);
  INFO((compiled ? "" : sentence(compiled.error())));
  REQUIRE(compiled);
  return compiled->evaluate(x);
}

std::string refused(std::string_view expression) {
  auto compiled = math_expression::compile(expression);
  return compiled ? "" : sentence(compiled.error());
}

} // namespace

TEST_CASE("operators bind as exp4j binds them") {
  struct {
    const char* expression;
    double at_two;
  } cases[] = {
      {"1+2*3", 7},  {"2^3^2", 512},   {"-x^2", -4},    {"2^-1", 0.5}, {"-2^-2*4", -1},
      {"10-4-3", 3}, {"100/10/5", 2},  {"17%5", 2},     {"-17%5", -2}, {"7.5%2", 1.5},
      {"2+3%2", 3},  {"--x", 2},       {"+x", 2},       {"6÷x", 3},    {"2x", 4},
      {"x2", 4},     {"2(x+1)", 6},    {"(x)(x)", 4},   {"1/2x", 1},   {"2x^2", 8},
      {"x.5", 1},    {"[x+1}*{2)", 6}, {" x\t+ 1 ", 3}, {"1e3", 1000}, {"1E-2x", 0.02},
      {"5.", 5},     {".5", 0.5},      {"5.e1", 50},    {"0x10", 0},   {"2*-x", -4},
      {"2^x^0", 2},  {"(-x)^2", 4},
  };
  for (auto& x : cases) {
    CAPTURE(x.expression);
    CHECK(result(x.expression) == x.at_two);
  }
}

TEST_CASE("functions and constants are exp4j's") {
  struct {
    const char* expression;
    double at_two;
  } cases[] = {
      {"abs(-x)", 2},
      {"ceil(1.2)", 2},
      {"floor(-1.2)", -2},
      {"sqrt(16)", 4},
      {"cbrt(27)", 3},
      {"signum(-5)", -1},
      {"pow(x,10)", 1024},
      {"exp(0)", 1},
      {"expm1(0)", 0},
      {"log(e)", 1},
      {"log10(1000)", 3},
      {"log2(8)", 3},
      {"log1p(0)", 0},
      {"sin(0)", 0},
      {"cos(0)", 1},
      {"sec(0)", 1},
      {"csch(0)", 0},
      {"sech(0)", 1},
      {"todegree(pi)", 180},
      {"toradian(180)", M_PI},
      {"sin(π/2)", 1},
      {"φ", 1.61803398874},
      {"e", M_E},
      {"sqrt 4+5", 3},
      {"log10 1000", 3},
      {"2sqrt(4)sqrt(9)", 12},
      {"abs(x)^2", 4},
      {"sinh(0)", 0},
      {"cosh(0)", 1},
      {"tanh(0)", 0},
      {"asin(1)", M_PI / 2},
      {"acos(1)", 0},
      {"atan(0)", 0},
      {"tan(0)", 0},
      {"2e", 2 * M_E},
      {"xpi", 2 * M_PI},
  };
  for (auto& x : cases) {
    CAPTURE(x.expression);
    CHECK(result(x.expression) == x.at_two);
  }
}

TEST_CASE("what is divided by zero has no result, what is no number has") {
  for (auto x : {"1/0", "x/(x-2)", "x%0", "1/-0", "cot(0)", "csc(0)"}) {
    CAPTURE(x);
    CHECK_FALSE(result(x));
  }
  for (auto x : {"log(-1)", "sqrt(-1)", "1^(log(-1))", "(-1)^1e999", "coth(log(-1))"}) {
    CAPTURE(x);
    CHECK(std::isnan(result(x).value()));
  }
  CHECK(std::isinf(result("1e999").value()));
  CHECK(std::isinf(result("coth(0)").value()));
}

TEST_CASE("a broken expression is refused with its place") {
  struct {
    std::string expression, why;
  } cases[] = {
      {"", "the expression is empty, at character 1"},
      {"  ", "the expression is empty, at character 1"},
      {"(x+1", "a bracket is not closed, at character 1"},
      {"x+1)", "this bracket was never opened, at character 4"},
      {"1,2", "a comma outside of brackets, at character 2"},
      {"foo(x)", "unknown name \"foo\"; the value is x, at character 1"},
      {"π+y", "unknown name \"y\"; the value is x, at character 3"},
      {"1 2", "two numbers in a row, at character 3"},
      {"1.2.3", "this is no number, at character 1"},
      {"2e+x", "this is no number, at character 1"},
      {"x+", "\"+\" lacks a value, at character 2"},
      {"2**3", "\"*\" lacks a value, at character 2"},
      {"pow(x)", "\"pow\" lacks a value, at character 1"},
      {"sin()", "\"sin\" lacks a value, at character 1"},
      {"sin(1,2)", "there are values that nothing connects, at character 9"},
      {"x!", "this character means nothing here, at character 2"},
      {"x²", "this character means nothing here, at character 2"},
      {"logb(2,8)", "unknown name \"b\"; the value is x, at character 4"},
      {std::string(1001, '-'), "the expression has more than 1000 characters, at character 1001"},
  };
  for (auto& x : cases) {
    CAPTURE(x.expression);
    CHECK(refused(x.expression) == x.why);
  }
  std::string deep;
  for (auto i = 0; i < 100; ++i)
    deep += "1+(";
  CHECK(refused(deep + "1" + std::string(100, ')')).starts_with("the expression is nested"));
}
