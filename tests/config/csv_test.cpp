#include "config/csv.hpp"
#include "tests/config/support.hpp"
#include "tests/support/catch.hpp"

namespace troupe::test {
namespace {

using rows = std::vector<std::vector<std::string>>;

struct reading {
  std::optional<config::csv_table> table;
  std::vector<config::csv_problem> problems;
};

reading read(std::string_view text, size_t most_rows = 100) {
  reading out;
  out.table = config::parse_csv(
      text, std::make_shared<const std::string>("a.csv"), most_rows, out.problems);
  return out;
}

/// The head and the rows.
rows values(const reading& x) {
  REQUIRE(x.table);
  rows out{x.table->head.values};
  for (auto& row : x.table->rows)
    out.push_back(row.values);
  return out;
}

std::string complaints(const reading& x) {
  std::string out;
  for (auto& problem : x.problems)
    out += to_string(problem.at) + " " + problem.text + "\n";
  return out;
}

} // namespace

TEST_CASE("the values of a CSV file are read as RFC 4180 has them") {
  struct row {
    std::string text;
    rows expected;
  };
  for (auto& x : std::vector<row>{
           {"id", {{"id"}}},
           {"id,line\na,1\nb,2\n", {{"id", "line"}, {"a", "1"}, {"b", "2"}}},
           {"id,line\r\na,1\r\n", {{"id", "line"}, {"a", "1"}}},
           {"id,line\r\na,1", {{"id", "line"}, {"a", "1"}}},
           {"\xEF\xBB\xBFid\na", {{"id"}, {"a"}}},
           {"\n\r\nid\n\na\n\n", {{"id"}, {"a"}}},
           {"id,line\n,\n", {{"id", "line"}, {"", ""}}},
           {"id,line\na, 1 \n", {{"id", "line"}, {"a", " 1 "}}},
           {"\"id\",line\n\"a,b\",\"say \"\"c\"\"\"\r\n", {{"id", "line"}, {"a,b", "say \"c\""}}},
           {"id,line\n\"a\nb\",\"\"\n", {{"id", "line"}, {"a\nb", ""}}},
           {"id\n\xC3\xA4\n", {{"id"}, {"\xC3\xA4"}}},
       }) {
    INFO(x.text);
    auto result = read(x.text);
    CHECK(complaints(result).empty());
    CHECK(values(result) == x.expected);
  }
}

TEST_CASE("a row stands where its first value does") {
  auto table = *read("id,line\n\"a\nb\",1\n\nc,2\n").table;
  CHECK(to_string(table.head.at) == "a.csv:1:1");
  CHECK(to_string(table.rows.at(0).at) == "a.csv:2:1");
  CHECK(to_string(table.rows.at(1).at) == "a.csv:5:1");
}

TEST_CASE("columns that cannot be told apart give nothing and one complaint") {
  struct row {
    std::string text, expected;
  };
  for (auto& x : std::vector<row>{
           {"", "a.csv:1:1 is empty; expected a line with the names of the columns\n"},
           {"\n\n", "a.csv:3:1 is empty; expected a line with the names of the columns\n"},
           {"id;line\na;1\n",
            "a.csv:1:1 \"id;line\" is no name of a column; expected letters, digits, \"_\" and "
            "\"-\", and commas between the columns\n"},
           {"id,\n",
            "a.csv:1:1 \"\" is no name of a column; expected letters, digits, \"_\" and \"-\", and "
            "commas between the columns\n"},
           {"id,line,id\n", "a.csv:1:1 two columns are called \"id\"\n"},
           {"id,asset\n",
            "a.csv:1:1 a column cannot be called \"asset\", which is a placeholder already\n"},
           {"\xFF\xFEi", "a.csv:1:1 is not UTF-8\n"},
           {"id,\"line\na", "a.csv:1:4 has a quote that is not closed\n"},
       }) {
    INFO(x.text);
    auto result = read(x.text);
    CHECK_FALSE(result.table);
    CHECK(complaints(result) == x.expected);
  }
  std::string wide = "c0";
  for (auto i = 1; i < 65; ++i)
    wide += ",c" + std::to_string(i);
  CHECK(complaints(read(wide)) == "a.csv:1:1 has more than 64 columns\n");
}

TEST_CASE("a bad row is told at its place, and the others are read") {
  struct row {
    std::string text, expected;
    size_t good;
  };
  for (auto& x : std::vector<row>{
           {"id,line\na\nb,1\n", "a.csv:2:1 has 1 value; the columns are 2\n", 1},
           {"id,line\na,1,2\nb,1\n", "a.csv:2:1 has 3 values; the columns are 2\n", 1},
           {"id,line\na,b\"c\nb,1\n",
            "a.csv:2:4 has a quote within a value that does not begin with one\n", 1},
           {"id,line\n\"a\"b,1\nb,1\n", "a.csv:2:4 goes on behind a closing quote\n", 1},
           {"id,line\nb," + std::string(1024, 'x') + "\na," + std::string(1025, 'x') + "\n",
            "a.csv:3:3 has a value of more than 1024 bytes\n", 1},
           {"id,line\nb,1\na,\"" + std::string(1025, '\n') + "\"\n",
            "a.csv:3:3 has a value of more than 1024 bytes\n", 1},
           {"id,line\nb,1\na,\"x\ny", "a.csv:3:3 has a quote that is not closed\n", 1},
       }) {
    INFO(x.text);
    auto result = read(x.text);
    REQUIRE(result.table);
    CHECK(complaints(result) == x.expected);
    CHECK(result.table->rows.size() == x.good);
  }
}

TEST_CASE("rows and complaints about rows have a bound") {
  auto result = read("id\na\nb\nc\n", 2);
  CHECK_FALSE(result.table);
  CHECK(complaints(result) == "a.csv:4:1 is one row too many: at most 2\n");
  std::string bad = "id,line\n";
  for (auto i = 0; i < 1'000; ++i)
    bad += "a\n";
  CHECK(read(bad).problems.size() == 20);
}

TEST_CASE("a file is read within the bytes that are left") {
  temporary_folder folder;
  auto file = folder.write("a.csv", "id\na\n");
  std::vector<config::csv_problem> problems;
  size_t left = 7;
  CHECK(config::read_csv(file, 10, left, problems));
  CHECK(left == 2);
  CHECK_FALSE(config::read_csv(file, 10, left, problems));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].text.ends_with("is too long: the rows of all groups together may have 64 MiB"));
  for (auto name : {folder.path(), std::string{"/dev/zero"}, folder.path() + "/none"}) {
    problems.clear();
    CHECK_FALSE(config::read_csv(name, 10, left, problems));
    CHECK(problems.size() == 1);
  }
}

} // namespace troupe::test
