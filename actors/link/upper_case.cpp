#include "actors/link/upper_case.hpp"

#include "schemas/ascii.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <array>
#include <clocale>
#include <cwctype>

namespace troupe {
namespace {

struct expansion {
  uint32_t code_point;
  const char* upper;
};

/// Code points that become several. Source: Unicode's SpecialCasing.txt, the
/// entries without a condition.
constexpr std::array<expansion, 102> expansions{
    {{0x00DF, "SS"}, {0x0149, "ʼN"}, {0x01F0, "J̌"},  {0x0390, "Ϊ́"},   {0x03B0, "Ϋ́"},
     {0x0587, "ԵՒ"}, {0x1E96, "H̱"},  {0x1E97, "T̈"},  {0x1E98, "W̊"},   {0x1E99, "Y̊"},
     {0x1E9A, "Aʾ"}, {0x1F50, "Υ̓"},  {0x1F52, "Υ̓̀"},  {0x1F54, "Υ̓́"},   {0x1F56, "Υ̓͂"},
     {0x1F80, "ἈΙ"}, {0x1F81, "ἉΙ"}, {0x1F82, "ἊΙ"}, {0x1F83, "ἋΙ"},  {0x1F84, "ἌΙ"},
     {0x1F85, "ἍΙ"}, {0x1F86, "ἎΙ"}, {0x1F87, "ἏΙ"}, {0x1F88, "ἈΙ"},  {0x1F89, "ἉΙ"},
     {0x1F8A, "ἊΙ"}, {0x1F8B, "ἋΙ"}, {0x1F8C, "ἌΙ"}, {0x1F8D, "ἍΙ"},  {0x1F8E, "ἎΙ"},
     {0x1F8F, "ἏΙ"}, {0x1F90, "ἨΙ"}, {0x1F91, "ἩΙ"}, {0x1F92, "ἪΙ"},  {0x1F93, "ἫΙ"},
     {0x1F94, "ἬΙ"}, {0x1F95, "ἭΙ"}, {0x1F96, "ἮΙ"}, {0x1F97, "ἯΙ"},  {0x1F98, "ἨΙ"},
     {0x1F99, "ἩΙ"}, {0x1F9A, "ἪΙ"}, {0x1F9B, "ἫΙ"}, {0x1F9C, "ἬΙ"},  {0x1F9D, "ἭΙ"},
     {0x1F9E, "ἮΙ"}, {0x1F9F, "ἯΙ"}, {0x1FA0, "ὨΙ"}, {0x1FA1, "ὩΙ"},  {0x1FA2, "ὪΙ"},
     {0x1FA3, "ὫΙ"}, {0x1FA4, "ὬΙ"}, {0x1FA5, "ὭΙ"}, {0x1FA6, "ὮΙ"},  {0x1FA7, "ὯΙ"},
     {0x1FA8, "ὨΙ"}, {0x1FA9, "ὩΙ"}, {0x1FAA, "ὪΙ"}, {0x1FAB, "ὫΙ"},  {0x1FAC, "ὬΙ"},
     {0x1FAD, "ὭΙ"}, {0x1FAE, "ὮΙ"}, {0x1FAF, "ὯΙ"}, {0x1FB2, "ᾺΙ"},  {0x1FB3, "ΑΙ"},
     {0x1FB4, "ΆΙ"}, {0x1FB6, "Α͂"},  {0x1FB7, "Α͂Ι"}, {0x1FBC, "ΑΙ"},  {0x1FC2, "ῊΙ"},
     {0x1FC3, "ΗΙ"}, {0x1FC4, "ΉΙ"}, {0x1FC6, "Η͂"},  {0x1FC7, "Η͂Ι"},  {0x1FCC, "ΗΙ"},
     {0x1FD2, "Ϊ̀"},  {0x1FD3, "Ϊ́"},  {0x1FD6, "Ι͂"},  {0x1FD7, "Ϊ͂"},   {0x1FE2, "Ϋ̀"},
     {0x1FE3, "Ϋ́"},  {0x1FE4, "Ρ̓"},  {0x1FE6, "Υ͂"},  {0x1FE7, "Ϋ͂"},   {0x1FF2, "ῺΙ"},
     {0x1FF3, "ΩΙ"}, {0x1FF4, "ΏΙ"}, {0x1FF6, "Ω͂"},  {0x1FF7, "Ω͂Ι"},  {0x1FFC, "ΩΙ"},
     {0xFB00, "FF"}, {0xFB01, "FI"}, {0xFB02, "FL"}, {0xFB03, "FFI"}, {0xFB04, "FFL"},
     {0xFB05, "ST"}, {0xFB06, "ST"}, {0xFB13, "ՄՆ"}, {0xFB14, "ՄԵ"},  {0xFB15, "ՄԻ"},
     {0xFB16, "ՎՆ"}, {0xFB17, "ՄԽ"}}};

/// The code point at the front of valid UTF-8, taken off.
char32_t take_code_point(std::string_view& x) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(x[i]); };
  auto lead = byte(0);
  size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t c = size == 1 ? lead : lead & (0x7F >> size);
  for (size_t i = 1; i < size; ++i)
    c = c << 6 | (byte(i) & 0x3F);
  x.remove_prefix(size);
  return c;
}

void append_upper(std::string& out, char32_t c) {
  static const auto unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  auto before = [](const expansion& e, uint32_t x) { return e.code_point < x; };
  auto i = std::lower_bound(expansions.begin(), expansions.end(), uint32_t{c}, before);
  if (i != expansions.end() && i->code_point == c)
    out += i->upper;
  else
    append_utf8(out, unicode ? towupper_l(static_cast<wint_t>(c), unicode) : c);
}

} // namespace

void upper_case(std::string_view x, std::string& out) {
  out.clear();
  while (!x.empty()) {
    auto c = x.front();
    if (static_cast<unsigned char>(c) >= 0x80) {
      append_upper(out, take_code_point(x));
      continue;
    }
    out += to_upper(c);
    x.remove_prefix(1);
  }
}

} // namespace troupe
