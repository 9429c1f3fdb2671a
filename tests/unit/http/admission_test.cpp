// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/admission.hpp"
#include "http/fixture.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

using namespace aiws;
using namespace aiws::test;
using http::Fault;
using http::PlainHttp;

namespace {

std::optional<Fault> fault_of(const http::Request& request, PlainHttp plain_http = PlainHttp::private_only)
{
    const auto failure = http::refusal(request, plain_http);
    return failure ? std::optional(failure->fault) : std::nullopt;
}

http::Request with_token(std::string url, std::string token = "nv-test-key-1")
{
    http::Request request = HttpTest::get(std::move(url));
    request.bearer = base::Secret(std::move(token));
    return request;
}

} // namespace

TEST_CASE_METHOD(HttpTest, "a token goes over plain HTTP to private addresses only")
{
    CHECK(fault_of(with_token("http://203.0.113.1/")) == Fault::insecure);
    CHECK(fault_of(with_token("HTTP://[2001:db8::1]:4000/")) == Fault::insecure);
    CHECK_FALSE(fault_of(with_token("http://127.0.0.1:4000/")));
    CHECK_FALSE(fault_of(with_token("http://[::1]:4000/")));
    CHECK_FALSE(fault_of(with_token("http://192.168.1.20/")));
    CHECK_FALSE(fault_of(with_token("https://203.0.113.1/")));
    CHECK_FALSE(fault_of(get("http://203.0.113.1/")));
    CHECK_FALSE(fault_of(with_token("http://203.0.113.1/"), PlainHttp::anywhere));
}

TEST_CASE_METHOD(HttpTest, "numbers that are not written as addresses are still addresses")
{
    CHECK(fault_of(with_token("http://3405803777/")) == Fault::insecure); // 203.0.113.1
    CHECK(fault_of(with_token("http://0xCB.0.0x71.1/")) == Fault::insecure);
    CHECK_FALSE(fault_of(with_token("http://127.1/")));
}

TEST_CASE_METHOD(HttpTest, "a request that could smuggle a header is not sent")
{
    CHECK(fault_of(with_token("http://127.0.0.1/", "nv-test\r\nX-Evil: 1")) == Fault::invalid);
    CHECK(fault_of(with_token("http://127.0.0.1/", std::string("nv-test\0x", 9))) == Fault::invalid);
    http::Request request = get("http://127.0.0.1/");
    request.headers = {{.name = "X-Mark", .value = "a\nb"}};
    CHECK(fault_of(request) == Fault::invalid);
    request.headers = {{.name = "X Mark:", .value = "a"}};
    CHECK(fault_of(request) == Fault::invalid);
    request.headers = {{.name = "X-Mark", .value = "caf\xC3\xA9\ttab"}};
    CHECK_FALSE(fault_of(request));
}

TEST_CASE_METHOD(HttpTest, "only URLs that http and https can be asked for are sent")
{
    CHECK(fault_of(get("file:///etc/passwd")) == Fault::invalid);
    CHECK(fault_of(get("gopher://127.0.0.1/")) == Fault::invalid);
    CHECK(fault_of(get("127.0.0.1:4000")) == Fault::invalid);
    CHECK(fault_of(get("http://user:word@127.0.0.1/")) == Fault::invalid);
    CHECK(fault_of(get("")) == Fault::invalid);
}

TEST_CASE_METHOD(HttpTest, "a refused request comes back from run() like any other")
{
    http::Client client(quick());
    std::optional<http::Outcome> outcome;
    client.submit(with_token("http://203.0.113.1/"), [&](http::Outcome o) { outcome = std::move(o); });
    CHECK_FALSE(outcome.has_value());
    client.run();
    REQUIRE(outcome.has_value());
    CHECK(outcome->error().fault == Fault::insecure);
}

TEST_CASE("the peer that is dialled is private or not by its address")
{
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    const auto is_private = [](const auto& address) {
        sockaddr_storage storage{};
        std::memcpy(&storage, &address, sizeof address);
        return http::is_private_peer(reinterpret_cast<const sockaddr&>(storage)); // NOLINT: that is how sockets are
    };
    inet_pton(AF_INET, "10.1.2.3", &v4.sin_addr);
    CHECK(is_private(v4));
    inet_pton(AF_INET, "203.0.113.1", &v4.sin_addr);
    CHECK_FALSE(is_private(v4));
    inet_pton(AF_INET6, "fd00::1", &v6.sin6_addr);
    CHECK(is_private(v6));
    inet_pton(AF_INET6, "2001:db8::1", &v6.sin6_addr);
    CHECK_FALSE(is_private(v6));
}
