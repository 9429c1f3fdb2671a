// SPDX-License-Identifier: Apache-2.0
#include "http/diagnosis.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace aiws::http {
namespace {

std::string duration(std::chrono::milliseconds time)
{
    return time.count() % 1000 == 0 ? fmt::format("{} s", time.count() / 1000) : fmt::format("{} ms", time.count());
}

std::string os_words(const Circumstances& seen)
{
    if (seen.os_error == 0) return base::one_line(seen.words);
    return base::lower(std::generic_category().message(static_cast<int>(seen.os_error)));
}

Failure of_connect(const Circumstances& seen)
{
    if (seen.dialled_elsewhere) return {.fault = Fault::proxy, .detail = "the proxy: " + os_words(seen)};
    return {.fault = Fault::connect, .detail = os_words(seen)};
}

Failure of_timeout(const Circumstances& seen)
{
    if (seen.issued) return {.fault = Fault::timeout, .detail = "no answer within " + duration(seen.timeout)};
    return {.fault = Fault::connect,
            .detail = "no connection within " + duration(std::min(seen.connect_timeout, seen.timeout))};
}

Failure of_tls(CURLcode code, const Circumstances& seen)
{
    if (code == CURLE_SSL_CONNECT_ERROR && (seen.os_error == ECONNRESET || seen.os_error == EPIPE))
        return of_connect(seen); // a server that is just starting or stopping
    std::string_view words = seen.words;
    if (words.contains("wrong version number")) // OpenSSL's for bytes that are no TLS
        return {.fault = Fault::tls,
                .detail = "the server does not speak TLS there; perhaps the URL begins with http://"};
    const bool distrusted = code == CURLE_PEER_FAILED_VERIFICATION;
    constexpr std::string_view k_prefix = "SSL certificate problem: ";
    if (distrusted && words.starts_with(k_prefix)) words.remove_prefix(k_prefix.size());
    Failure failure{.fault = Fault::tls,
                    .detail = (distrusted ? "the certificate is not trusted: " : "") + base::one_line(words)};
    if (seen.no_ca_store && (distrusted || code == CURLE_SSL_CACERT_BADFILE)) {
        failure.detail += "; this system has no CA store";
        failure.fix = "install the package ca-certificates, or give the CA's file with --ca-cert";
    }
    return failure;
}

Failure of_break(CURLcode code, const Circumstances& seen)
{
    if (seen.proxy_status >= 300)
        return {.fault = Fault::proxy, .detail = fmt::format("the proxy answers {}", seen.proxy_status)};
    if (!seen.issued) return {.fault = Fault::connect, .detail = base::one_line(seen.words)};
    if (code == CURLE_GOT_NOTHING) return {.fault = Fault::broken, .detail = "the server closed without an answer"};
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY)
        return {.fault = Fault::broken, .detail = "the answer is not HTTP"};
    if (code == CURLE_PARTIAL_FILE)
        return {.fault = Fault::broken, .detail = "the connection ended in the middle of the answer"};
    return {.fault = Fault::broken, .detail = base::one_line(seen.words)};
}

} // namespace

Failure diagnose(CURLcode code, const Circumstances& seen)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return {.fault = Fault::resolve, .detail = "no host of that name: " + base::one_line(seen.host)};
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
        return {.fault = Fault::proxy, .detail = base::one_line(seen.words)};
    case CURLE_COULDNT_CONNECT:
        return of_connect(seen);
    case CURLE_OPERATION_TIMEDOUT:
        return of_timeout(seen);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CRL_BADFILE:
        return of_tls(code, seen);
    case CURLE_OUT_OF_MEMORY: // what libcurl calls a header line over its own limit of 100 KB
        return {.fault = Fault::too_large, .detail = "a header of the answer is too large"};
    default:
        return of_break(code, seen);
    }
}

} // namespace aiws::http
