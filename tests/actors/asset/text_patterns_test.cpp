#include "tests/support/catch.hpp"

#include "actors/asset/text_patterns.hpp"

#include <string>
#include <vector>

using namespace troupe;

namespace {

struct pattern {
  const char* name;
  bool (*matches)(std::string_view);
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

const std::vector<pattern> patterns{
    {"e-mail",
     is_email,
     {"a@b.c", "a.b@example.org", "x+y_z@a-b.example", "\"a@\\\"b\"@b.c", "a@[192.168.0.1]"},
     {"", "a", "@b.c", "a@", "a@b", "A@b.c", "a@B.c", "a..b@c.d", ".a@b.c", "a@-b.c", "a@b-.c",
      "a@b..c", "a b@c.d", "a@b.c ", "\"a@b.c", "\"a b\"@b.c", "a@[1.2.3]", "a@b.c\n"}},
    {"UUID",
     is_uuid,
     {"123e4567-e89b-12d3-a456-426614174000", "ABCDEF00-0000-0000-0000-00000000000f"},
     {"", "123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}",
      "123e4567-e89b-12d3-a456-42661417400", "g23e4567-e89b-12d3-a456-426614174000"}},
    {"asset id",
     is_asset_id,
     {"5pVko8Ec2xaBHZ3jSOmAvT", "0000000000000000000000"},
     {"", "5pVko8Ec2xaBHZ3jSOmAv", "5pVko8Ec2xaBHZ3jSOmAvTT", "5pVko8Ec2xaBHZ3jSOmAv-"}},
    {"timestamp",
     is_iso_timestamp,
     {"2024-01-02T03:04:05Z", "2024-02-29T23:59:59+19:59", "2024-01-02T03:04:05.123456789-00:30",
      "1000-01-01T00:00:00,5Z", "2000-02-29T00:00:00Z"},
     {"",
      "2024-01-02",
      "2024-01-02T03:04Z",
      "2024-01-02T03:04:05",
      "2024-01-02t03:04:05Z",
      "2023-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z",
      "2024-04-31T00:00:00Z",
      "2024-13-01T00:00:00Z",
      "2024-00-01T00:00:00Z",
      "2024-01-02T24:00:00Z",
      "2024-01-02T03:60:00Z",
      "2024-01-02T03:04:60Z",
      "2024-01-02T03:04:05.Z",
      "2024-01-02T03:04:05.0123456789Z",
      "2024-01-02T03:04:05+0100",
      "2024-01-02T03:04:05+20:00",
      "2024-01-02T03:04:05+01:60",
      "0999-01-02T03:04:05Z",
      "12024-01-02T03:04:05Z"}},
    {"IP address",
     is_ip_address,
     {"192.168.0.1", "001.2.3.4", " \t10.0.0.1", "255.255.255.255", "::", "::1",
      "1::", "fe80::1%eth0", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
      "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "2001:DB8::8:800:200C:417A", " ::1"},
     {"",
      "192.168.0.256",
      "1.2.3",
      "1.2.3.4.5",
      "1.2.3.4 ",
      "1..2.3",
      "0001.2.3.4",
      ":",
      ":::",
      "1:::2",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "1::2::3",
      "12345::",
      "g::",
      "::1%",
      "1:2:3:4:5:6:7:1.2.3.4",
      "::01.2.3.4",
      "1.2.3.4::",
      ":1::",
      "broker.local",
      "::1 "}},
    {"host name",
     is_host_name,
     {"a", "localhost", "broker.local", "7up", "a-b.c-d", "1a.b", "192"},
     {"", ".", "a.", ".a", "a..b", "-a", "a-", "a.-b", "a.1b", "192.168.0.256", "a_b", "a b",
      " a"}},
    {"HTTP address",
     [](std::string_view x) { return is_url(x, "http"); },
     {"http://a", "https://www.example.org/x?y=1#z", "example.org", "example.org:8080/",
      "https://10.0.0.1:1/", "http://::1/a", "HTTP"},
     {"", "http://", "https:///x", "ftp://a", "http://a b", "http://a:", "http://a:123456",
      "http://a/\n", "ws://a", "http:/a"}},
    {"WebSocket address",
     [](std::string_view x) { return is_url(x, "ws"); },
     {"ws://a/b", "wss://a:443", "a"},
     {"", "wss://", "http://a", "wsss://a"}},
};

} // namespace

TEST_CASE("texts match the patterns of their types as a whole") {
  for (auto& x : patterns) {
    for (auto& text : x.good) {
      INFO(x.name << " " << text);
      CHECK(x.matches(text));
    }
    for (auto& text : x.bad) {
      INFO(x.name << " " << text);
      CHECK_FALSE(x.matches(text));
    }
  }
}

TEST_CASE("patterns take no more than a moment for a hostile text") {
  for (auto& x : patterns)
    for (auto part : {"a", ".", ":", "a.", "1:", "1.", "@", "\\", "%", "/"}) {
      std::string text;
      for (auto i = 0; i < 200'000; ++i)
        text += part;
      INFO(x.name << " " << part);
      x.matches(text);
      x.matches("\"" + text + "\"@a.b");
      x.matches("::1%" + text);
    }
  SUCCEED();
}
