#include "tests/system/support/tls_server.hpp"

#include "tests/system/support/eventually.hpp"
#include "tests/system/support/ports.hpp"

#include <stdexcept>

namespace troupe::test {
namespace {

/// All that nginx writes stays in its folder; nothing else of the system's is read.
std::vector<std::string> nginx_command(
    const std::filesystem::path& folder, const issued& server, const std::string& configuration) {
  write_text(folder / "server.crt", server.certificate);
  write_text(folder / "server.key", server.key);
  write_text(
      folder / "nginx.conf",
      "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n"
      "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr;\nevents {}\n"
          + configuration);
  return {"/usr/sbin/nginx", "-e", "stderr", "-p", folder.string(), "-c", "nginx.conf"};
}

std::string tls_listener(uint16_t port) {
  return "listen 127.0.0.1:" + std::to_string(port)
         + " ssl; ssl_certificate server.crt; ssl_certificate_key server.key;";
}

} // namespace

broker_options tls_broker(
    const issued& server, const std::string& client_authority, std::vector<std::string> lines) {
  broker_options result;
  result.files = {{"server.crt", server.certificate}, {"server.key", server.key}};
  result.lines = {"certfile server.crt", "keyfile server.key"};
  if (!client_authority.empty()) {
    result.files.push_back({"clients.crt", client_authority});
    result.lines.insert(
        result.lines.end(),
        {"cafile clients.crt", "require_certificate true", "use_identity_as_username true"});
  }
  result.lines.insert(result.lines.end(), lines.begin(), lines.end());
  return result;
}

listening_program::listening_program(const command& make) {
  for (int attempt = 0; attempt < 3; ++attempt) { // another may have taken the free port
    port_ = free_port();
    process_ =
        std::make_unique<process>(process_options{make(port_, folder_.path()), {}, folder_.path()});
    if (eventually(
            [this] { return !process_->running() || wait_for_port(port_, milliseconds{50}); })
        && process_->running())
      return;
  }
  throw std::runtime_error{"a server does not start: " + process_->errors()};
}

std::unique_ptr<listening_program>
openssl_server(const issued& server, const std::vector<std::string>& more) {
  return std::make_unique<listening_program>(
      [&](uint16_t port, const std::filesystem::path& folder) {
        write_text(folder / "server.crt", server.certificate);
        write_text(folder / "server.key", server.key);
        std::vector<std::string> result{
            "openssl", "s_server",   "-accept", "127.0.0.1:" + std::to_string(port),
            "-cert",   "server.crt", "-key",    "server.key",
            "-quiet"};
        result.insert(result.end(), more.begin(), more.end());
        return result;
      });
}

std::unique_ptr<listening_program>
alpn_terminator(const issued& server, const std::string& protocol, uint16_t to) {
  return std::make_unique<listening_program>(
      [&](uint16_t port, const std::filesystem::path& folder) {
        return nginx_command(
            folder, server,
            "stream { map $ssl_alpn_protocol $behind { " + protocol
                + " 127.0.0.1:" + std::to_string(to) + "; }\nserver { " + tls_listener(port)
                + " ssl_alpn " + protocol + "; proxy_pass $behind; } }\n");
      });
}

std::unique_ptr<listening_program> https_terminator(const issued& server, uint16_t to) {
  return std::make_unique<listening_program>(
      [&](uint16_t port, const std::filesystem::path& folder) {
        std::string paths;
        for (auto* what : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
          paths += std::string{what} + "_temp_path " + what + ";\n";
        return nginx_command(
            folder, server,
            "http { access_log off;\n" + paths + "server { " + tls_listener(port)
                + "\nlocation / { return 404; }\nlocation = /mqtt { proxy_pass http://127.0.0.1:"
                + std::to_string(to)
                + "; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
                  " proxy_set_header Connection upgrade; } } }\n");
      });
}

} // namespace troupe::test
