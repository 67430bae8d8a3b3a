#pragma once

#include "actors/link/filter_chain.hpp"
#include "actors/link/payload.hpp"
#include "actors/link/predicate.hpp"
#include "actors/link/value_mapping.hpp"
#include "actors/link/write_template.hpp"
#include "config/settings.hpp"
#include "schemas/value.hpp"

#include <caf/expected.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

/// What an agent link does with payloads and writes: compiled once, then pure
/// functions that any thread may call. The behaviour is that of OpenRemote's
/// ProtocolUtil and ValueUtil.
namespace troupe {

/// How a payload ends.
enum class verdict : uint8_t {
  value,    ///< The attribute gets `content`.
  null,     ///< The attribute is set to null.
  no_match, ///< The message match said no.
  ignored,  ///< The converter dropped it.
  missed,   ///< The filters found nothing and `on_miss` is keep.
  misfit,   ///< It cannot become a value of the attribute's type.
  error,    ///< A step failed, e.g. the payload is no JSON.
};

struct inbound_result {
  enum verdict verdict = verdict::error;
  value content;
  std::string why; ///< For misfit and error: the step and the cause, never the payload.
};

class inbound_pipeline {
public:
  /// Fails with `config_invalid` where a setting is not understood.
  static caf::expected<std::shared_ptr<const inbound_pipeline>>
  compile(const agent_link_settings& link, value_type type);

  /// One message that came at `received_ms` (since the epoch), from its text to
  /// a value of the attribute's type. `trace` is told of each step.
  inbound_result run(payload_view& message, int64_t received_ms, link_trace* trace = nullptr) const;

  /// Update on write: what was written, from the value filters on.
  inbound_result run_written(const value& processed) const;

private:
  caf::error compile_match(const agent_link_settings& link);
  caf::expected<bool> takes(payload_view& message, int64_t received_ms, link_trace* trace) const;
  inbound_result finish(step_value x, filter_workspace& space) const;

  value_type type_ = value_type::text;
  on_miss miss_ = on_miss::keep;
  std::optional<predicate> match_; ///< None: takes every message.
  filter_chain match_filters_;
  payload_form form_ = payload_form::text;
  filter_chain filters_;
  std::optional<value_mapping> mapping_;
};

struct outbound_result {
  enum class kind : uint8_t {
    publish, ///< Send `payload`.
    ignored, ///< The filters or the converter dropped the write.
    error,   ///< `why` says which step failed and how.
  };
  enum kind kind = kind::error;
  std::string payload;
  value processed; ///< What update on write hands to the inbound pipeline.
  std::string why; ///< Never the value.
};

class outbound_pipeline {
public:
  /// Fails with `config_invalid` where a setting is not understood. Times are
  /// written in `zone`.
  static caf::expected<std::shared_ptr<const outbound_pipeline>>
  compile(const agent_link_settings& link, value_type type, const time_zone& zone = {});

  /// A value of the attribute's type, written at `now_ms` (since the epoch).
  outbound_result run(const value& x, int64_t now_ms) const;
  outbound_result run(const value& x, std::chrono::nanoseconds now) const;

private:
  value_type type_ = value_type::text;
  filter_chain filters_;
  std::optional<value_mapping> mapping_;
  std::optional<write_template> template_;
};

} // namespace troupe
