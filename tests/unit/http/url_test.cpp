// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/url.hpp"

using namespace aiws;
using namespace aiws::http;

namespace {

std::string normalised(std::string_view text)
{
    const auto url = parse_base_url(text, "LITELLM_URL");
    INFO(text << (url ? "" : ": " + base::to_line(url.error())));
    REQUIRE(url);
    return *url;
}

std::string complaint(std::string_view text)
{
    const auto url = parse_base_url(text, "LITELLM_URL");
    INFO(text);
    REQUIRE_FALSE(url);
    CHECK(url.error().kind == base::Failure::config);
    return base::to_line(url.error());
}

} // namespace

TEST_CASE("a base URL is brought into one form")
{
    CHECK(normalised("http://127.0.0.1:4000") == "http://127.0.0.1:4000");
    CHECK(normalised("http://127.0.0.1:4000/") == "http://127.0.0.1:4000");
    CHECK(normalised("HTTPS://Gateway.Example:443/litellm//v1/") == "https://gateway.example/litellm/v1");
    CHECK(normalised("http://gateway.example:80") == "http://gateway.example");
    CHECK(normalised("http://[::1]:4000/") == "http://[::1]:4000");
    CHECK(normalised("http://[FD00::A]") == "http://[fd00::a]");
    CHECK(normalised("http://localhost:04000/a/../b") == "http://localhost:4000/b");
    CHECK(normalised("http://gateway.example.") == "http://gateway.example.");
}

TEST_CASE("a base URL without a scheme is shown with one")
{
    CHECK(complaint("127.0.0.1:4000") == "LITELLM_URL is not a usable address (127.0.0.1:4000): it does not begin with "
                                         "http:// or https://; write http://127.0.0.1:4000");
    CHECK_THAT(complaint("localhost:4000/x"), ContainsSubstring("write http://localhost:4000/x"));
    CHECK_THAT(complaint("gateway.example"), ContainsSubstring("write http://gateway.example"));
    CHECK_THAT(complaint("ftp://gateway.example"), ContainsSubstring("it does not begin with http:// or https://"));
}

TEST_CASE("a base URL's mistake is named")
{
    CHECK_THAT(complaint(""), ContainsSubstring("it is empty"));
    CHECK_THAT(complaint("http://"), ContainsSubstring("LITELLM_URL"));
    CHECK_THAT(complaint("http://h:99999"), ContainsSubstring("port"));
    CHECK_THAT(complaint("http://h:0"), ContainsSubstring("port 0"));
    CHECK_THAT(complaint("http://h/?a=1"), ContainsSubstring("query or fragment"));
    CHECK_THAT(complaint("http://h/#a"), ContainsSubstring("query or fragment"));
    CHECK_THAT(complaint("http://h /"), ContainsSubstring("white space"));
    CHECK_THAT(complaint(" http://h"), ContainsSubstring("white space"));
    CHECK_THAT(complaint("http://h\n"), ContainsSubstring("control characters"));
    CHECK_THAT(complaint("http://[::1"), ContainsSubstring("LITELLM_URL"));
}

TEST_CASE("nothing secret in a base URL is ever shown")
{
    for (const char* text :
         {"http://user:nv-test-key-1@h:4000", "http://nv-test-key-1@h", "http://u:a/nv-test-key-1@h",
          "http://u:nv-test-key-1@h:bad", "user:nv-test-key-1@h:4000", "http://h/?token=nv-test-key-1",
          "http://h/#nv-test-key-1", "nv-test-key-1", "nv_test.Key.nv-test-key-1", "http://u:nv-test-key-1 @h",
          "ftp://u:nv-test-key-1@h", "https:nv-test-key-1", "h?nv-test-key-1.x"})
        CHECK_THAT(complaint(text), !ContainsSubstring("nv-test-key-1"));
    CHECK_THAT(complaint("http://user:nv-test-key-1@h:4000"), ContainsSubstring("user name or password"));
}

TEST_CASE("a URL for a message has no user, query or fragment")
{
    CHECK(redact_url("http://h:4000/a/b") == "http://h:4000/a/b");
    CHECK(redact_url("http://u:p@h:4000/a?b=c#d") == "http://…@h:4000/a?…");
    CHECK(redact_url("http://u:p/w@d@h/a#d") == "http://…@h/a#…");
    CHECK(redact_url("u:p@h") == "…@h");
    CHECK(redact_url("http://h/?to=a@b") == "http://…@b");
    CHECK(redact_url("").empty());
}

TEST_CASE("private addresses are told from public ones at the borders of each range")
{
    for (const char* ip : {"127.0.0.1", "127.255.255.255", "10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255",
                           "192.168.0.1", "100.64.0.0", "100.127.255.255", "169.254.1.1", "0.0.0.0", "::1",
                           "::", "fe80::1", "fd00::1", "fc00::", "::ffff:10.0.0.1"})
        CHECK(is_private_address(ip));
    for (const char* ip : {"126.255.255.255", "128.0.0.0",   "9.255.255.255", "11.0.0.0",       "172.15.255.255",
                           "172.32.0.0",      "192.167.0.1", "192.169.0.0",   "100.63.255.255", "100.128.0.0",
                           "169.253.0.0",     "0.0.0.1",     "8.8.8.8",       "2001:db8::1",    "fec0::1",
                           "::ffff:8.8.8.8",  "::2",         "localhost",     "10.0.0",         "",
                           "10.0.0.1 "})
        CHECK_FALSE(is_private_address(ip));
}
