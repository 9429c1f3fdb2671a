// SPDX-License-Identifier: Apache-2.0
#include "http/retry.hpp"

#include <algorithm>

namespace aiws::http {
namespace {

bool passing(int status)
{
    return status == 429 || (status >= 502 && status <= 504);
}

/// Whether another attempt may help and does no harm.
bool worth_repeating(const Request& request, const Attempt& attempt)
{
    if (attempt.number >= request.max_attempts || attempt.timed_out) return false;
    if (attempt.outcome) return request.repeat == Repeat::safe && passing(attempt.outcome->status);
    const Fault fault = attempt.outcome.error().fault;
    if (fault == Fault::resolve || fault == Fault::connect) return true; // nothing was sent
    return request.repeat == Repeat::safe && fault == Fault::broken;
}

std::chrono::milliseconds backoff(const ClientOptions& options, int number, const Random& random)
{
    auto limit = options.backoff;
    for (int i = 1; i < number && limit < options.backoff_cap; ++i) limit *= 2;
    limit = std::min(limit, options.backoff_cap);
    return std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(limit.count()) * random()));
}

} // namespace

std::optional<std::chrono::milliseconds> wait_before_next(const ClientOptions& options, const Request& request,
                                                          const Attempt& attempt, const Random& random)
{
    if (!worth_repeating(request, attempt)) return std::nullopt;
    const auto jitter = backoff(options, attempt.number, random);
    const auto asked = attempt.outcome ? attempt.outcome->retry_after() : std::nullopt;
    if (!asked) return jitter;
    if (*asked > options.retry_after_cap) return std::nullopt;
    return *asked + jitter;
}

} // namespace aiws::http
