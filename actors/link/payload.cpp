#include "actors/link/payload.hpp"

#include "schemas/text.hpp"

namespace troupe {
namespace {

/// What one thread keeps for its next message, so that most messages allocate
/// nothing; a document that had to grow large is let go.
constexpr size_t spare_bytes_max = 256 << 10;
thread_local std::unique_ptr<json_document> spare;

std::string to_hex(std::string_view bytes) {
  constexpr auto digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (auto c : bytes) {
    auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  constexpr auto digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    for (size_t j = i; j < i + 3; ++j)
      group = (group << 8) | (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0);
    for (size_t j = 0; j < 4; ++j)
      out += i + j > bytes.size() ? '=' : digits[(group >> (18 - 6 * j)) & 63];
  }
  return out;
}

} // namespace

payload_view::~payload_view() {
  if (document_ && document_->capacity_bytes() <= spare_bytes_max)
    spare = std::move(document_);
}

std::string_view payload_view::text() {
  if (text_state_ == state::unread) {
    text_state_ = valid_utf8(bytes_) ? state::good : state::bad;
    if (text_state_ == state::bad)
      repaired_ = repaired_utf8(bytes_);
  }
  return text_state_ == state::good ? bytes_ : std::string_view{repaired_};
}

std::string_view payload_view::text(payload_form form) {
  switch (form) {
  case payload_form::text: return text();
  case payload_form::hex:
    if (hex_.empty())
      hex_ = to_hex(bytes_);
    return hex_;
  case payload_form::base64:
    if (base64_.empty())
      base64_ = to_base64(bytes_);
    return base64_;
  case payload_form::bytes: break;
  }
  return {};
}

const json_node* payload_view::json() {
  if (json_state_ == state::unread) {
    document_ = spare ? std::move(spare) : std::make_unique<json_document>();
    json_state_ = document_->parse(text()) ? state::good : state::bad;
  }
  return json_state_ == state::good ? &document_->root() : nullptr;
}

} // namespace troupe
