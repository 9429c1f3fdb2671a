// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/fixture.hpp"

#include <atomic>
#include <stdexcept>

using namespace aiws;
using namespace aiws::test;

TEST_CASE_METHOD(HttpTest, "a request arrives as it was meant")
{
    LoopbackServer server(answer("ok"));
    http::Client client({});
    http::Request request = post(server.url("/credentials?page=1"), R"({"name":"x"})");
    request.bearer = base::Secret("nv-test-key-1");
    request.headers = {{.name = "X-Mark", .value = "m"}, {.name = "X-Empty", .value = ""}};
    const auto outcome = client.send(std::move(request));
    REQUIRE(outcome.has_value());
    CHECK(outcome->status == 200);
    CHECK(outcome->body == "ok");
    CHECK(outcome->attempts == 1);
    REQUIRE(server.seen().size() == 1);
    const Seen seen = server.seen().front();
    CHECK(seen.method == "POST");
    CHECK(seen.target == "/credentials?page=1");
    CHECK(seen.body == R"({"name":"x"})");
    CHECK(seen.header("authorization") == "Bearer nv-test-key-1");
    CHECK(seen.header("content-type") == "application/json");
    CHECK(seen.header("x-mark") == "m");
    CHECK(seen.headers.contains("x-empty"));
    CHECK(seen.header("user-agent").starts_with("aiws/"));
    CHECK_FALSE(seen.headers.contains("expect"));
}

TEST_CASE_METHOD(HttpTest, "every method goes out under its name, with a body or without one")
{
    LoopbackServer server(answer("ok"));
    http::Client client({});
    const auto [method, body, name] = GENERATE(table<http::Method, std::string, std::string>({
        {http::Method::get, "", "GET"},
        {http::Method::get, "{}", "GET"},
        {http::Method::post, "", "POST"},
        {http::Method::patch, "{}", "PATCH"},
        {http::Method::patch, "", "PATCH"},
        {http::Method::del, "", "DELETE"},
        {http::Method::del, "{}", "DELETE"},
    }));
    http::Request request = post(server.url(), body);
    request.method = method;
    REQUIRE(client.send(std::move(request)));
    const Seen seen = server.seen().front();
    CHECK(seen.method == name);
    CHECK(seen.body == body);
    CHECK(seen.headers.contains("content-type") == !body.empty());
}

TEST_CASE_METHOD(HttpTest, "a body's own content type is kept, and no handle remembers the request before")
{
    LoopbackServer server(answer("ok"));
    http::Client client({});
    http::Request first = post(server.url(), "a=1");
    first.headers = {{.name = "Content-Type", .value = "text/plain"}};
    first.bearer = base::Secret("nv-test-key-1");
    REQUIRE(client.send(std::move(first)));
    REQUIRE(client.send(get(server.url())));
    const auto seen = server.seen();
    CHECK(seen[0].headers.count("content-type") == 1);
    CHECK(seen[0].header("content-type") == "text/plain");
    CHECK(seen[1].method == "GET");
    CHECK_FALSE(seen[1].headers.contains("authorization"));
    CHECK_FALSE(seen[1].headers.contains("content-type"));
}

TEST_CASE_METHOD(HttpTest, "many requests are under way at once, but never more than allowed")
{
    constexpr int k_at_once = 8;
    Gate gate(k_at_once);
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
    LoopbackServer server([&](const Seen&, Peer& peer) {
        int high = most;
        for (const int mine = ++now; mine > high && !most.compare_exchange_weak(high, mine);) {
        }
        const bool together = gate.pass();
        --now;
        peer.send(http_reply(together ? 200 : 500, ""));
    });
    http::ClientOptions options;
    options.max_in_flight = k_at_once;
    http::Client client(options);
    int good = 0;
    for (int i = 0; i < 5 * k_at_once; ++i)
        client.submit(get(server.url()),
                      [&](const http::Outcome& outcome) { good += outcome && outcome->status == 200; });
    client.run();
    CHECK(good == 5 * k_at_once);
    CHECK(most == k_at_once);
    CHECK(server.connections() == k_at_once);
}

