#pragma once

#include "actors/inspector/inquiry.hpp"

/// One function for each route of the API. Each answers the inquiry, now or
/// when those it asked have answered.
namespace troupe::routes {

// The process.
void livez(const inquiry_ptr& q);
void readyz(const inquiry_ptr& q);
void status(const inquiry_ptr& q);
void problems(const inquiry_ptr& q);
void acknowledge_problem(const inquiry_ptr& q);       ///< {id}
void take_back_acknowledgement(const inquiry_ptr& q); ///< {id}
void mute_problem(const inquiry_ptr& q);              ///< {id}
void unmute_problem(const inquiry_ptr& q);            ///< {id}
void health(const inquiry_ptr& q);
void actors(const inquiry_ptr& q);
void actor(const inquiry_ptr& q); ///< {id}
void certificates(const inquiry_ptr& q);

// Its configuration.
void config(const inquiry_ptr& q); ///< What came of the last reload.
void reload_config(const inquiry_ptr& q);
void confirm_config(const inquiry_ptr& q);
void roll_back_config(const inquiry_ptr& q);

// The realms.
void agents(const inquiry_ptr& q);
void probe(const inquiry_ptr& q); ///< {realm, agent}
void stores(const inquiry_ptr& q);
void leftovers(const inquiry_ptr& q);
void purge(const inquiry_ptr& q);
void ledger(const inquiry_ptr& q);
void attributes(const inquiry_ptr& q);
void last_messages(const inquiry_ptr& q); ///< Of the links, with their steps.
void explain(const inquiry_ptr& q);       ///< The body as a payload, with its steps.

// Assets, modelled on OpenRemote's API.
void asset(const inquiry_ptr& q);           ///< {realm, asset}
void assets(const inquiry_ptr& q);          ///< {realm}
void query_assets(const inquiry_ptr& q);    ///< {realm}
void write_attribute(const inquiry_ptr& q); ///< {realm, asset, attribute}
void data_points(const inquiry_ptr& q);     ///< {realm, asset, attribute}
void events(const inquiry_ptr& q);          ///< {realm}

} // namespace troupe::routes
