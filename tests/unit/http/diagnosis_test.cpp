// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/diagnosis.hpp"

#include <cerrno>

using namespace aiws::http;
using std::chrono::milliseconds;

TEST_CASE("a time limit before the request was written is a connection that failed")
{
    Circumstances seen{.connect_timeout = milliseconds(5'000), .timeout = milliseconds(30'000)};
    CHECK(diagnose(CURLE_OPERATION_TIMEDOUT, seen).fault == Fault::connect);
    CHECK(diagnose(CURLE_OPERATION_TIMEDOUT, seen).detail == "no connection within 5 s");
    seen.issued = true;
    CHECK(diagnose(CURLE_OPERATION_TIMEDOUT, seen).fault == Fault::timeout);
    CHECK(diagnose(CURLE_OPERATION_TIMEDOUT, seen).detail == "no answer within 30 s");
}

TEST_CASE("whatever breaks before the request was written left nothing to be unsure about")
{
    CHECK(diagnose(CURLE_RECV_ERROR, {.words = "Recv failure"}).fault == Fault::connect);
    CHECK(diagnose(CURLE_RECV_ERROR, {.words = "Recv failure", .issued = true}).fault == Fault::broken);
}

TEST_CASE("a handshake that is cut off is a connection that failed, not a bad certificate")
{
    CHECK(diagnose(CURLE_SSL_CONNECT_ERROR, {.words = "x", .os_error = ECONNRESET}).fault == Fault::connect);
    CHECK(diagnose(CURLE_SSL_CONNECT_ERROR, {.words = "x"}).fault == Fault::tls);
}

TEST_CASE("an unknown host is named")
{
    const Failure failure = diagnose(CURLE_COULDNT_RESOLVE_HOST, {.host = "gatway.example"});
    CHECK(failure.fault == Fault::resolve);
    CHECK(failure.detail == "no host of that name: gatway.example");
}

TEST_CASE("where the system has no CA store, a certificate that is not trusted comes with what to install")
{
    Circumstances seen{.words = "SSL certificate problem: unable to get local issuer certificate"};
    CHECK(diagnose(CURLE_PEER_FAILED_VERIFICATION, seen).fix.empty());
    seen.no_ca_store = true;
    const Failure failure = diagnose(CURLE_PEER_FAILED_VERIFICATION, seen);
    CHECK(failure.detail == "the certificate is not trusted: unable to get local issuer certificate; "
                            "this system has no CA store");
    CHECK_THAT(failure.fix, ContainsSubstring("ca-certificates") && ContainsSubstring("--ca-cert"));
    CHECK(diagnose(CURLE_SSL_CACERT_BADFILE, seen).fix == failure.fix);
    CHECK(diagnose(CURLE_SSL_CONNECT_ERROR, seen).fix.empty());
}
