#pragma once

#include "actors/inspector/inquiry.hpp"
#include "actors/inspector/problems.hpp"

#include <functional>
#include <vector>

namespace troupe {

/// What some realms say about their agents and stores, and what is wrong there.
struct overview {
  realm_answers<std::vector<agent_view>> agents;
  realm_answers<store_view> stores;
  realm_answers<std::vector<silence_view>> silences;
  vault_view vault; ///< The keys of these realms, and what is trusted.
  bool vault_answered = false;
  std::vector<problem> problems; ///< Of the process, too; what follows from another is folded.
};

/// Asks the realms and gives `then` what came together.
void look_around(
    const inquiry_ptr& q, const std::vector<std::string>& realms,
    std::function<void(const overview&)> then);

/// Whether a key is one of these realms', by its alias.
bool is_of(const std::vector<std::string>& realms, const certificate_view& x);

/// Whether a problem is one of these realms', or of the process.
bool concerns(const problem& x, const std::vector<std::string>& realms);

/// Asks for the certificates: the keys of these realms, and all that is trusted.
void ask_vault(
    const inquiry_ptr& q, const std::vector<std::string>& realms,
    std::function<void(const caf::expected<vault_view>&)> then);

} // namespace troupe
