#pragma once

#include "actors/inspector/json_writer.hpp"
#include "schemas/reload.hpp"

namespace troupe {

/// {ok, problem, step, file, by, time, confirm_until, findings: [{severity, file, line, column,
/// text}], changes: [{realm, kind, name, action, detail}]}
void append(json_writer& out, const reload_report& x);

} // namespace troupe
