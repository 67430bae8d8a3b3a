#pragma once

#include "actors/link/filter_chain.hpp"

#include <string>
#include <string_view>

/// Why a value was lost, for somebody who never saw the code.
namespace troupe {

/// What stands where in a text that is no JSON; empty where it is some.
std::string json_complaint(std::string_view text);

/// What to know of `found`, which the filter at `index` of `chain` made of `before`: how
/// often a pattern matches, what the array of a path holds. Empty if it is plain.
std::string found_words(
    const filter_chain& chain, size_t index, const value_filter& setting, const step_value& before,
    const step_value& found, payload_view* message);

/// Why the filter at `index` of `chain` found nothing in `before`, or failed there.
/// `setting` is what the filter was made from. Empty where there is no more to say.
std::string filter_loss(
    const filter_chain& chain, size_t index, const value_filter& setting, const step_value& before,
    payload_view* message);

} // namespace troupe
