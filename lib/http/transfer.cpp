// SPDX-License-Identifier: Apache-2.0
#include "http/transfer.hpp"

#include "base/text.hpp"
#include "http/admission.hpp"
#include "http/ca_store.hpp"
#include "http/diagnosis.hpp"
#include "http/url.hpp"
#include "http/url_parts.hpp"

#include <curl/header.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace aiws::http {
namespace {

constexpr std::size_t k_max_header_bytes = std::size_t{256} << 10U;
constexpr std::string_view k_user_agent = "aiws/" AIWS_VERSION;

template <class Value>
void set(CURL* easy, CURLoption option, Value value)
{
    if (const CURLcode code = curl_easy_setopt(easy, option, value); code != CURLE_OK)
        throw std::runtime_error(std::string("libcurl refuses an option: ") + curl_easy_strerror(code));
}

void set_number(CURL* easy, CURLoption option, long value)
{
    set(easy, option, value);
}

Failure too_large(std::size_t limit)
{
    const bool whole_mib = limit >= (1U << 20U) && limit % (1U << 20U) == 0;
    const std::string size = whole_mib ? std::to_string(limit >> 20U) + " MiB" : std::to_string(limit) + " bytes";
    return {.fault = Fault::too_large, .detail = "the answer is larger than " + size};
}

int port_of(const sockaddr& peer)
{
    if (peer.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &peer, sizeof v4);
        return ntohs(v4.sin_port);
    }
    if (peer.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &peer, sizeof v6);
        return ntohs(v6.sin6_port);
    }
    return 0;
}

bool names(const std::vector<Header>& headers, std::string_view lower_case_name)
{
    return std::ranges::any_of(headers, [&](const Header& h) { return base::lower(h.name) == lower_case_name; });
}

} // namespace

Transfer::Transfer(EasyHandle easy, const Request& request, const ClientOptions& options)
    : m_easy(std::move(easy)), m_request(request), m_options(options),
      m_private_only(needs_private_peer(request, options.plain_http))
{
    set_target();
    set_trust();
    set_method();
    set_headers();
    set_limits();
    set_callbacks();
}

void Transfer::set_target()
{
    CURL* easy = handle();
    set(easy, CURLOPT_URL, m_request.url.c_str());
    set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set_number(easy, CURLOPT_FOLLOWLOCATION, 0);
    set_number(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1);
    set_number(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1);
    // One request on a connection at a time: an answer that is slow holds nobody up.
    set_number(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    if (const auto parts = url_parts(m_request.url)) {
        m_host = parts->host;
        m_port = parts->port;
    }
}

/// Where there is a CA file, libcurl's own folder is left out: beside our own file its certificates would count too,
/// and with a folder libcurl parses everything again for each connection (35 ms) and not once. A system's file holds
/// what is in its folder.
void Transfer::set_trust()
{
    CURL* easy = handle();
    const CaStore store =
        m_options.ca_cert.empty() ? system_ca_store() : CaStore{.file = m_options.ca_cert, .folder = ""};
    m_no_ca_store = store.empty();
    if (m_no_ca_store) return; // what libcurl has built in may still do
    const auto or_none = [](const std::string& path) { return path.empty() ? nullptr : path.c_str(); };
    for (const CURLoption option : {CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO}) set(easy, option, or_none(store.file));
    for (const CURLoption option : {CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH}) set(easy, option, or_none(store.folder));
}

void Transfer::set_method()
{
    CURL* easy = handle();
    if (m_request.method == Method::post) set_number(easy, CURLOPT_POST, 1);
    if (m_request.method == Method::post || !m_request.body.empty()) {
        set(easy, CURLOPT_POSTFIELDS, m_request.body.data());
        set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
    }
    if (m_request.method == Method::get) set(easy, CURLOPT_CUSTOMREQUEST, "GET");
    if (m_request.method == Method::patch) set(easy, CURLOPT_CUSTOMREQUEST, "PATCH");
    if (m_request.method == Method::del) set(easy, CURLOPT_CUSTOMREQUEST, "DELETE");
    // On a reused connection that breaks before an answer, libcurl sends the request once more by itself, whatever
    // its method, although the server may have acted. Only a connection of its own keeps a write from that.
    if (m_request.repeat == Repeat::never && m_request.method != Method::get)
        set_number(easy, CURLOPT_FRESH_CONNECT, 1);
}

void Transfer::set_headers()
{
    CURL* easy = handle();
    if (m_request.bearer) {
        constexpr std::string_view k_name = "Authorization: Bearer ";
        std::string line;
        line.reserve(k_name.size() + m_request.bearer->reveal().size()); // no copy left behind by growing
        m_headers.add(std::move(line.append(k_name).append(m_request.bearer->reveal())));
    }
    for (const auto& header : m_request.headers)
        m_headers.add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    if (!names(m_request.headers, "content-type"))
        m_headers.add(m_request.body.empty() ? "Content-Type:" : "Content-Type: application/json");
    m_headers.add("Expect:");
    set(easy, CURLOPT_HTTPHEADER, m_headers.get());
    set_number(easy, CURLOPT_HEADEROPT, CURLHEADER_SEPARATE); // a proxy's CONNECT gets none of them
    set(easy, CURLOPT_USERAGENT, k_user_agent.data());
    set(easy, CURLOPT_ACCEPT_ENCODING, "");
}

void Transfer::set_limits()
{
    CURL* easy = handle();
    set_number(easy, CURLOPT_NOSIGNAL, 1);
    set_number(easy, CURLOPT_QUICK_EXIT, 1); // a name lookup that hangs does not hold up our end
    set_number(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(m_request.timeout.count()));
    set_number(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_options.connect_timeout.count()));
    set_number(easy, CURLOPT_TCP_KEEPALIVE, 1);
    set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(m_request.max_bytes));
}

