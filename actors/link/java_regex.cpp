#include "actors/link/java_regex.hpp"

#include "actors/link/java_regex_behind.hpp"
#include "actors/link/java_regex_opening.hpp"
#include "actors/link/java_regex_piece.hpp"
#include "actors/link/java_regex_reference.hpp"
#include "actors/link/java_regex_repetition.hpp"
#include "schemas/errors.hpp"

#include <utility>

namespace troupe {
namespace {

constexpr size_t pattern_bytes_max = 4096;
constexpr int depth_max = 60;
constexpr size_t look_behind_bytes_max = size_t{1} << 17; // of one pattern, while it is made

/// Translates while it reads. What a back reference means depends on groups
/// that come later, so it runs a second time with what the first one found.
class translator {
public:
  translator(
      std::string_view pattern, java_regex_flags flags, const java_regex_groups* all = nullptr)
      : in_{pattern, flags}, all_{all} {}

  caf::expected<translated_regex> translate() {
    alternatives();
    if (!in_.ended())
      in_.complain("a bracket is closed that was never opened");
    if (!in_.problem().empty())
      return failure(errc::config_invalid, in_.problem());
    return std::move(out_);
  }

private:
  /// Whether an empty text may match.
  bool alternatives() {
    auto any = false;
    auto this_one = true;
    auto since = out_.groups.here();
    auto branches = false;
    while (!in_.ended() && !in_.sees(')'))
      if (in_.accept('|')) {
        out_.pattern += '|';
        branches = true;
        any = any || std::exchange(this_one, true);
      } else {
        this_one = term() && this_one;
      }
    if (branches)
      out_.groups.choose(since);
    return any || this_one;
  }

  /// A piece and how often it matches. Whether an empty text may match.
  bool term() {
    in_.ended(); // past comments
    auto begin = out_.pattern.size();
    auto since = out_.groups.here();
    out_.places.emplace_back(begin, in_.at());
    auto kind = piece();
    if (kind == piece_kind::nothing)
      return true;
    auto may_be_empty = kind == piece_kind::optional || kind == piece_kind::assertion;
    auto times = read_java_repetition(in_);
    if (times.times.empty())
      return may_be_empty;
    auto captures = out_.pattern[begin] == '(' && out_.pattern[begin + 1] != '?';
    if (times.exact && times.optional) // {0}, of which PCRE2 10.42 would mind an \A within
      forget(begin, since);
    else
      repeat_piece(out_.pattern, begin, kind, times);
    out_.groups.repeat(since, times, captures, may_be_empty);
    return may_be_empty || times.optional;
  }

  piece_kind piece() {
    if (in_.accept('('))
      return group();
    return append(in_.accept('\\') ? escape(in_.take_raw()) : read_java_piece(in_));
  }

  piece_kind append(const java_piece& x) {
    out_.pattern += x.text;
    return x.kind;
  }

  java_piece escape(char32_t letter) {
    if (letter == 'k' || (letter >= '1' && letter <= '9'))
      return read_java_reference(in_, letter, out_.groups, all_);
    out_.uses_last_match = out_.uses_last_match || letter == 'G';
    return read_java_escape(in_, letter);
  }

  piece_kind group() {
    if (++depth_ > depth_max)
      in_.complain("groups are nested too deeply");
    auto kind = piece_kind::nothing;
    auto flags = in_.flags;
    auto since = out_.groups.here();
    if (auto opening = read_java_opening(in_, out_.groups)) {
      kind = body(*opening, since);
      in_.flags = flags;
    }
    --depth_;
    return kind;
  }

  /// What stands in a group, up to its `)`.
  piece_kind body(const java_opening& opening, java_regex_groups::mark since) {
    out_.pattern += opening.pcre2;
    auto begin = out_.pattern.size();
    auto kind = alternatives() ? piece_kind::optional : piece_kind::character;
    if (!in_.accept(')'))
      in_.complain("a group is not closed");
    auto lost = opening.behind && spread(begin);
    out_.pattern += ')';
    if (lost)
      keep_numbers(since);
    if (lost || opening.negative)
      out_.groups.lose(since);
    if (opening.keeps)
      out_.groups.keep(since);
    if (!opening.looks)
      return kind;
    out_.groups.decide(since);
    return piece_kind::assertion;
  }

  /// Makes the body of a look-behind one that PCRE2 takes, if it is none.
  bool spread(size_t begin) {
    auto fixed = spread_look_behind(std::string_view{out_.pattern}.substr(begin), room_);
    if (!fixed)
      return false;
    out_.pattern.replace(begin, std::string::npos, *fixed);
    forget_places(begin);
    return true;
  }

  /// Takes back what has been written since.
  void forget(size_t begin, java_regex_groups::mark since) {
    out_.pattern.resize(begin);
    forget_places(begin);
    keep_numbers(since);
  }

  void forget_places(size_t behind) {
    std::erase_if(out_.places, [&](auto& x) { return x.first > behind; });
  }

  /// Stands for the groups that are no longer there, so that those behind keep theirs.
  void keep_numbers(java_regex_groups::mark since) {
    for (auto i = since.groups; i < out_.groups.size(); ++i)
      out_.pattern += "(){0}";
  }

  java_regex_reader in_;
  const java_regex_groups* all_; ///< Once they are known.
  int depth_ = 0;
  size_t room_ = look_behind_bytes_max;
  translated_regex out_;
};

} // namespace

size_t translated_regex::place_of(size_t offset) const {
  size_t out = 0;
  for (auto& [begin, at] : places)
    if (begin <= offset)
      out = at;
  return out;
}

caf::expected<translated_regex>
translate_java_regex(std::string_view pattern, java_regex_flags flags) {
  if (pattern.size() > pattern_bytes_max)
    return failure(errc::config_invalid, "the pattern has more than 4096 bytes");
  auto first = translator{pattern, flags}.translate();
  return first ? translator{pattern, flags, &first->groups}.translate() : first;
}

} // namespace troupe
