// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/retry.hpp"

using namespace aiws::http;
using std::chrono::milliseconds;

namespace {

struct Case {
    Repeat repeat = Repeat::safe;
    int number = 1;
    double random = 0.5;
    bool timed_out = false;
};

std::optional<milliseconds> wait(Outcome outcome, const Case& c)
{
    Request request;
    request.repeat = c.repeat;
    const Attempt attempt{.outcome = std::move(outcome), .number = c.number, .timed_out = c.timed_out};
    return wait_before_next(ClientOptions{}, request, attempt, [&] { return c.random; });
}

Outcome status(int code, const std::string& retry_after = "")
{
    Response response;
    response.status = code;
    if (!retry_after.empty()) response.headers.push_back({.name = "retry-after", .value = retry_after});
    return response;
}

Outcome fault(Fault fault)
{
    return std::unexpected(Failure{.fault = fault, .detail = ""});
}

} // namespace

TEST_CASE("only passing failures of repeatable requests are tried again")
{
    for (const int code : {429, 502, 503, 504}) {
        CHECK(wait(status(code), {}));
        CHECK_FALSE(wait(status(code), {.repeat = Repeat::never}));
    }
    for (const int code : {200, 307, 400, 401, 404, 500, 501}) CHECK_FALSE(wait(status(code), {}));
    CHECK(wait(fault(Fault::broken), {}));
    CHECK_FALSE(wait(fault(Fault::broken), {.repeat = Repeat::never}));
    for (const Fault f : {Fault::tls, Fault::proxy, Fault::insecure, Fault::timeout, Fault::too_large,
                          Fault::interrupted, Fault::invalid})
        CHECK_FALSE(wait(fault(f), {}));
}

TEST_CASE("where nothing was sent, any request is tried again, unless the time was up")
{
    for (const Repeat repeat : {Repeat::never, Repeat::safe}) {
        CHECK(wait(fault(Fault::connect), {.repeat = repeat}));
        CHECK(wait(fault(Fault::resolve), {.repeat = repeat}));
        CHECK_FALSE(wait(fault(Fault::connect), {.repeat = repeat, .timed_out = true}));
    }
}

TEST_CASE("the attempts have an end")
{
    CHECK(wait(status(503), {.number = 3}));
    CHECK_FALSE(wait(status(503), {.number = 4}));
}

TEST_CASE("the wait is anything up to the doubled backoff, which has a cap")
{
    CHECK(wait(status(503), {.number = 1, .random = 0.0}) == milliseconds(0));
    CHECK(wait(status(503), {.number = 1, .random = 0.5}) == milliseconds(100));
    CHECK(wait(status(503), {.number = 2, .random = 0.5}) == milliseconds(200));
    CHECK(wait(status(503), {.number = 3, .random = 0.5}) == milliseconds(400));
    Request request;
    request.repeat = Repeat::safe;
    request.max_attempts = 1000;
    const Attempt late{.outcome = status(503), .number = 999};
    CHECK(wait_before_next(ClientOptions{}, request, late, [] { return 0.5; }) == milliseconds(2'500));
}

TEST_CASE("a Retry-After is waited for with the jitter on top, and a too long one ends it")
{
    CHECK(wait(status(429, "0"), {}) == milliseconds(100));
    CHECK(wait(status(429, "3"), {}) == milliseconds(3'100));
    CHECK(wait(status(503, "20"), {}) == milliseconds(20'100));
    CHECK_FALSE(wait(status(503, "21"), {}));
    CHECK_FALSE(wait(status(429, "99999999999"), {}));
}
