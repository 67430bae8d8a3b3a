#include "config/csv.hpp"

#include "config/spelling.hpp"
#include "schemas/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace troupe::config {
namespace {

constexpr size_t most_columns = 64;
constexpr size_t longest_value = 1024;
constexpr size_t most_problems = 20;

/// One field after the other.
class csv_reader {
public:
  csv_reader(std::string_view text, std::shared_ptr<const std::string> name)
      : rest_{text}, at_{std::move(name), 1, 1} {}

  const origin& at() const { return at_; }

  bool skip_empty_lines() {
    while (!rest_.empty() && (rest_.front() == '\n' || rest_.starts_with("\r\n")))
      end_line();
    return !rest_.empty();
  }

  /// The row that begins here; what is wrong with it stands in `problem`. At most one field
  /// more than `most` is kept, all of them are counted.
  csv_row row(size_t most, size_t& count, std::optional<csv_problem>& problem) {
    csv_row out{at_, {}};
    for (count = 1;; ++count) {
      auto x = field(problem);
      if (out.values.size() <= most)
        out.values.push_back(std::move(x));
      if (!at(','))
        break;
      advance(1);
    }
    end_line();
    return out;
  }

private:
  bool at(char c) const { return !rest_.empty() && rest_.front() == c; }

  void advance(size_t bytes) {
    at_.column += static_cast<uint32_t>(bytes);
    rest_.remove_prefix(bytes);
  }

  void end_line() {
    if (at('\r'))
      rest_.remove_prefix(1);
    if (at('\n'))
      rest_.remove_prefix(1);
    ++at_.line;
    at_.column = 1;
  }

  std::string field(std::optional<csv_problem>& problem) {
    if (at('"'))
      return quoted(problem);
    auto size = std::min(rest_.find_first_of(",\n\""), rest_.size());
    auto begin = at_;
    auto x = rest_.substr(0, size);
    advance(size);
    check_length(problem, begin, size);
    if (at('"')) {
      fail(problem, at_, "has a quote within a value that does not begin with one");
      skip_line();
    }
    if (x.ends_with('\r') && (rest_.empty() || at('\n')))
      x.remove_suffix(1);
    return std::string{x};
  }

  std::string quoted(std::optional<csv_problem>& problem) {
    auto begin = at_;
    std::string out;
    for (advance(1);;) {
      auto size = rest_.find_first_of("\"\n");
      if (size == rest_.npos) {
        fail(problem, begin, "has a quote that is not closed");
        advance(rest_.size());
        return out;
      }
      out += rest_.substr(0, size);
      advance(size);
      if (at('\n')) {
        out += '\n';
        end_line();
      } else if (rest_.starts_with("\"\"")) {
        out += '"';
        advance(2);
      } else {
        break;
      }
    }
    advance(1);
    check_length(problem, begin, out.size());
    if (!rest_.empty() && !at(',') && !at('\n') && !rest_.starts_with("\r\n") && rest_ != "\r") {
      fail(problem, at_, "goes on behind a closing quote");
      skip_line();
    }
    return out;
  }

  static void check_length(std::optional<csv_problem>& problem, const origin& at, size_t size) {
    if (size > longest_value)
      fail(problem, at, "has a value of more than " + std::to_string(longest_value) + " bytes");
  }

  void skip_line() { advance(std::min(rest_.find('\n'), rest_.size())); }

  static void fail(std::optional<csv_problem>& problem, const origin& at, std::string text) {
    if (!problem)
      problem = csv_problem{at, std::move(text)};
  }

  std::string_view rest_;
  origin at_;
};

/// What is wrong with the names of the columns.
std::string head_problem(const csv_row& head) {
  constexpr auto characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  if (head.values.size() > most_columns)
    return "has more than " + std::to_string(most_columns) + " columns";
  for (auto i = head.values.begin(); i != head.values.end(); ++i) {
    if (i->empty() || i->find_first_not_of(characters) != i->npos)
      return in_quotes(*i)
             + " is no name of a column; expected letters, digits, \"_\" and \"-\", and commas "
               "between the columns";
    if (*i == "asset" || *i == "attribute")
      return "a column cannot be called " + in_quotes(*i) + ", which is a placeholder already";
    if (std::find(head.values.begin(), i, *i) != i)
      return "two columns are called " + in_quotes(*i);
  }
  return {};
}

} // namespace

std::optional<csv_table> parse_csv(
    std::string_view text, std::shared_ptr<const std::string> name, size_t most_rows,
    std::vector<csv_problem>& problems) {
  auto fail = [&](origin at, std::string sentence) {
    problems.push_back({std::move(at), std::move(sentence)});
    return std::nullopt;
  };
  if (!valid_utf8(text))
    return fail({name, 1, 1}, "is not UTF-8");
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);
  csv_reader in{text, name};
  if (!in.skip_empty_lines())
    return fail(in.at(), "is empty; expected a line with the names of the columns");
  std::optional<csv_problem> wrong;
  size_t count = 0;
  csv_table out{in.row(most_columns, count, wrong), {}};
  auto why = wrong ? wrong->text : head_problem(out.head);
  if (!why.empty())
    return fail(wrong ? wrong->at : out.head.at, why);
  auto columns = out.head.values.size();
  while (in.skip_empty_lines() && problems.size() < most_problems) {
    auto row = in.row(columns, count, wrong);
    if (wrong) {
      problems.push_back(*std::exchange(wrong, std::nullopt));
    } else if (count != columns) {
      fail(
          row.at, "has " + std::to_string(count) + (count == 1 ? " value" : " values")
                      + "; the columns are " + std::to_string(columns));
    } else if (out.rows.size() == most_rows) {
      return fail(row.at, "is one row too many: at most " + std::to_string(most_rows));
    } else {
      out.rows.push_back(std::move(row));
    }
  }
  return out;
}

std::optional<csv_table> read_csv(
    const std::filesystem::path& file, size_t most_rows, size_t& bytes_left,
    std::vector<csv_problem>& problems) {
  auto fail = [&](std::string why) {
    problems.push_back({{}, in_quotes(file.string()) + " " + why});
    return std::nullopt;
  };
  std::error_code none;
  if (std::filesystem::exists(file, none) && !std::filesystem::is_regular_file(file, none))
    return fail("is no file");
  errno = 0;
  std::ifstream in{file, std::ios::binary};
  if (!in)
    return fail(std::string{"cannot be read: "} + std::strerror(errno));
  std::string text;
  for (char block[1 << 16]; in.read(block, sizeof block), in.gcount() > 0;) {
    text.append(block, static_cast<size_t>(in.gcount()));
    if (text.size() > bytes_left)
      return fail("is too long: the rows of all groups together may have 64 MiB");
  }
  bytes_left -= text.size();
  return parse_csv(text, std::make_shared<const std::string>(file.string()), most_rows, problems);
}

} // namespace troupe::config
