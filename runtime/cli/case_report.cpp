#include "runtime/cli/case_report.hpp"

#include "runtime/cli/humane.hpp"
#include "runtime/cli/json_text.hpp"

#include <boost/json.hpp>

namespace troupe::cli {
namespace {

std::string place(const std::string& file, uint32_t line, uint32_t column = 0) {
  auto out = printable(file);
  if (line > 0)
    out += ":" + std::to_string(line);
  if (column > 0)
    out += ":" + std::to_string(column);
  return out;
}

size_t passed(const std::vector<case_report>& all) {
  size_t out = 0;
  for (auto& x : all)
    out += x.passed;
  return out;
}

size_t failed(const std::vector<case_report>& all) {
  size_t out = 0;
  for (auto& x : all)
    out += x.failed;
  return out;
}

} // namespace

std::string failures_text(const case_report& x) {
  std::string out;
  for (auto& failed : x.failures) {
    out += place(x.file, failed.line) + ": " + printable(failed.id);
    if (!failed.why.empty())
      out += ": " + printable(failed.why);
    if (!failed.expected.empty())
      out += "\n  expected  " + printable(failed.expected);
    out += "\n  got       " + printable(failed.got) + "\n\n";
  }
  if (!x.broken && x.failed > x.failures.size())
    out += place(x.file, 0) + ": " + count_text(x.failed - x.failures.size()) + " more failed\n\n";
  return out;
}

std::string doubts_text(const case_report& x) {
  std::string out;
  for (auto& doubt : x.doubts)
    out += place(x.file, doubt.line) + ": " + printable(doubt.id)
           + ": warning: " + printable(doubt.text) + "\n";
  return out;
}

std::string broken_line(const case_report& x) {
  if (!x.broken)
    return {};
  return place(x.file, x.broken->line, x.broken->column) + ": error: " + printable(x.broken->text)
         + "\n";
}

std::string totals_line(const std::vector<case_report>& all) {
  return std::to_string(passed(all)) + " passed, " + std::to_string(failed(all)) + " failed\n";
}

std::string reports_json(const std::vector<case_report>& all) {
  boost::json::array failures;
  boost::json::array warnings;
  boost::json::array errors;
  for (auto& report : all) {
    for (auto& x : report.failures)
      failures.push_back(
          {{"file", report.file},
           {"line", x.line},
           {"id", x.id},
           {"why", x.why},
           {"expected", x.expected},
           {"got", x.got}});
    for (auto& x : report.doubts)
      warnings.push_back({{"file", report.file}, {"line", x.line}, {"id", x.id}, {"text", x.text}});
    if (auto& x = report.broken)
      errors.push_back(
          {{"file", report.file}, {"line", x->line}, {"column", x->column}, {"text", x->text}});
  }
  return json_line(boost::json::object{
      {"passed", passed(all)},
      {"failed", failed(all)},
      {"failures", std::move(failures)},
      {"warnings", std::move(warnings)},
      {"errors", std::move(errors)}});
}

bool all_passed(const std::vector<case_report>& all) { return failed(all) == 0; }

} // namespace troupe::cli
