#include "runtime/link_cases/link_cases.hpp"

#include "runtime/link_cases/case_reading.hpp"
#include "runtime/link_cases/link_case.hpp"
#include "runtime/openremote/json_members.hpp"
#include "runtime/openremote/openremote_link.hpp"
#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace troupe {
namespace {

constexpr size_t file_size_max = 256 << 20;
constexpr size_t read_size = 64 << 10;
constexpr size_t failures_max = 10'000;
constexpr size_t doubts_max = 100;

/// Where a byte stands, for people.
struct text_place {
  uint32_t line = 1;
  uint32_t column = 1;
};

text_place place_of(std::string_view text, size_t byte) {
  auto before = text.substr(0, byte);
  auto last_line = before.rfind('\n');
  auto lines = std::count(before.begin(), before.end(), '\n');
  auto column = last_line == before.npos ? before.size() : before.size() - last_line - 1;
  return {static_cast<uint32_t>(lines + 1), static_cast<uint32_t>(column + 1)};
}

/// Tells the lines of cases in the order of their file, going through it once.
class line_finder {
public:
  explicit line_finder(std::string_view text) : text_{text} {}

  /// By the case's first member whose name needed no unescaping; 0 if there is none.
  uint32_t line_of(const json_node& test) {
    for (auto x = test.begin(); x != test.end(); x = x->next()) {
      auto name = x->key().data();
      if (!name || name < text_.data() + seen_ || name >= text_.data() + text_.size())
        continue;
      auto until = static_cast<size_t>(name - text_.data());
      line_ += static_cast<uint32_t>(
          std::count(text_.begin() + seen_, text_.begin() + static_cast<ptrdiff_t>(until), '\n'));
      seen_ = static_cast<ptrdiff_t>(until);
      return line_;
    }
    return 0;
  }

private:
  std::string_view text_;
  ptrdiff_t seen_ = 0;
  uint32_t line_ = 1;
};

bool is_topic_kind(std::string_view kind) {
  for (auto x : {"match", "filter", "topicName", "group", "qos"})
    if (kind == x)
      return true;
  return false;
}

/// Which kind of case it is, its members tell.
caf::expected<observed> run_case(const json_node& test, int64_t now_ms) {
  auto has = [&](std::string_view name) { return test.member(name) != nullptr; };
  auto kind = json_members{test}.text("kind").value_or("");
  if (is_topic_kind(kind))
    return run_topic_case(test);
  if (kind == "constraint")
    return run_constraint_case(test);
  if (has("predicate"))
    return run_predicate_case(test, now_ms);
  if (has("from"))
    return run_coercion_case(test);
  if (has("payload") || has("payloadHex") || has("payloadParts") || has("payloads"))
    return run_inbound_case(test, now_ms);
  if (has("value"))
    return run_outbound_case(test);
  return unreadable(
      "it is no known kind of case: there is no payload, value, from, predicate or known kind");
}

std::string listed(const std::vector<const json_node*>& outcomes) {
  std::string out;
  for (auto x : outcomes) {
    std::string json;
    write_json(json, *x);
    out += (out.empty() ? "" : " or ") + shortened(json);
  }
  return out;
}

/// Whether the case passed; else fills in what was expected and what came.
bool passes(const json_node& test, int64_t now_ms, failed_case& out) {
  if (test.kind != json_kind::object) {
    out.got = "not run: the case is no JSON object";
    return false;
  }
  auto outcomes = passing_outcomes(test);
  out.expected = listed(outcomes);
  if (outcomes.empty()) {
    out.got = "not run: there is no outcome in expect";
    return false;
  }
  auto got = run_case(test, now_ms);
  if (!got) {
    out.got = "not run: " + sentence(got.error());
    return false;
  }
  out.got = got->text;
  return std::any_of(
      outcomes.begin(), outcomes.end(), [&](auto outcome) { return got->agrees(*outcome); });
}

case_report broken(std::string file, broken_file x) {
  return {std::move(file), 0, 1, {}, {}, std::move(x)};
}

/// All of a file, whatever kind of file it is, up to one byte too many.
std::optional<std::string> content_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  std::string out;
  while (in && out.size() <= file_size_max) {
    auto before = out.size();
    out.resize(before + read_size);
    in.read(out.data() + before, read_size);
    out.resize(before + static_cast<size_t>(in.gcount()));
  }
  return in.eof() || out.size() > file_size_max ? std::optional{std::move(out)} : std::nullopt;
}

} // namespace

case_report run_cases(std::string file, std::string_view text, int64_t now_ms) {
  if (!valid_utf8(text))
    return broken(std::move(file), {0, 0, "is not UTF-8"});
  json_document document;
  if (!document.parse(text)) {
    auto at = place_of(text, document.problem_at());
    return broken(
        std::move(file),
        {at.line, at.column, "expected a JSON array of cases: " + document.problem()});
  }
  auto& all = document.root();
  if (all.kind != json_kind::array)
    return broken(std::move(file), {1, 1, "expected a JSON array of cases"});
  case_report out{std::move(file), 0, 0, {}, {}, {}};
  line_finder lines{text};
  for (auto test = all.begin(); test != all.end(); test = test->next()) {
    failed_case failed;
    auto line = test->kind == json_kind::object ? lines.line_of(*test) : 0;
    auto id_of = [&, number = out.passed + out.failed + 1] {
      auto id = json_members{*test}.text("id");
      return shortened(id.value_or("case " + std::to_string(number)));
    };
    auto link = test->kind == json_kind::object ? test->member("link") : nullptr;
    auto doubt = link && out.doubts.size() < doubts_max ? passed_over(*link) : "";
    if (!doubt.empty())
      out.doubts.push_back({id_of(), line, "link: " + doubt});
    if (passes(*test, now_ms, failed)) {
      ++out.passed;
      continue;
    }
    if (++out.failed > failures_max)
      continue;
    failed.id = id_of();
    failed.why = shortened(json_members{*test}.text("why").value_or(""));
    failed.line = line;
    out.failures.push_back(std::move(failed));
  }
  return out;
}

case_report run_case_file(const std::string& file, int64_t now_ms) {
  errno = 0;
  auto text = content_of(file);
  if (!text)
    return broken(file, {0, 0, std::string{"cannot be read: "} + std::strerror(errno)});
  if (text->size() > file_size_max)
    return broken(file, {0, 0, "is larger than 256 MiB"});
  return run_cases(file, *text, now_ms);
}

} // namespace troupe
