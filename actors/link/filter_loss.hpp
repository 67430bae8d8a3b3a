#pragma once

#include "actors/link/filter_chain.hpp"

#include <string>
#include <string_view>

/// Why a value was lost, for somebody who never saw the code.
namespace troupe {

/// What stands where in a text that is no JSON; empty where it is some.
std::string json_complaint(std::string_view text);

/// How often the regular expression at `index` of `chain` matches in `before`: "matches
/// 2 times"; empty where it is no such filter.
std::string matches_words(const filter_chain& chain, size_t index, const step_value& before);

/// Why the filter at `index` of `chain` found nothing in `before`, or failed there.
/// `setting` is what the filter was made from. Empty where there is no more to say.
std::string filter_loss(
    const filter_chain& chain, size_t index, const value_filter& setting, const step_value& before,
    payload_view* message);

} // namespace troupe
