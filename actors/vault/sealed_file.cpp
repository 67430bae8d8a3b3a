#include "actors/vault/sealed_file.hpp"

#include "schemas/errors.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/mman.h>
#include <unistd.h>

namespace troupe {

cleansed_text::cleansed_text(cleansed_text&& x) noexcept : text_{x.text_} { x.cleanse(); }

cleansed_text& cleansed_text::operator=(cleansed_text&& x) noexcept {
  if (this != &x) {
    cleanse();
    text_ = x.text_;
    x.cleanse();
  }
  return *this;
}

cleansed_text::~cleansed_text() { cleanse(); }

void cleansed_text::cleanse() {
  OPENSSL_cleanse(text_.data(), text_.size());
  text_.clear();
}

sealed_file::sealed_file(sealed_file&& x) noexcept : fd_{std::exchange(x.fd_, -1)} {}

sealed_file& sealed_file::operator=(sealed_file&& x) noexcept {
  std::swap(fd_, x.fd_);
  return *this;
}

sealed_file::~sealed_file() {
  if (fd_ >= 0)
    ::close(fd_);
}

caf::expected<sealed_file> sealed_file::make(const char* name, std::string_view content) {
  auto failed = [](const char* what) {
    return failure(
        errc::unavailable, std::string{"cannot "} + what
                               + " a file in memory: " + std::system_category().message(errno));
  };
  sealed_file out{::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING)};
  if (!out)
    return failed("make");
  while (!content.empty()) {
    auto written = ::write(out.fd_, content.data(), content.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return failed("write");
    content.remove_prefix(static_cast<size_t>(written));
  }
  if (::fcntl(out.fd_, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    return failed("seal");
  return out;
}

std::string sealed_file::path() const { return "/proc/self/fd/" + std::to_string(fd_); }

} // namespace troupe
