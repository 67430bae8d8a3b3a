#include "actors/inspector/problem_file.hpp"

#include "schemas/errors.hpp"
#include "schemas/text.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace troupe {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr uintmax_t file_bytes_max = 4 << 20;

void append(json_writer& out, const char* name, const std::optional<problem_mark>& x) {
  if (!x)
    return;
  out.key(name).open('{').field("at", x->at_ms);
  if (x->until_ms != 0)
    out.field("until", x->until_ms);
  out.field("by", x->by).field("note", x->note).close('}');
}

std::string text_of(const json::object& x, std::string_view key) {
  auto found = x.if_contains(key);
  return found && found->is_string() ? repaired_utf8(found->as_string()) : std::string{};
}

int64_t number_of(const json::object& x, std::string_view key) {
  auto found = x.if_contains(key);
  return found && found->is_int64() ? found->as_int64() : 0;
}

std::optional<problem_mark> mark_of(const json::object& x, std::string_view key) {
  auto found = x.if_contains(key);
  if (!found || !found->is_object())
    return std::nullopt;
  auto& mark = found->as_object();
  return problem_mark{
      number_of(mark, "at"), number_of(mark, "until"), text_of(mark, "by"), text_of(mark, "note")};
}

kept_mark read_mark(const json::object& x) {
  kept_mark out;
  out.about.realm = text_of(x, "realm");
  out.about.kind = text_of(x, "kind");
  out.about.subject = text_of(x, "subject");
  out.about.agent = text_of(x, "agent");
  out.about.text = text_of(x, "text");
  out.acknowledged = mark_of(x, "acknowledged");
  out.muted = mark_of(x, "muted");
  return out;
}

caf::error cannot(const char* what, const fs::path& file, int code) {
  return failure(
      errc::store_failed, std::string{"cannot "} + what + ' ' + file.string() + ": "
                              + std::generic_category().message(code));
}

/// Closes `fd`, too.
caf::error write_all(int fd, std::string_view text, const fs::path& file) {
  caf::error failed;
  while (!text.empty() && !failed) {
    auto written = ::write(fd, text.data(), text.size());
    if (written >= 0)
      text.remove_prefix(static_cast<size_t>(written));
    else if (errno != EINTR)
      failed = cannot("write", file, errno);
  }
  if (!failed && ::fsync(fd) != 0)
    failed = cannot("write", file, errno);
  ::close(fd);
  return failed;
}

} // namespace

std::string encode_marks(const std::vector<kept_mark>& xs) {
  json_writer out;
  out.open('{').key("marks").open('[');
  for (auto& x : xs) {
    out.open('{').field("realm", x.about.realm).field("kind", x.about.kind);
    out.field("subject", x.about.subject).field("agent", x.about.agent);
    out.field("text", x.about.text);
    append(out, "acknowledged", x.acknowledged);
    append(out, "muted", x.muted);
    out.close('}');
  }
  return out.close(']').close('}').take() + '\n';
}

caf::expected<std::vector<kept_mark>> decode_marks(std::string_view text) {
  json::error_code error;
  auto parsed = json::parse(json::string_view{text.data(), text.size()}, error);
  auto whole = error ? nullptr : parsed.if_object();
  auto marks = whole ? whole->if_contains("marks") : nullptr;
  if (!marks || !marks->is_array())
    return failure(errc::store_failed, "it is not a file of marks on problems");
  std::vector<kept_mark> out;
  for (auto& x : marks->as_array())
    if (auto mark = x.if_object())
      out.push_back(read_mark(*mark));
  std::erase_if(out, [](auto& x) { return !x.acknowledged && !x.muted; });
  return out;
}

caf::expected<std::vector<kept_mark>> read_marks(const fs::path& file) {
  std::error_code missing;
  auto bytes = fs::file_size(file, missing);
  if (missing == std::errc::no_such_file_or_directory)
    return std::vector<kept_mark>{};
  if (missing)
    return cannot("read", file, missing.value());
  if (bytes > file_bytes_max)
    return failure(errc::store_failed, file.string() + " is too long");
  std::string text(bytes, '\0');
  std::ifstream in{file, std::ios::binary};
  if (!in.read(text.data(), static_cast<std::streamsize>(bytes)))
    return failure(errc::store_failed, "cannot read " + file.string());
  auto out = decode_marks(text);
  if (!out)
    return failure(errc::store_failed, file.string() + ": " + sentence(out.error()));
  return out;
}

caf::error write_marks(const fs::path& file, const std::vector<kept_mark>& xs) {
  auto fresh = file;
  fresh += ".new";
  auto fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return cannot("write", fresh, errno);
  if (auto failed = write_all(fd, encode_marks(xs), fresh))
    return failed;
  if (::rename(fresh.c_str(), file.c_str()) != 0)
    return cannot("replace", file, errno);
  auto folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0)
    return cannot("open", file.parent_path(), errno);
  auto failed = ::fsync(folder) != 0 ? cannot("write", file.parent_path(), errno) : caf::error{};
  ::close(folder);
  return failed;
}

} // namespace troupe
