#include "tests/support/catch.hpp"

#include "actors/link/coercion.hpp"
#include "actors/link/json_path.hpp"
#include "actors/link/pipeline.hpp"
#include "actors/link/write_template.hpp"
#include "schemas/text.hpp"

#include <limits>
#include <random>

using namespace troupe;

namespace {

/// Changes a few bytes, always in the same way.
class mutator {
public:
  std::string operator()(std::string x) {
    for (auto changes = 1 + pick(4); changes > 0; --changes) {
      auto at = pick(x.size() + 1);
      switch (pick(5)) {
      case 0: x.insert(at, 1, static_cast<char>(pick(256))); break;
      case 1: x.insert(at, tokens[pick(std::size(tokens))]); break;
      case 2: x.erase(at, 1 + pick(3)); break;
      case 3: x.insert(at, x.substr(pick(x.size() + 1), pick(20))); break;
      default:
        if (at < x.size())
          x[at] = static_cast<char>(x[at] ^ (1 << pick(8)));
      }
    }
    return x;
  }

  size_t pick(size_t below) { return random_() % below; }

private:
  static constexpr std::string_view tokens[] = {
      "{",     "}",  "[",    "]",    "\"",    "\\u", "\\",   ",",     ":",        "e", "-",
      ".",     "1e", "null", "true", "1e999", "\0",  "\xC3", "\xED",  "\xF0\x9F", "%", "%VALUE",
      "%TIME", "$",  "..",   "['",   "']",    "(",   "*",    "99999", "\\ud83c"};
  std::mt19937 random_{20261123};
};

const std::vector<std::string> payloads{
    R"({"a":{"b":[10,-2.5e3,{"c":"x\n\u00e9"}]},"t":21.5,"on":true,"n":null})",
    R"([[1,2],{"a":"1e3"},"text",false,12345678901234567890])",
    "21.5",
    "-9223372036854775808",
    "\"quoted\"",
    "Zürich 温度 🌡",
};

bool fits(const value& x, value_type type) {
  switch (type) {
  case value_type::boolean: return std::holds_alternative<bool>(x);
  case value_type::integer:
    return std::holds_alternative<int64_t>(x)
           && std::get<int64_t>(x) == static_cast<int32_t>(std::get<int64_t>(x));
  case value_type::long_: return std::holds_alternative<int64_t>(x);
  case value_type::number: return std::holds_alternative<double>(x);
  case value_type::text: return std::holds_alternative<std::string>(x);
  case value_type::json_object:
    return std::holds_alternative<json_text>(x) && std::get<json_text>(x).text[0] == '{';
  case value_type::json: return !is_null(x);
  }
  return false;
}

std::vector<std::pair<value_type, std::shared_ptr<const inbound_pipeline>>> pipelines() {
  std::vector<std::pair<value_type, std::shared_ptr<const inbound_pipeline>>> out;
  for (auto type :
       {value_type::boolean, value_type::integer, value_type::long_, value_type::number,
        value_type::text, value_type::json_object, value_type::json})
    for (auto path : {"", "$", "$.a.b[-1].c", "$.t", "$[0]"}) {
      agent_link_settings link;
      if (*path)
        link.value_filters = {json_path_filter{path, out.size() % 3 == 0, false, {}}};
      if (out.size() % 2 == 0)
        link.converter = value_converter{{"ON", {"1"}}, {"*", {"\"@NEGATE\""}}};
      link.on_miss = out.size() % 4 == 0 ? on_miss::null : on_miss::keep;
      out.emplace_back(type, inbound_pipeline::compile(link, type).value());
    }
  return out;
}

} // namespace

TEST_CASE("no payload, however broken, makes a pipeline give a value of another type") {
  mutator mutate;
  auto all = pipelines();
  auto bad = 0;
  for (auto round = 0; round < 20'000; ++round) {
    auto payload = mutate(payloads[mutate.pick(payloads.size())]);
    payload_view message{"t", payload};
    auto& [type, pipeline] = all[mutate.pick(all.size())];
    auto got = pipeline->run(message, 0);
    auto explained = got.verdict == verdict::misfit || got.verdict == verdict::error;
    auto good = explained != got.why.empty() && valid_utf8(message.text())
                && (got.verdict != verdict::value || fits(got.content, type))
                && (got.verdict == verdict::value || is_null(got.content));
    bad += !good;
  }
  CHECK(bad == 0);
}

TEST_CASE("compact JSON is read back as itself, whatever it was made from") {
  mutator mutate;
  auto parsed = 0;
  auto bad = 0;
  for (auto round = 0; round < 20'000; ++round) {
    auto text = mutate(payloads[mutate.pick(payloads.size())]);
    json_document first;
    if (!first.parse(text))
      continue;
    ++parsed;
    std::string once, twice;
    write_json(once, first.root());
    json_document second;
    auto again = second.parse(once);
    if (again)
      write_json(twice, second.root());
    bad += !again || once != twice;
  }
  CHECK(parsed > 1'000);
  CHECK(bad == 0);
}

TEST_CASE("broken settings and writes are refused or work, and nothing else") {
  mutator mutate;
  const std::vector<std::string> paths{
      "$.a['b c'][-1].d", "$..a[?(@.b)]", "a.b[0]", "$['\\u00e9']"};
  const std::vector<std::string> templates{
      R"({"t":%VALUE%,"at":"%TIME%"})", "%TIME:EPOCH_MILLIS%", "%VALUE:%.2f%"};
  json_document document;
  REQUIRE(document.parse(payloads[0]));
  auto bad = 0;
  for (auto round = 0; round < 20'000; ++round) {
    if (auto path = json_path::compile(mutate(paths[mutate.pick(paths.size())]))) {
      json_arena arena;
      auto hit = path->find(document.root(), arena);
      bad += (hit.outcome == json_path::outcome::found) != (hit.node != nullptr);
    }
    if (auto text = write_template::compile(mutate(templates[mutate.pick(templates.size())])))
      if (auto made = text->render({"%VALUE%", 21.5}, {}))
        bad += made->size() > 30'000;
    auto written = parse_written(mutate(payloads[mutate.pick(payloads.size())]), value_type::long_);
    bad += written && !is_null(*written) && !std::holds_alternative<int64_t>(*written);
  }
  CHECK(bad == 0);
}
