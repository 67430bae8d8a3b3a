#include "config/formats.hpp"

#include "schemas/errors.hpp"

namespace troupe::config {
namespace {

/// Where a secret stands; exactly one of them is set.
struct secret_source {
  std::optional<std::filesystem::path> file;
  std::optional<std::string> env;
  std::optional<std::string> credential;
};

constexpr auto forms = "{ file = … }, { env = … } or { credential = … }";

std::string name_problem(std::string_view x) {
  auto bad = x.empty() || x == "." || x == ".."
             || x.find_first_of(std::string_view{"/\0=", 3}) != std::string_view::npos;
  return bad ? "is no such name" : "";
}

void check(reader& r, const written& keys, secret_source&) {
  if (keys.has("file") + keys.has("env") + keys.has("credential") != 1)
    r.error(keys.at(""), std::string{"expected exactly one of file, env and credential"});
}

const section<secret_source>& secret_section() {
  using s = secret_source;
  static const section<s> it{
      "Where a secret stands: in exactly one of these places, never in the configuration itself.",
      {
          {"file", &s::file, path("\"broker.password\""),
           "A file; one line end after the secret is dropped. A relative path starts at the file "
           "that names it."},
          {"env", &s::env,
           checked_text("the name of a variable", "\"BROKER_PASSWORD\"", name_problem),
           "An environment variable."},
          {"credential", &s::credential,
           checked_text("the name of a credential", "\"keystore\"", name_problem),
           "A credential that systemd hands to the service (`LoadCredential=`)."},
      },
      check};
  return it;
}

std::string first_line_end_dropped(std::string x) {
  if (x.ends_with('\n'))
    x.pop_back();
  if (x.ends_with('\r'))
    x.pop_back();
  return x;
}

/// A secret that only the service sees: well for a check, but not for a run.
std::optional<secret>
unseen(reader& r, const origin& at, const std::string& text, const std::string& credential = {}) {
  if (!r.env.check_only)
    return r.error(at, text), std::nullopt;
  r.warning(at, text);
  r.unseen.push_back({r.path(), credential, to_string(r.problems.back())});
  return secret{};
}

std::optional<secret> from_file(reader& r, const origin& at, const std::filesystem::path& file) {
  auto content = r.env.secret_file(file);
  if (content)
    return secret{first_line_end_dropped(*std::move(content))};
  auto text = sentence(content.error());
  if (is(content.error(), errc::unavailable))
    return unseen(r, at, text);
  return r.error(at, text), std::nullopt;
}

std::optional<secret> from_credential(reader& r, const origin& at, const std::string& name) {
  auto folder = r.env.variable("CREDENTIALS_DIRECTORY");
  if (!folder)
    return unseen(
        r, at,
        "the credential " + in_quotes(name)
            + " cannot be seen here: systemd hands it to the service only",
        name);
  return from_file(r, at, std::filesystem::path{*folder} / name);
}

std::optional<secret> from_variable(reader& r, const origin& at, const std::string& name) {
  if (auto text = r.env.variable(name))
    return secret{*std::move(text)};
  return r.error(at, "the variable " + in_quotes(name) + " is not set"), std::nullopt;
}

std::optional<secret> read(reader& r, const node& x) {
  if (as<std::string>(x)) { // which must not be shown
    r.error(
        x.at, std::string{"expected "} + forms
                  + ", found a plain text: " + "secrets do not stand in the configuration");
    return std::nullopt;
  }
  if (!as<table>(x))
    return r.expected(x, forms), std::nullopt;
  auto before = r.problems.size();
  secret_source from;
  secret_section().read(r, {{}, x.at, x}, from);
  if (r.problems.size() > before)
    return std::nullopt;
  if (from.file)
    return from_file(r, x.at, *from.file);
  return from.env ? from_variable(r, x.at, *from.env) : from_credential(r, x.at, *from.credential);
}

} // namespace

format<secret> secret_text() {
  return {
      secret_type,      {}, "{ credential = \"keystore\" }", read, [](const secret&) { return ""; },
      &secret_section()};
}

} // namespace troupe::config
