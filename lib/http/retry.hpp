// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"

#include <chrono>
#include <functional>
#include <optional>

namespace aiws::http {

/// How one attempt ended.
struct Attempt {
    Outcome outcome;
    int number = 1;         ///< of this attempt, from 1
    bool timed_out = false; ///< a time limit ended it: trying again would only double the wait
};

/// Numbers in [0, 1), injected so that tests know them.
using Random = std::function<double()>;

/// How long to wait before the next attempt; nullopt when this one was the last. Full jitter: anything from nothing to
/// the doubled backoff, so that many clients do not come back at once; a Retry-After is added to it.
std::optional<std::chrono::milliseconds> wait_before_next(const ClientOptions& options, const Request& request,
                                                          const Attempt& attempt, const Random& random);

} // namespace aiws::http
