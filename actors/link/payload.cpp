#include "actors/link/payload.hpp"

#include "schemas/text.hpp"

namespace troupe {
namespace {

/// What one thread keeps for its next message, so that most messages allocate
/// nothing; a document that had to grow large is let go.
constexpr size_t spare_bytes_max = 256 << 10;
thread_local std::unique_ptr<json_document> spare;

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

const json_node* payload_view::json() {
  if (json_state_ == state::unread) {
    document_ = spare ? std::move(spare) : std::make_unique<json_document>();
    json_state_ = document_->parse(text()) ? state::good : state::bad;
  }
  return json_state_ == state::good ? &document_->root() : nullptr;
}

} // namespace troupe