TEST_CASE_METHOD(HttpTest, "reads share a connection, a write that must not be repeated has its own")
{
    LoopbackServer server(answer("ok"));
    http::Client client({});
    for (int i = 0; i < 3; ++i) REQUIRE(client.send(get(server.url())));
    CHECK(server.connections() == 1);
    REQUIRE(client.send(post(server.url())));
    CHECK(server.connections() == 2);
    CHECK(server.seen().back().turn == 1);
    http::Request repeatable = post(server.url());
    repeatable.repeat = http::Repeat::safe;
    REQUIRE(client.send(std::move(repeatable)));
    CHECK(server.connections() == 2);
}

TEST_CASE_METHOD(HttpTest, "headers are those of the final response, in lower case, without trailers")
{
    LoopbackServer server([](const Seen&, Peer& peer) {
        peer.send("HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
                  "HTTP/1.1 200 OK\r\nX-LiteLLM-Model-Id:  aiws-a-b \r\nTransfer-Encoding: chunked\r\n\r\n"
                  "2\r\nok\r\n0\r\nX-Late: 1\r\n\r\n");
    });
    http::Client client({});
    const auto outcome = client.send(get(server.url()));
    REQUIRE(outcome.has_value());
    CHECK(outcome->body == "ok");
    CHECK(outcome->header("x-litellm-model-id") == "aiws-a-b");
    CHECK_FALSE(outcome->header("x-early"));
    CHECK_FALSE(outcome->header("x-late"));
}

TEST_CASE_METHOD(HttpTest, "a redirect arrives as it is and nobody follows it")
{
    LoopbackServer elsewhere(answer("ok"));
    LoopbackServer server(
        [&](const Seen&, Peer& peer) { peer.send(http_reply(307, "", "Location: " + elsewhere.url() + "\r\n")); });
    http::Client client({});
    http::Request request = post(server.url());
    request.bearer = base::Secret("nv-test-key-1");
    const auto outcome = client.send(std::move(request));
    REQUIRE(outcome.has_value());
    CHECK(outcome->status == 307);
    CHECK(outcome->header("location") == elsewhere.url());
    CHECK(elsewhere.connections() == 0);
}

TEST_CASE_METHOD(HttpTest, "callbacks submit more and set timers, and run() ends when all of it is done")
{
    LoopbackServer server(answer("ok"));
    http::Client client({});
    std::vector<std::string> order;
    client.submit(get(server.url("/1")), [&](const http::Outcome&) {
        order.emplace_back("first");
        client.after(std::chrono::milliseconds(1), [&] {
            order.emplace_back("timer");
            client.submit(get(server.url("/2")), [&](const http::Outcome&) { order.emplace_back("second"); });
        });
    });
    client.run();
    CHECK(order == std::vector<std::string>{"first", "timer", "second"});
}

TEST_CASE_METHOD(HttpTest, "a callback may send a request to its end itself")
{
    LoopbackServer server(answer("ok"));
    http::Client client({});
    int answered = 0;
    for (int i = 0; i < 3; ++i)
        client.submit(get(server.url()), [&](const http::Outcome& outcome) {
            answered += outcome.has_value();
            answered += client.send(get(server.url("/inner"))).has_value();
        });
    client.run();
    CHECK(answered == 6);
}

TEST_CASE_METHOD(HttpTest, "what a callback throws comes out of run(), and the rest can still be run")
{
    LoopbackServer server(answer("ok"));
    http::Client client({});
    int answered = 0;
    client.submit(get(server.url()), [](const http::Outcome&) { throw std::runtime_error("mine"); });
    client.submit(get(server.url()), [&](const http::Outcome& outcome) { answered += outcome.has_value(); });
    CHECK_THROWS_WITH(client.run(), "mine");
    client.run();
    CHECK(answered == 1);
}

TEST_CASE_METHOD(HttpTest, "a client goes without ado while requests are under way")
{
    LoopbackServer server([&](const Seen&, Peer& peer) { peer.wait_until_left(); });
    {
        http::Client client({});
        bool ended = false;
        client.submit(get(server.url()), [&](const http::Outcome&) { ended = true; });
        const std::function<void()> stop_once_there = [&] {
            if (!server.seen().empty()) throw std::runtime_error("stop");
            client.after(std::chrono::milliseconds(1), stop_once_there);
        };
        client.after({}, stop_once_there);
        CHECK_THROWS_WITH(client.run(), "stop");
        CHECK_FALSE(ended);
    }
    CHECK(server.connections() == 1);
}
