#include "tests/support/fuzzer.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <limits>

namespace troupe::test {
namespace {

/// What parsers of payloads, paths, patterns, placeholders and settings stumble over.
constexpr std::string_view marks = "{}[]()\"',:.*?@$%#+-/=!<\\\n01p\xC3\xFF";
constexpr std::string_view words[] = {
    "null",    "true",  "{}", "1e999", "99999999999", "9223372036854775807",
    "%VALUE:", "%TIME", "..", "['",    "[[\"",        "\\u",
    "\\ud83c", "PT",    "+P", "1$",    "\xED\xA0",    "\xF0\x9F",
    "é",       "&&"};

/// Printable, so that it can be taken from a log into the corpus.
std::string escaped(std::string_view x) {
  std::string out;
  for (unsigned char c : x.substr(0, 2'000)) {
    char hex[5];
    std::snprintf(hex, sizeof hex, "\\x%02x", c);
    out +=
        c < ' ' || c > '~' || c == '\\' ? std::string{hex} : std::string(1, static_cast<char>(c));
  }
  return out;
}

} // namespace

std::vector<std::string> corpus(std::string_view folder) {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (auto& x : fs::directory_iterator{fs::path{TROUPE_SOURCE_DIR} / "tests/corpus" / folder})
    files.push_back(x.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> out;
  for (auto& x : files)
    out.push_back(read_text(x));
  return out;
}

fuzzer::fuzzer(int rounds, std::vector<std::string> corpus)
    : corpus_{std::move(corpus)}, wanted_{rounds} {
  using namespace std::chrono;
  if (auto x = std::getenv("TROUPE_FUZZ_SECONDS")) {
    auto now = steady_clock::now();
    end_ = now + seconds{std::atoi(x)};
    seed_ = static_cast<uint32_t>(now.time_since_epoch().count());
  }
  if (auto x = std::getenv("TROUPE_FUZZ_SEED"))
    seed_ = static_cast<uint32_t>(std::strtoul(x, nullptr, 10));
}

bool fuzzer::next() {
  auto timed = end_.time_since_epoch().count() != 0;
  auto over = timed ? std::chrono::steady_clock::now() >= end_ : round_ >= wanted_;
  if (over || failed_ >= 10 || round_ == std::numeric_limits<int>::max())
    return false;
  random_.seed(seed_ + static_cast<uint32_t>(++round_));
  return true;
}

std::string fuzzer::text() {
  auto first = static_cast<size_t>(round_ - 1);
  return first < corpus_.size() ? corpus_[first] : changed(one_of(corpus_));
}

std::string fuzzer::changed(std::string x) {
  for (auto changes = 1 + pick(4); changes > 0; --changes) {
    auto at = pick(x.size() + 1);
    switch (pick(7)) {
    case 0: x.insert(at, 1, static_cast<char>(pick(256))); break;
    case 1: x.insert(at, 1, one_of(marks)); break;
    case 2: x.insert(at, one_of(words)); break;
    case 3: x.erase(at, 1 + pick(5)); break;
    case 4: x.insert(at, x.substr(pick(x.size() + 1), pick(40))); break;
    case 5: x.resize(pick(20) == 0 ? at : x.size()); break;
    default:
      if (at < x.size())
        x[at] = static_cast<char>(x[at] ^ (1 << pick(8)));
    }
  }
  return x;
}

void fuzzer::check(bool good, std::string_view input) {
  if (good)
    return;
  ++failed_;
  FAIL_CHECK("round " << round_ << " of seed " << seed_ << ": " << escaped(input));
}

} // namespace troupe::test
