#include "tests/support/catch.hpp"

#include "actors/asset/constraints.hpp"
#include "actors/link/coercion.hpp"
#include "actors/link/json_path.hpp"
#include "actors/link/pipeline.hpp"
#include "actors/link/write_template.hpp"
#include "actors/store/stored_value.hpp"
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

bool is_within(const value& x, int64_t least, int64_t most) {
  auto whole = std::get_if<int64_t>(&x);
  return whole && *whole >= least && *whole <= most;
}

/// The alternative is the type's, and what is written of it would be read as it again.
bool fits(const value& x, value_type type) {
  using limits_32 = std::numeric_limits<int32_t>;
  switch (kind_of(type)) {
  case value_kind::boolean: return std::holds_alternative<bool>(x);
  case value_kind::integer: return is_within(x, limits_32::min(), limits_32::max());
  case value_kind::byte: return is_within(x, -128, 127);
  case value_kind::long_:
  case value_kind::date:
  case value_kind::duration: return std::holds_alternative<int64_t>(x);
  case value_kind::number: return std::holds_alternative<double>(x);
  case value_kind::text: return std::holds_alternative<std::string>(x);
  case value_kind::json: return !is_null(x);
  default:
    return std::holds_alternative<json_text>(x)
           && read_stored(type, std::get<json_text>(x).text) == x;
  }
}

/// Every type, and arrays of each.
std::vector<value_type> all_types() {
  auto out = plain_value_types();
  for (auto type : plain_value_types()) {
    out.push_back(array_of(type));
    out.push_back(array_of(array_of(type)));
  }
  return out;
}

std::vector<std::pair<value_type, std::shared_ptr<const inbound_pipeline>>> pipelines() {
  std::vector<std::pair<value_type, std::shared_ptr<const inbound_pipeline>>> out;
  for (auto type : all_types())
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

TEST_CASE("no text or JSON, however broken, becomes what its type cannot be") {
  const std::vector<std::string> seeds{
      "2024-01-02T03:04:05.678+02:00",
      "Tue, 02 Jan 2024 03:04:05 GMT",
      "P1Y2M3W4DT5H6M7.8S",
      "PT-5,25S",
      "#FF8000",
      "REQUEST_START",
      "123456789012345678901234567890.10e-7",
      R"({"type":"Point","coordinates":[4.9,"52.37",11.5]})",
      R"({"r":255,"g":0,"b":128})",
      R"([[1,2.50,null],["2024-01-02",true],["READY",3]])",
      R"({"a":"1","b":["x",1e3],"c":{"d":null}})",
      "5pVko8Ec2xaBHZ3jSOmAvT@example.org",
      "fe80::1:192.168.0.1%eth0",
  };
  mutator mutate;
  auto types = all_types();
  auto fitting = 0;
  auto bad = 0;
  for (auto round = 0; round < 60'000; ++round) {
    auto text = mutate(seeds[mutate.pick(seeds.size())]);
    auto type = types[mutate.pick(types.size())];
    json_document document;
    auto well = valid_utf8(text) && document.parse(text);
    for (auto& got :
         {coerce_text(text, type), coerce_native(text, type),
          well ? coerce_json(document.root(), type) : parse_written(text, type)}) {
      if (!got || is_null(*got))
        continue;
      ++fitting;
      bad += !fits(*got, type);
      attribute_settings attribute;
      attribute.type = type;
      bad += broken_constraint(attribute, *got) == std::string{};
    }
  }
  CHECK(fitting > 1'000);
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
