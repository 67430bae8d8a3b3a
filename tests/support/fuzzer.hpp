#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::test {

/// The inputs in a folder below tests/corpus, one a file, in the order of their names.
std::vector<std::string> corpus(std::string_view folder);

/// What a fuzzing test feeds its subject: the corpus as it stands, then changes of
/// it. By itself so many rounds, the same ones every time. Where TROUPE_FUZZ_SECONDS
/// is set the rounds go on for so long, from the seed TROUPE_FUZZ_SEED or one of the
/// clock's.
class fuzzer {
public:
  /// Without a corpus the test composes its inputs.
  explicit fuzzer(int rounds, std::vector<std::string> corpus = {});
  fuzzer(int rounds, const char* folder) : fuzzer{rounds, corpus(folder)} {}

  /// Goes on to the next round; false once they are over, or ten have failed.
  bool next();

  /// This round's input: a text of the corpus, in the first rounds unchanged.
  std::string text();
  /// `x` after one to four small changes.
  std::string changed(std::string x);
  /// Up to `most` of `pieces`, one after the other.
  template <class Pieces>
  std::string of(const Pieces& pieces, size_t most);

  size_t pick(size_t below) { return random_() % below; }
  template <class Values>
  auto& one_of(const Values& x) {
    return std::data(x)[pick(std::size(x))];
  }

  /// A failure of the test, if not `good`, that names the round and its `input`.
  void check(bool good, std::string_view input);

  int rounds() const { return round_; }

private:
  std::vector<std::string> corpus_;
  int wanted_ = 0;
  std::chrono::steady_clock::time_point end_; ///< The epoch: as many rounds as wanted.
  uint32_t seed_ = 20261125;
  int round_ = 0; ///< From 1.
  int failed_ = 0;
  std::mt19937 random_;
};

template <class Pieces>
std::string fuzzer::of(const Pieces& pieces, size_t most) {
  std::string out;
  for (auto count = pick(most + 1); count > 0; --count)
    out += one_of(pieces);
  return out;
}

} // namespace troupe::test
