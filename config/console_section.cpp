#include "config/formats.hpp"
#include "config/sections.hpp"

#include <charconv>

namespace troupe::config {
namespace {

const words<role> roles{{"read", role::read}, {"write", role::write}, {"admin", role::admin}};

/// The host of "host:port" or "[host]:port"; nothing if `x` is neither.
std::optional<std::string_view> host_of(std::string_view x) {
  auto colon = x.rfind(':');
  if (colon == std::string_view::npos || colon == 0)
    return std::nullopt;
  auto digits = x.substr(colon + 1);
  unsigned port = 0;
  auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (problem != std::errc{} || end != digits.data() + digits.size() || port < 1 || port > 65535)
    return std::nullopt;
  auto host = x.substr(0, colon);
  if (host.front() == '[' && host.back() == ']')
    return host.substr(1, host.size() - 2);
  return host.find(':') == std::string_view::npos ? std::optional{host} : std::nullopt;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string listen_problem(std::string_view x) {
  return x.empty() || host_of(x) ? "" : "is no address; expected \"host:port\", or \"\" for none";
}

/// What is no hash may be a password, so it is not shown.
format<std::string> password_hash() {
  auto out = text("\"$argon2id$…\"");
  out.type = "an argon2id hash";
  out.read = [](reader& r, const node& x) -> std::optional<std::string> {
    auto found = as<std::string>(x);
    if (found && found->starts_with("$argon2id$"))
      return *found;
    r.error(x.at, "expected an argon2id hash, which starts with \"$argon2id$\"");
    return std::nullopt;
  };
  return out;
}

/// Whether the file itself asks for an address, and a good one.
bool asks_to_listen(const written& keys) {
  auto text = keys.value("listen") ? as<std::string>(*keys.value("listen")) : nullptr;
  return text && host_of(*text);
}

void check(reader& r, const written& keys, console_settings& x) {
  if (keys.has("tls_cert") != keys.has("tls_key"))
    keys.error(
        r, keys.has("tls_cert") ? "tls_cert" : "tls_key", "needs both, tls_cert and tls_key");
  auto host = host_of(x.listen);
  if (host && !is_loopback(*host) && !keys.has("tls_cert") && !x.insecure_http)
    keys.error(
        r, "listen",
        in_quotes(x.listen)
            + " reaches beyond this machine; "
              "set tls_cert and tls_key, or insecure_http = true");
  if (asks_to_listen(keys))
    keys.warning(r, "listen", "this version serves the unix socket only");
  if (keys.has("user"))
    keys.warning(r, "user", "this version serves the unix socket only, where no one logs in");
}

console_user_settings start_user(const console_settings&, const entry& e) {
  console_user_settings out;
  out.name = e.key;
  return out;
}

} // namespace

const section<console_user_settings>& console_user_section() {
  using s = console_user_settings;
  static const section<s> it{
      "A person or program that may log in to the console.",
      {
          {"password_hash",
           &s::password_hash,
           password_hash(),
           "The password's argon2id hash, encoded.",
           {.required = true, .hidden = true}},
          {"role", &s::role, choice(roles),
           "What the user may do; each word includes the ones before it."},
          {"realms",
           &s::realms,
           texts(reference_to(&reader::realms, "a realm of this configuration")),
           "The realms that the user sees.",
           {.example = "[\"hall\"]", .fallback = "all"}},
      }};
  return it;
}

const section<console_settings>& console_section() {
  using s = console_settings;
  static const section<s> it{
      "The console and its HTTP interface.",
      {
          {"listen", &s::listen, checked_text("an address", "\"127.0.0.1:8619\"", listen_problem),
           "Where to serve HTTP; \"\" for the unix socket only. Beyond loopback it needs TLS, or "
           "`insecure_http`."},
          {"tls_cert", &s::tls_cert, path("\"console.pem\""),
           "The server's certificate chain, as PEM."},
          {"tls_key", &s::tls_key, path("\"console.key\""), "Its private key, as PEM."},
          {"insecure_http", &s::insecure_http, boolean(),
           "Allows plain HTTP beyond loopback: everyone on the way can read and change it."},
          named_tables<s, console_user_settings>{
              "user", "NAME", console_user_section(), check_name, start_user,
              [](s& x, console_user_settings user) { x.users.push_back(std::move(user)); }},
      },
      check};
  return it;
}

} // namespace troupe::config
