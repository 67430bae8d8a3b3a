#include "actors/inspector/ledger.hpp"

#include <thread>

namespace troupe {
namespace {

constexpr int readings_max = 16;

ledger_sums read_once(const link_counters& x) {
  ledger_sums out;
  for (size_t i = 0; i < out.in.size(); ++i)
    out.in[i] = x[static_cast<inbound>(i)];
  for (size_t i = 0; i < out.out.size(); ++i)
    out.out[i] = x[static_cast<outbound>(i)];
  return out;
}

/// Sum of all terms from index 1, the first being what they must add up to.
template <class Terms>
uint64_t sum_of_outcomes(const Terms& x) {
  uint64_t out = 0;
  for (size_t i = 1; i < x.size(); ++i)
    out += x[i];
  return out;
}

} // namespace

bool ledger_sums::closes() const {
  uint64_t twice = 0; // what has another outcome as well
  for (auto x : {inbound::superseded, inbound::late, inbound::untimed})
    twice += in[static_cast<size_t>(x)];
  return in[0] == sum_of_outcomes(in) - twice && out[0] == sum_of_outcomes(out);
}

ledger_sums& ledger_sums::operator+=(const ledger_sums& x) {
  for (size_t i = 0; i < in.size(); ++i)
    in[i] += x.in[i];
  for (size_t i = 0; i < out.size(); ++i)
    out[i] += x.out[i];
  return *this;
}

ledger_sums read_ledger(const link_counters& x) {
  auto out = read_once(x);
  for (int i = 1; i < readings_max && !out.closes(); ++i) {
    std::this_thread::yield(); // someone may stand between two counters
    out = read_once(x);
  }
  return out;
}

void append_members(json_writer& out, const ledger_sums& x) {
  out.key("in").open('{');
  for (size_t i = 0; i < x.in.size(); ++i)
    out.field(to_string(static_cast<inbound>(i)), x.in[i]);
  out.close('}').key("out").open('{');
  for (size_t i = 0; i < x.out.size(); ++i)
    out.field(to_string(static_cast<outbound>(i)), x.out[i]);
  out.close('}').field("closes", x.closes());
}

} // namespace troupe
