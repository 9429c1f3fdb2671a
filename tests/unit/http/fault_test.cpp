// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/fixture.hpp"

#include <chrono>
#include <iterator>

using namespace aiws;
using namespace aiws::test;
using http::Fault;

namespace {

/// One attempt against a server that answers with the script.
http::Outcome once(LoopbackServer::Script script, std::size_t max_bytes = std::size_t{1} << 20U)
{
    LoopbackServer server(std::move(script));
    http::Client client(HttpTest::quick());
    http::Request request = HttpTest::get(server.url());
    request.max_attempts = 1;
    request.max_bytes = max_bytes;
    return client.send(std::move(request));
}

http::Failure failure_of(const http::Outcome& outcome)
{
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error();
}

} // namespace

TEST_CASE_METHOD(HttpTest, "a port where nobody listens is told as such")
{
    const LoopbackServer server([](const Seen&, Peer&) {}, std::nullopt, LoopbackServer::Doors::closed);
    http::Client client(quick());
    const auto failure = failure_of(client.send(get(server.url())));
    CHECK(failure.fault == Fault::connect);
    CHECK(failure.detail == "connection refused");
    CHECK_FALSE(http::may_have_acted(failure.fault));
}

TEST_CASE_METHOD(HttpTest, "a server that never answers costs no more than the time allowed")
{
    LoopbackServer server([](const Seen&, Peer& peer) { peer.wait_until_left(); });
    http::Client client(quick());
    http::Request request = get(server.url());
    request.timeout = std::chrono::milliseconds(500);
    const auto failure = failure_of(client.send(std::move(request)));
    CHECK(failure.fault == Fault::timeout);
    CHECK(failure.detail == "no answer within 500 ms");
    CHECK(server.seen().size() == 1); // waiting once more would only double the wait
}

TEST_CASE_METHOD(HttpTest, "a slow answer holds nobody else up")
{
    Gate others_done(2);
    LoopbackServer server([&](const Seen& request, Peer& peer) {
        const bool slow = request.target == "/slow";
        const bool fine = !slow || others_done.pass();
        peer.send(http_reply(fine ? 200 : 500, ""));
    });
    http::Client client(quick());
    int good = 0;
    client.submit(get(server.url("/slow")), [&](const http::Outcome& outcome) { good += outcome->status == 200; });
    client.submit(get(server.url("/quick")), [&](const http::Outcome& outcome) {
        good += outcome->status == 200;
        others_done.pass();
    });
    client.run();
    CHECK(good == 2);
}

TEST_CASE_METHOD(HttpTest, "an answer that breaks off is no answer")
{
    const auto script = GENERATE(values<LoopbackServer::Script>({
        [](const Seen&, Peer& peer) { peer.close(); },
        [](const Seen&, Peer& peer) { peer.reset(); },
        [](const Seen&, Peer& peer) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Le");
            peer.close();
        },
        [](const Seen&, Peer& peer) {
            peer.send("HTTP/1.1 200 OK\r\nX-Mark: 1\r\n");
            peer.close();
        },
        [](const Seen&, Peer& peer) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            peer.close();
        },
        [](const Seen&, Peer& peer) {
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal");
            peer.close();
        },
        [](const Seen&, Peer& peer) {
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n");
            peer.close();
        },
        [](const Seen&, Peer& peer) {
            peer.send(http_reply(200, "this is not gzip", "Content-Encoding: gzip\r\n"));
            peer.close();
        },
    }));
    const auto failure = failure_of(once(script));
    CHECK(failure.fault == Fault::broken);
    CHECK_FALSE(failure.detail.empty());
}

TEST_CASE_METHOD(HttpTest, "a server that speaks something else is told as such")
{
    const auto failure = failure_of(once([](const Seen&, Peer& peer) {
        peer.send("SSH-2.0-OpenSSH_9.2p1\r\n");
        peer.close();
    }));
    CHECK(failure.fault == Fault::broken);
    CHECK(failure.detail == "the answer is not HTTP");
}

TEST_CASE_METHOD(HttpTest, "an answer without a length ends with its connection")
{
    const auto outcome = once([](const Seen&, Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\n\r\nall of it");
        peer.close();
    });
    REQUIRE(outcome.has_value());
    CHECK(outcome->body == "all of it");
}

TEST_CASE_METHOD(HttpTest, "a body may be as large as allowed and no larger")
{
    constexpr std::size_t k_limit = 100'000;
    const auto body_of = [](std::size_t size) {
        return [size](const Seen&, Peer& peer) { peer.send(http_reply(200, std::string(size, 'x'))); };
    };
    CHECK(once(body_of(k_limit), k_limit)->body.size() == k_limit);
    const auto failure = failure_of(once(body_of(k_limit + 1), k_limit));
    CHECK(failure.fault == Fault::too_large);
    CHECK(failure.detail == "the answer is larger than 100000 bytes");
}

TEST_CASE_METHOD(HttpTest, "a body that never ends is stopped at the limit")
{
    const auto failure = failure_of(once([](const Seen&, Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        const std::string chunk = "1000\r\n" + std::string(0x1000, 'x') + "\r\n";
        while (peer.send(chunk)) {
        }
    }));
    CHECK(failure.fault == Fault::too_large);
    CHECK(failure.detail == "the answer is larger than 1 MiB");
}

TEST_CASE_METHOD(HttpTest, "headers that never end are stopped too, be it many or one")
{
    const std::size_t size = GENERATE(std::size_t{1'000}, std::size_t{10'000'000});
    const auto failure = failure_of(once([&](const Seen&, Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\n");
        while (peer.send("X-Filler: " + std::string(size, 'x') + "\r\n")) {
        }
    }));
    CHECK(failure.fault == Fault::too_large);
}

TEST_CASE_METHOD(HttpTest, "an announced size over the limit is refused before it is sent")
{
    const auto failure = failure_of(once([](const Seen&, Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n");
        peer.wait_until_left();
    }));
    CHECK(failure.fault == Fault::too_large);
}

TEST_CASE_METHOD(HttpTest, "the limit counts what a packed body becomes")
{
    // 20,000 times 'x', packed with gzip -9.
    constexpr unsigned char k_packed[] = {
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xed, 0xc1, 0x31, 0x01, 0x00, 0x00, 0x00, 0xc2,
        0xa0, 0xda, 0x8b, 0x6f, 0x0d, 0x0f, 0xa0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x78, 0x30, 0x03, 0x47, 0x65, 0x41, 0x20, 0x4e, 0x00, 0x00};
    const std::string packed(std::begin(k_packed), std::end(k_packed));
    const auto answer = [&](const Seen&, Peer& peer) {
        peer.send(http_reply(200, packed, "Content-Encoding: gzip\r\n"));
    };
    CHECK(once(answer, 20'000)->body == std::string(20'000, 'x'));
    CHECK(failure_of(once(answer, 19'999)).fault == Fault::too_large);
}
