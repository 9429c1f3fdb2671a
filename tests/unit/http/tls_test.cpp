// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/fixture.hpp"
#include "support/cpp/self_signed.hpp"
#include "system/temporary_folder.hpp"

using namespace aiws;
using namespace aiws::test;
using http::Fault;

namespace {

struct TlsTest : HttpTest {
    TemporaryFolder folder;

    http::Outcome ask(const std::string& url, const std::filesystem::path& ca_cert = {})
    {
        http::ClientOptions options = quick();
        options.ca_cert = ca_cert;
        http::Request request = get(url);
        request.bearer = base::Secret("nv-test-key-1");
        return http::Client(options).send(std::move(request));
    }
};

} // namespace

TEST_CASE_METHOD(TlsTest, "a certificate that nobody vouches for is refused before anything is sent")
{
    LoopbackServer server(answer("ok"), make_self_signed(folder.path(), "127.0.0.1"));
    const auto outcome = ask(server.url());
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().fault == Fault::tls);
    CHECK_THAT(outcome.error().detail, ContainsSubstring("the certificate is not trusted: self-signed certificate"));
    CHECK(server.seen().empty());
}

TEST_CASE_METHOD(TlsTest, "the file given with ca_cert vouches for the server, and only that file")
{
    const TlsIdentity identity = make_self_signed(folder.path(), "127.0.0.1");
    const TlsIdentity other = make_self_signed(folder.path(), "127.0.0.2");
    LoopbackServer server(answer("ok"), identity);
    CHECK(ask(server.url(), identity.certificate)->body == "ok");
    CHECK(ask(server.url(), other.certificate).error().fault == Fault::tls);
    CHECK(server.seen().front().header("authorization") == "Bearer nv-test-key-1");
}

TEST_CASE_METHOD(TlsTest, "a trusted certificate for another name is refused")
{
    const TlsIdentity identity = make_self_signed(folder.path(), "gateway.example");
    LoopbackServer server(answer("ok"), identity);
    const auto outcome = ask(server.url(), identity.certificate);
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().fault == Fault::tls);
    CHECK_THAT(outcome.error().detail, ContainsSubstring("127.0.0.1"));
}

TEST_CASE_METHOD(TlsTest, "a ca_cert that is missing or no certificate is told as such")
{
    LoopbackServer server(answer("ok"), make_self_signed(folder.path(), "127.0.0.1"));
    write(folder / "empty.pem", "no certificate");
    for (const char* name : {"missing.pem", "empty.pem"}) {
        const auto outcome = ask(server.url(), folder / name);
        REQUIRE_FALSE(outcome.has_value());
        CHECK(outcome.error().fault == Fault::tls);
        CHECK_THAT(outcome.error().detail, ContainsSubstring(name));
    }
}

TEST_CASE_METHOD(TlsTest, "https to a server that speaks plain HTTP says that there is no TLS")
{
    LoopbackServer server(answer("ok"));
    const auto outcome = ask("https://127.0.0.1:" + std::to_string(server.port()) + "/");
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().fault == Fault::tls);
    CHECK(outcome.error().detail == "the server does not speak TLS there; perhaps the URL begins with http://");
}
