#include "tests/support/catch.hpp"

#include "actors/asset/constraints.hpp"
#include "actors/link/coercion.hpp"
#include "actors/link/pipeline.hpp"
#include "actors/store/stored_value.hpp"
#include "schemas/text.hpp"
#include "tests/support/fuzzer.hpp"

#include <limits>

using namespace troupe;
using namespace troupe::test;

namespace {

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

TEST_CASE("no payload, however broken, makes a pipeline give another type's value", "[fuzz]") {
  fuzzer fuzz{20'000, "payload"};
  auto all = pipelines();
  while (fuzz.next()) {
    auto payload = fuzz.text();
    payload_view message{"t", payload};
    auto& [type, pipeline] = fuzz.one_of(all);
    auto got = pipeline->run(message, 0);
    auto explained = got.verdict == verdict::misfit || got.verdict == verdict::error;
    auto fitting = got.verdict == verdict::value ? fits(got.content, type) : is_null(got.content);
    fuzz.check(explained != got.why.empty() && valid_utf8(message.text()) && fitting, payload);
  }
}

TEST_CASE("no text or JSON, however broken, becomes what its type cannot be", "[fuzz]") {
  fuzzer fuzz{60'000, "typed_text"};
  auto types = all_types();
  auto fitting = 0;
  while (fuzz.next()) {
    auto text = fuzz.text();
    auto type = fuzz.one_of(types);
    json_document document;
    auto well = valid_utf8(text) && document.parse(text);
    for (auto& got :
         {coerce_text(text, type), coerce_native(text, type),
          well ? coerce_json(document.root(), type) : parse_written(text, type)}) {
      if (!got || is_null(*got))
        continue;
      ++fitting;
      attribute_settings attribute;
      attribute.type = type;
      fuzz.check(fits(*got, type) && broken_constraint(attribute, *got) != std::string{}, text);
    }
  }
  CHECK(fitting > fuzz.rounds() / 60);
}

TEST_CASE("compact JSON is read back as itself, whatever it was made from", "[fuzz]") {
  fuzzer fuzz{20'000, "payload"};
  auto parsed = 0;
  while (fuzz.next()) {
    auto text = fuzz.text();
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
    fuzz.check(again && once == twice, text);
  }
  CHECK(parsed > fuzz.rounds() / 20);
}

TEST_CASE("a written text is refused or a value of its type", "[fuzz]") {
  fuzzer fuzz{20'000, "payload"};
  while (fuzz.next()) {
    auto text = fuzz.text();
    auto written = parse_written(text, value_type::long_);
    fuzz.check(!written || is_null(*written) || std::holds_alternative<int64_t>(*written), text);
  }
}
