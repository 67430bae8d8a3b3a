#pragma once

#include "actors/link/json_document.hpp"
#include "config/settings.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// One message as all links that want it see it; its JSON is parsed at most
/// once. `topic` and `bytes` must outlive it. Used by one thread.
class payload_view {
public:
  payload_view(std::string_view topic, std::string_view bytes) : topic_{topic}, bytes_{bytes} {}
  payload_view(const payload_view&) = delete;
  payload_view& operator=(const payload_view&) = delete;
  ~payload_view();

  std::string_view topic() const { return topic_; }
  std::string_view bytes() const { return bytes_; }

  /// The payload as UTF-8; malformed bytes become U+FFFD in the JDK's way.
  std::string_view text();

  /// The payload in this form; of bytes there is no text.
  std::string_view text(payload_form form);

  /// The text as JSON; null if it is none.
  const json_node* json();
  /// After `json` gave null.
  const std::string& json_problem() const { return document_->problem(); }

private:
  enum class state : uint8_t { unread, good, bad };

  std::string_view topic_;
  std::string_view bytes_;
  state text_state_ = state::unread;
  state json_state_ = state::unread;
  std::string repaired_;
  std::string hex_;
  std::string base64_;
  std::unique_ptr<json_document> document_;
};

} // namespace troupe
