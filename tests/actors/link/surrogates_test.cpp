#include "tests/support/catch.hpp"

#include "actors/link/json_document.hpp"
#include "actors/link/surrogates.hpp"

using namespace troupe;

TEST_CASE("an escaped surrogate without its other half is U+FFFD, and nothing else changes") {
  auto [json, paired] = GENERATE(table<std::string, std::string>({
      {R"("\ud83c\udf21")", R"("\ud83c\udf21")"},
      {R"("\ud83c")", R"("\ufffd")"},
      {R"("\udf21x")", R"("\ufffdx")"},
      {R"("\ud83c\ud83c\udf21")", R"("\ufffd\ud83c\udf21")"},
      {R"("\ud83c\n\udf21")", R"("\ufffd\n\ufffd")"},
      {R"("\\ud83c \\\ud83c")", R"("\\ud83c \\\ufffd")"},
      {R"("\u00e9\ud83)", R"("\u00e9\ud83)"},
      {R"("\)", R"("\)"},
      {"", ""},
  }));
  CHECK(with_paired_surrogates(json) == paired);
}

TEST_CASE("a document with half a surrogate pair is read as Jackson reads it") {
  json_document document;
  std::string text = R"({"name":"hot \ud83c","t":21.5,"\udf21":1})";
  REQUIRE(document.parse(text));
  CHECK(document.root().member("name")->text() == "hot \uFFFD");
  CHECK(document.root().member("t")->text() == "21.5");
  CHECK(document.root().member("\uFFFD"));
  CHECK_FALSE(document.parse(R"({"name":"\ud83c",})"));
  CHECK(document.problem() == "syntax error at byte 18");
}
