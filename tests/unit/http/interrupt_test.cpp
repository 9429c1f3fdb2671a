// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/fixture.hpp"
#include "system/interrupt.hpp"

using namespace aiws;
using namespace aiws::test;
using http::Fault;

TEST_CASE_METHOD(HttpTest, "an interrupt ends what is under way, waiting or queued, and wakes the loop for it")
{
    system::Interrupt interrupt;
    LoopbackServer server([&](const Seen&, Peer& peer) {
        interrupt.trigger(); // from another thread, while the client sleeps
        peer.wait_until_left();
    });
    http::ClientOptions options = quick();
    options.max_in_flight = 1;
    options.interrupt = &interrupt;
    http::Client client(options);
    int interrupted = 0;
    bool task = false;
    const auto count = [&](const http::Outcome& outcome) {
        interrupted += !outcome && outcome.error().fault == Fault::interrupted;
    };
    client.submit(get(server.url()), count);
    client.submit(get(server.url()), count);
    client.after(std::chrono::hours(1), [&] { task = client.interrupted(); });
    client.run();
    CHECK(interrupted == 2);
    CHECK(task);
    CHECK(server.seen().size() == 1);
}

TEST_CASE_METHOD(HttpTest, "a wait for another attempt is interrupted too")
{
    system::Interrupt interrupt;
    LoopbackServer server([](const Seen&, Peer& peer) { peer.send(http_reply(503, "", "Retry-After: 3600\r\n")); });
    http::ClientOptions options = quick();
    options.retry_after_cap = std::chrono::hours(2);
    options.interrupt = &interrupt;
    http::Client client(options);
    std::optional<http::Outcome> outcome;
    client.submit(get(server.url()), [&](http::Outcome o) { outcome = std::move(o); });
    client.after(std::chrono::milliseconds(20), [&] { interrupt.trigger(); });
    client.run();
    REQUIRE_FALSE(outcome->has_value());
    CHECK(outcome->error().fault == Fault::interrupted);
}

TEST_CASE_METHOD(HttpTest, "after an interrupt nothing new is sent")
{
    system::Interrupt interrupt;
    interrupt.trigger();
    LoopbackServer server(answer(""));
    http::ClientOptions options = quick();
    options.interrupt = &interrupt;
    http::Client client(options);
    CHECK(client.send(get(server.url())).error().fault == Fault::interrupted);
    CHECK(server.connections() == 0);
}
