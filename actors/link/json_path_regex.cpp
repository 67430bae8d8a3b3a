#define PCRE2_CODE_UNIT_WIDTH 8

#include "actors/link/json_path_regex.hpp"

#include "schemas/errors.hpp"

#include <pcre2.h>

namespace troupe::jsonpath {
namespace {

/// What one text may cost: some milliseconds at the very worst.
constexpr uint32_t match_steps_max = 100'000;
constexpr uint32_t depth_max = 10'000;
constexpr uint32_t heap_kib_max = 4'096;

uint32_t option_of(char flag) {
  switch (flag) {
  case 'i': return PCRE2_CASELESS;
  case 'x': return PCRE2_EXTENDED;
  case 'm': return PCRE2_MULTILINE;
  case 's': return PCRE2_DOTALL;
  case 'U': return PCRE2_UCP;
  default: return 0; // u: PCRE2 folds Unicode anyway; d: below
  }
}

pcre2_match_context* limits() {
  static auto context = [] {
    auto out = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(out, match_steps_max);
    pcre2_set_depth_limit(out, depth_max);
    pcre2_set_heap_limit(out, heap_kib_max);
    return out;
  }();
  return context;
}

struct free_match {
  void operator()(pcre2_match_data* x) const noexcept { pcre2_match_data_free(x); }
};

} // namespace

caf::expected<regex_tester>
regex_tester::compile(std::string_view pattern, std::string_view flags) {
  uint32_t options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;
  for (auto flag : flags)
    options |= option_of(flag);
  std::unique_ptr<pcre2_compile_context, decltype(&pcre2_compile_context_free)> context{
      pcre2_compile_context_create(nullptr), &pcre2_compile_context_free};
  auto unix_lines = flags.find('d') != flags.npos;
  pcre2_set_newline(context.get(), unix_lines ? PCRE2_NEWLINE_LF : PCRE2_NEWLINE_ANY);
  auto code = 0;
  size_t offset = 0;
  auto made = pcre2_compile(
      reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &code, &offset,
      context.get());
  if (!made) {
    unsigned char text[128] = {};
    pcre2_get_error_message(code, text, sizeof text);
    return failure(
        errc::config_invalid, "the pattern is wrong at its character " + std::to_string(offset + 1)
                                  + ": " + reinterpret_cast<const char*>(text));
  }
  regex_tester out;
  out.code_ = std::shared_ptr<const pcre2_real_code_8>{
      made, [](const pcre2_code* x) { pcre2_code_free(const_cast<pcre2_code*>(x)); }};
  return out;
}

regex_tester::verdict regex_tester::test(std::string_view text) const {
  std::unique_ptr<pcre2_match_data, free_match> found{pcre2_match_data_create(1, nullptr)};
  auto code = pcre2_match(
      code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, found.get(),
      limits());
  if (code >= 0)
    return verdict::match;
  return code == PCRE2_ERROR_NOMATCH ? verdict::no_match : verdict::too_hard;
}

} // namespace troupe::jsonpath
