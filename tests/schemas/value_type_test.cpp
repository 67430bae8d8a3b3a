#include "tests/support/catch.hpp"

#include "schemas/value.hpp"

using namespace troupe;

TEST_CASE("value types are found by OpenRemote's names and by no other") {
  for (auto type : plain_value_types())
    for (auto each : {type, array_of(type), array_of(array_of(type))}) {
      INFO(to_string(each));
      CHECK(value_type_of(to_string(each)) == each);
    }
  for (auto name : {"", "Number", "[]", "number[", "number[ ]", "[]number", "number[][][]"}) {
    INFO(name);
    CHECK_FALSE(value_type_of(name));
  }
}

TEST_CASE("types are called as in OpenRemote") {
  CHECK(to_string(value_type::long_) == "long");
  CHECK(to_string(value_type::port_number) == "TCP_IPPortNumber");
  CHECK(to_string(value_type::geo_json_point) == "GEO_JSONPoint");
  CHECK(to_string(value_type::multivalued_text_map) == "multivaluedTextMap");
  CHECK(to_string(array_of(value_type::text)) == "text[]");
  CHECK(plain_value_types().size() == 41);
}

TEST_CASE("arrays and maps know what they hold") {
  CHECK(element_of(array_of(array_of(value_type::byte))) == array_of(value_type::byte));
  CHECK(element_of(array_of(value_type::number_map)) == value_type::number_map);
  CHECK(element_of(value_type::number_map) == value_type::number);
  CHECK(element_of(value_type::boolean_map) == value_type::boolean);
  CHECK(element_of(value_type::integer_map) == value_type::integer);
  CHECK(element_of(value_type::text_map) == value_type::text);
  CHECK(element_of(value_type::multivalued_text_map) == array_of(value_type::text));
  CHECK(kind_of(array_of(value_type::email)) == value_kind::array);
  CHECK(kind_of(value_type::email) == value_kind::text);
}

TEST_CASE("a word is found between its quotes") {
  auto ready = quote_word("READY");
  CHECK(ready.text == "\"READY\"");
  CHECK(quoted_word(ready) == "READY");
  json_text array{"[\"READY\"]"};
  CHECK_FALSE(quoted_word(array));
}
