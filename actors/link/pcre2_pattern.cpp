#include "actors/link/pcre2_pattern.hpp"

#include "schemas/ascii.hpp"
#include "schemas/utf8.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <ctime>

namespace troupe {
namespace {

// One attempt to match at one place takes at most so many steps (some 5 ns each
// as machine code, 15 ns in the interpreter), the more the longer the text is:
// `.*x` needs one for each character.
constexpr size_t attempt_steps_min = 50'000;
constexpr uint32_t heap_kib_max = 8 * 1024;
constexpr size_t machine_stack_min = 32 << 10;
constexpr size_t machine_stack_max = 512 << 10;

// All attempts together take at most twice as much time, which is looked at each
// time that attempts may have taken `look_steps`.
constexpr int64_t search_ns = 1'000'000;
constexpr int64_t search_ns_per_byte = 10;
constexpr size_t look_steps = 100'000;

// What a pattern calls: C at the begin of every attempt, C1 to give up, C2 before
// a folded reference, and more than that behind one to the group that many above.
constexpr std::string_view prefix = "(?C)(?:";
constexpr uint32_t call_attempt = 0;
constexpr uint32_t call_give_up = 1;
constexpr uint32_t call_reference = 2;

/// First some time by the clock, which costs little to look at, then as much of
/// the thread's own: a thread that had to wait for others has done no work.
struct effort {
  size_t attempts_left; ///< Until the clock is looked at.
  size_t attempts;
  int64_t budget_ns;
  clockid_t clock = CLOCK_MONOTONIC;
  int64_t began_ns = 0; ///< By `clock`; 0: not looked yet.
  size_t reference = 0; ///< Where the last one that folds began.
};

int64_t now_ns(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

int begin_attempt(effort& x) {
  if (--x.attempts_left > 0)
    return 0;
  x.attempts_left = x.attempts;
  auto now = now_ns(x.clock);
  if (x.began_ns == 0)
    x.began_ns = now;
  if (now - x.began_ns <= x.budget_ns)
    return 0;
  if (x.clock == CLOCK_THREAD_CPUTIME_ID)
    return PCRE2_ERROR_CALLOUT;
  x.clock = CLOCK_THREAD_CPUTIME_ID;
  x.began_ns = now_ns(x.clock);
  return 0;
}

/// Whether what a folded reference took differs in ASCII only; else PCRE2 goes back.
bool took_group(const pcre2_callout_block& at, size_t begin) {
  std::string_view text{reinterpret_cast<const char*>(at.subject), at.subject_length};
  auto* ends = at.offset_vector + size_t{2} * (at.callout_number - call_reference);
  return equal_in_any_case(
      text.substr(ends[0], ends[1] - ends[0]), text.substr(begin, at.current_position - begin));
}

int on_call(pcre2_callout_block* at, void* data) {
  auto& x = *static_cast<effort*>(data);
  switch (at->callout_number) {
  case call_attempt: return begin_attempt(x);
  case call_give_up: return PCRE2_ERROR_CALLOUT;
  case call_reference: x.reference = at->current_position; return 0;
  default: return took_group(*at, x.reference) ? 0 : 1;
  }
}

/// What a thread needs to search, made once.
struct search_space {
  pcre2_match_context* context = pcre2_match_context_create(nullptr);
  pcre2_jit_stack* stack = pcre2_jit_stack_create(machine_stack_min, machine_stack_max, nullptr);
  pcre2_match_data* data = nullptr;
  uint32_t pairs = 0;

  search_space() {
    pcre2_set_heap_limit(context, heap_kib_max);
    pcre2_jit_stack_assign(context, nullptr, stack);
  }
  search_space(const search_space&) = delete;
  search_space& operator=(const search_space&) = delete;
  ~search_space() {
    pcre2_match_data_free(data);
    pcre2_jit_stack_free(stack);
    pcre2_match_context_free(context);
  }

  void fit(uint32_t group) {
    if (pairs > group)
      return;
    pairs = std::max(group + 1, 16u);
    pcre2_match_data_free(data);
    data = pcre2_match_data_create(pairs, nullptr);
  }
};

/// The size of the character that begins at `at`.
size_t character_size(std::string_view text, size_t at) {
  size_t size = 1;
  while (at + size < text.size() && goes_on(text[at + size]))
    ++size;
  return size;
}

uint32_t info(const pcre2_code* code, uint32_t what) {
  uint32_t out = 0;
  pcre2_pattern_info(code, what, &out);
  return out;
}

} // namespace

std::string pcre2_folded_reference(uint32_t group) {
  return "(?:(?C2)(?i:\\g{" + std::to_string(group) + "})(?C"
         + std::to_string(group + call_reference) + "))";
}

void pcre2_pattern::release::operator()(pcre2_real_code_8* x) const noexcept { pcre2_code_free(x); }

std::optional<pcre2_pattern> pcre2_pattern::compile(const std::string& pattern, refusal& problem) {
  auto whole = std::string{prefix} + pattern + ")";
  int error = 0;
  PCRE2_SIZE at = 0;
  pcre2_pattern out;
  out.code_.reset(pcre2_compile(
      reinterpret_cast<PCRE2_SPTR>(whole.data()), whole.size(),
      PCRE2_UTF | PCRE2_DOTALL | PCRE2_NEVER_BACKSLASH_C, &error, &at, nullptr));
  if (out.code_) {
    pcre2_jit_compile(out.code_.get(), PCRE2_JIT_COMPLETE); // refused: it is interpreted
    return out;
  }
  unsigned char text[256];
  pcre2_get_error_message(error, text, sizeof text);
  problem.why = reinterpret_cast<const char*>(text);
  problem.at = at - std::min(at, prefix.size());
  return std::nullopt;
}

uint32_t pcre2_pattern::groups() const { return info(code_.get(), PCRE2_INFO_CAPTURECOUNT); }

bool pcre2_pattern::matches_nothing() const { return info(code_.get(), PCRE2_INFO_MATCHEMPTY); }

pcre2_pattern::result
pcre2_pattern::find(std::string_view text, uint32_t index, uint32_t group) const {
  static thread_local search_space space;
  auto exists = group <= groups();
  space.fit(exists ? group : 0);
  auto steps = std::max(text.size(), attempt_steps_min);
  auto attempts = std::max<size_t>(look_steps / steps, 1);
  effort spent{
      attempts, attempts, search_ns + static_cast<int64_t>(text.size()) * search_ns_per_byte};
  pcre2_set_match_limit(space.context, static_cast<uint32_t>(std::min<size_t>(steps, UINT32_MAX)));
  pcre2_set_callout(space.context, on_call, &spent);
  uint32_t options = PCRE2_NO_UTF_CHECK;
  for (size_t from = 0; from <= text.size();) {
    auto match = [&] {
      return pcre2_match(
          code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from, options,
          space.data, space.context);
    };
    auto count = match();
    if (count == PCRE2_ERROR_JIT_STACKLIMIT) {
      options |= PCRE2_NO_JIT;
      count = match();
    }
    if (count == PCRE2_ERROR_NOMATCH)
      return {};
    if (count < 0)
      return {outcome::too_much, {}};
    auto* places = pcre2_get_ovector_pointer(space.data);
    if (index-- > 0) {
      auto empty = places[1] == places[0];
      from = places[1] + (empty ? character_size(text, places[1]) : 0);
      continue;
    }
    result out{outcome::found, {}};
    auto* ends = places + size_t{2} * group;
    if (exists && ends[0] != PCRE2_UNSET)
      out.group = text.substr(ends[0], ends[1] - ends[0]);
    return out;
  }
  return {};
}

} // namespace troupe
