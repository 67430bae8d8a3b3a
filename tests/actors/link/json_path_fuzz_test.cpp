#include "tests/support/catch.hpp"

#include "actors/link/json_path.hpp"
#include "tests/support/fuzzer.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

/// Puts paths and documents together from their grammar and from litter.
class composer {
public:
  explicit composer(fuzzer& fuzz) : fuzz_{fuzz} {}

  std::string path() {
    std::string out = "$";
    for (auto steps = 1 + pick(4); steps > 0; --steps)
      out += step(2);
    while (pick(4) == 0) {
      auto at = pick(out.size() + 1);
      if (pick(2) == 0)
        out.insert(at, one_of({"[", "]", "(", ")", "'", "\\", "..", "*", "?", "@", "$", " ", "!"}));
      else
        out.erase(at, 1);
    }
    return out;
  }

  std::string json(int depth) {
    switch (pick(depth > 0 ? 8 : 6)) {
    case 0: return "null";
    case 1: return one_of({"true", "false"});
    case 2: return std::to_string(static_cast<int>(pick(5)) - 2);
    case 3: return one_of({"1.5", "1e3", "-0", "12345678901234567890", "1e999"});
    case 4: return one_of({"\"a\"", "\"$.a\"", "\"[1]\"", "\"\\\\u12\"", "\"1\"", "\"\""});
    case 5: return one_of({"[]", "{}"});
    case 6: {
      std::string out = "[";
      for (auto i = pick(4); i > 0; --i)
        out += json(depth - 1) + ",";
      return out + "1]";
    }
    default: {
      std::string out = "{";
      for (auto i = pick(4); i > 0; --i)
        out += "\"" + name() + "\":" + json(depth - 1) + ",";
      return out + "\"a\":" + json(depth - 1) + "}";
    }
    }
  }

private:
  size_t pick(size_t below) { return fuzz_.pick(below); }

  std::string one_of(std::initializer_list<const char*> all) {
    return all.begin()[pick(all.size())];
  }

  std::string name() { return one_of({"a", "b", "c"}); }

  std::string step(int depth) {
    switch (pick(depth > 0 ? 11 : 8)) {
    case 0:
    case 1: return "." + name();
    case 2: return "[" + std::to_string(static_cast<int>(pick(5)) - 2) + "]";
    case 3: return one_of({"[1:]", "[:2]", "[-2:]", "[-1:2]", "[0,1]", "[:-1]"});
    case 4: return one_of({"[*]", ".*", "..*", "..[0]", "..a", "..[*]"});
    case 5: return "['" + name() + "','" + name() + "']";
    case 6: return "['" + name() + "']";
    case 7: return one_of({".length()", ".sum()", ".first()", ".last()", ".keys()", ".concat()"});
    case 8: return one_of({".sum($", ".append($", ".length($", ".concat($"}) + step(0) + ")";
    default: return one_of({"", ".."}) + "[?(" + condition(depth - 1) + ")]";
    }
  }

  std::string condition(int depth) {
    auto left = "@" + (pick(3) == 0 ? "" : step(depth));
    switch (pick(5)) {
    case 0: return left;
    case 1: return "!(" + left + ") || " + left + " == $.a";
    default:
      return left + " "
             + one_of(
                 {"==", "!=", "<", ">=", "===", "in", "nin", "contains", "subsetof", "anyof",
                  "noneof", "size", "empty", "exists", "=~"})
             + " "
             + one_of(
                 {"1", "'a'", "null", "true", "[1,'a']", "{'a':1}", "$.a", "@.b", "/a.*/", "$..b"});
    }
  }

  fuzzer& fuzz_;
};

} // namespace

TEST_CASE("no path and no document makes an evaluation go astray", "[fuzz]") {
  fuzzer fuzz{20'000, "json_path"};
  composer compose{fuzz};
  auto compiled = 0;
  auto found = 0;
  while (fuzz.next()) {
    auto text = fuzz.pick(4) == 0 ? fuzz.text() : compose.path();
    auto payload = compose.json(4);
    auto path = json_path::compile(text);
    json_document document;
    if (!path || !document.parse(payload))
      continue;
    ++compiled;
    json_arena arena;
    auto hit = path->find(document.root(), arena);
    auto good = (hit.outcome == json_path::outcome::found) == (hit.node != nullptr)
                && (hit.outcome == json_path::outcome::failed) != hit.why.empty();
    if (hit.node) {
      ++found;
      std::string once;
      write_json(once, *hit.node);
      json_document again;
      good = good && again.parse(once);
    }
    fuzz.check(good, text + " of " + payload);
  }
  CHECK(compiled > fuzz.rounds() / 3);
  CHECK(found > fuzz.rounds() / 8);
}
