// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/fixture.hpp"

using namespace aiws;
using namespace aiws::test;
using http::Fault;

TEST_CASE_METHOD(HttpTest, "a proxy of the environment is asked with the whole URL")
{
    LoopbackServer proxy(answer("by proxy"));
    proxies.set("http_proxy", proxy.url());
    http::Client client(quick());
    const auto outcome = client.send(get("http://gateway.invalid:4000/v2/model/info"));
    REQUIRE(outcome.has_value());
    CHECK(outcome->body == "by proxy");
    CHECK(proxy.seen().front().target == "http://gateway.invalid:4000/v2/model/info");
}

TEST_CASE_METHOD(HttpTest, "no_proxy leaves the proxy out")
{
    LoopbackServer proxy(answer("by proxy"));
    LoopbackServer server(answer("direct"));
    proxies.set("http_proxy", proxy.url());
    proxies.set("no_proxy", "127.0.0.1");
    http::Client client(quick());
    CHECK(client.send(get(server.url()))->body == "direct");
    CHECK(proxy.connections() == 0);
}

TEST_CASE_METHOD(HttpTest, "a proxy on the way to an https gateway sees neither token nor path")
{
    LoopbackServer proxy([](const Seen&, Peer& peer) { peer.send(http_reply(403, "no")); });
    proxies.set("https_proxy", proxy.url());
    http::Client client(quick());
    http::Request request = get("https://gateway.invalid/secret/path");
    request.bearer = base::Secret("nv-test-key-1");
    const auto outcome = client.send(std::move(request));
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().fault == Fault::proxy);
    CHECK(outcome.error().detail == "the proxy answers 403");
    const Seen seen = proxy.seen().front();
    CHECK(seen.method == "CONNECT");
    CHECK(seen.target == "gateway.invalid:443");
    CHECK_FALSE(seen.headers.contains("authorization"));
}

TEST_CASE_METHOD(HttpTest, "a token does not go over plain HTTP through a proxy to who knows where")
{
    LoopbackServer proxy(answer("by proxy"));
    proxies.set("http_proxy", proxy.url());
    http::ClientOptions options = quick();
    http::Request request = post("");
    request.bearer = base::Secret("nv-test-key-1");
    SECTION("a public address")
    {
        request.url = "http://203.0.113.1/";
        CHECK(http::Client(options).send(request).error().fault == Fault::insecure);
        CHECK(proxy.connections() == 0);
    }
    SECTION("a name that only the proxy knows")
    {
        request.url = "http://gateway.invalid/";
        CHECK(http::Client(options).send(request).error().fault == Fault::insecure);
        CHECK(proxy.connections() == 0);
    }
    SECTION("a name of this host")
    {
        request.url = "http://localhost:4000/";
        CHECK(http::Client(options).send(request)->body == "by proxy");
    }
    SECTION("anywhere, when that was asked for")
    {
        options.plain_http = http::PlainHttp::anywhere;
        request.url = "http://203.0.113.1/";
        CHECK(http::Client(options).send(request)->body == "by proxy");
        CHECK(proxy.seen().front().header("authorization") == "Bearer nv-test-key-1");
    }
}

TEST_CASE_METHOD(HttpTest, "a proxy that is not there is not taken for the gateway")
{
    const LoopbackServer proxy(answer("by proxy"), std::nullopt, LoopbackServer::Doors::closed);
    proxies.set("http_proxy", proxy.url());
    http::Client client(quick());
    const auto refused = client.send(get("http://127.0.0.1:4000/"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::proxy);
    CHECK(refused.error().detail == "the proxy: connection refused");
    proxies.set("http_proxy", "http://proxy.invalid:3128");
    CHECK(client.send(get("http://127.0.0.1:4000/")).error().fault == Fault::proxy);
}