void Transfer::set_callbacks()
{
    CURL* easy = handle();
    set(easy, CURLOPT_PRIVATE, this);
    set(easy, CURLOPT_ERRORBUFFER, m_words.data());
    set(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    set(easy, CURLOPT_WRITEDATA, this);
    set(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(easy, CURLOPT_HEADERDATA, this);
    set(easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open_socket);
    set(easy, CURLOPT_OPENSOCKETDATA, this);
    set(easy, CURLOPT_PREREQFUNCTION, &Transfer::on_request);
    set(easy, CURLOPT_PREREQDATA, this);
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept
{
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t length = size * count;
    if (length > transfer.m_request.max_bytes - transfer.m_body.size()) {
        transfer.m_stopped = too_large(transfer.m_request.max_bytes);
        return CURL_WRITEFUNC_ERROR;
    }
    try {
        transfer.m_body.append(bytes, length);
    } catch (const std::exception&) {
        return CURL_WRITEFUNC_ERROR;
    }
    return length;
}

/// libcurl keeps the headers itself, but without a bound on all of them together, and it does not mind when they end
/// in the middle.
std::size_t Transfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) noexcept
{
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view line(bytes, size * count);
    if (line.starts_with("HTTP/")) transfer.m_headers_ended = false;
    if (line == "\r\n" || line == "\n") transfer.m_headers_ended = true;
    transfer.m_header_bytes += size * count;
    if (transfer.m_header_bytes <= k_max_header_bytes) return size * count;
    transfer.m_stopped = too_large(k_max_header_bytes);
    return CURL_WRITEFUNC_ERROR;
}

/// Before a connection is opened, so that not even a handshake reaches a public address.
curl_socket_t Transfer::on_open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* peer) noexcept
{
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.m_private_only && !is_private_peer(peer->addr)) {
        transfer.m_stopped = insecure();
        return CURL_SOCKET_BAD;
    }
    transfer.m_stopped.reset(); // another address of that name was public, this one is not
    transfer.m_dialled_elsewhere = port_of(peer->addr) != transfer.m_port;
    return socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
}

/// Before the request is written: a reused connection may have been opened by a request without a token.
// NOLINTNEXTLINE(readability-non-const-parameter): libcurl's signature
int Transfer::on_request(void* self, char* peer_ip, char* /*local_ip*/, int /*peer_port*/, int /*local_port*/) noexcept
{
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.m_private_only && !is_private_address(peer_ip)) {
        transfer.m_stopped = insecure();
        return CURL_PREREQFUNC_ABORT;
    }
    transfer.m_stopped.reset();
    transfer.m_issued = true;
    return CURL_PREREQFUNC_OK;
}

Attempt Transfer::result(CURLcode code)
{
    if (code == CURLE_OK && !m_headers_ended) code = CURLE_PARTIAL_FILE;
    if (code == CURLE_OK) return {.outcome = response()};
    return {.outcome = std::unexpected(failure(code)), .timed_out = code == CURLE_OPERATION_TIMEDOUT};
}

EasyHandle Transfer::release()
{
    curl_easy_reset(handle()); // drops the pointers to us, keeps the TLS sessions
    return std::move(m_easy);
}

Response Transfer::response()
{
    CURL* easy = handle();
    Response response;
    long status = 0;
    curl_off_t elapsed_us = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &elapsed_us);
    response.status = static_cast<int>(status);
    response.elapsed = std::chrono::milliseconds(elapsed_us / 1000);
    response.body = std::move(m_body);
    constexpr int k_final_response = -1;
    for (curl_header* h = nullptr; (h = curl_easy_nextheader(easy, CURLH_HEADER, k_final_response, h)) != nullptr;)
        response.headers.push_back({.name = base::lower(h->name), .value = h->value});
    return response;
}

Failure Transfer::failure(CURLcode code) const
{
    if (m_stopped) return *m_stopped;
    if (code == CURLE_FILESIZE_EXCEEDED) return too_large(m_request.max_bytes);
    Circumstances seen{.words = m_words.data(),
                       .host = m_host,
                       .issued = m_issued,
                       .dialled_elsewhere = m_dialled_elsewhere,
                       .no_ca_store = m_no_ca_store,
                       .connect_timeout = m_options.connect_timeout,
                       .timeout = m_request.timeout};
    if (seen.words.empty()) seen.words = curl_easy_strerror(code);
    curl_easy_getinfo(handle(), CURLINFO_OS_ERRNO, &seen.os_error);
    curl_easy_getinfo(handle(), CURLINFO_HTTP_CONNECTCODE, &seen.proxy_status);
    return diagnose(code, seen);
}

} // namespace aiws::http
