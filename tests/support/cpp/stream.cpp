// SPDX-License-Identifier: Apache-2.0
#include "support/cpp/stream.hpp"

#include "base/text.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cctype>

namespace aiws::test {
namespace {

/// Request line and header lines, without the empty line.
std::optional<Seen> parse_head(std::string_view head)
{
    const auto lines = base::split(head, '\n');
    const auto words = base::split(base::trim(lines.front()), ' ');
    if (words.size() != 3) return std::nullopt;
    Seen seen;
    seen.method = words[0];
    seen.target = words[1];
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::string_view line = lines[i];
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        seen.headers.emplace(base::lower(line.substr(0, colon)), base::trim(line.substr(colon + 1)));
    }
    return seen;
}

} // namespace

Stream::Stream(int descriptor, SSL_CTX* tls) : m_descriptor(descriptor)
{
    if (tls == nullptr) return;
    m_ssl = SSL_new(tls);
    SSL_set_fd(m_ssl, descriptor);
    m_open = SSL_accept(m_ssl) == 1;
}

Stream::~Stream()
{
    SSL_free(m_ssl);
}

std::optional<Seen> Stream::read_request()
{
    std::size_t end = 0;
    while ((end = m_pending.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return std::nullopt;
        if (std::isupper(static_cast<unsigned char>(m_pending.front())) != 0) continue;
        send(http_reply(400, "this is not HTTP")); // a TLS handshake, for instance
        return std::nullopt;
    }
    auto seen = parse_head(std::string_view(m_pending).substr(0, end));
    m_pending.erase(0, end + 4);
    if (!seen) return std::nullopt;
    const std::string length = seen->header("content-length");
    const std::size_t wanted = length.empty() ? 0 : std::stoul(length);
    while (m_pending.size() < wanted)
        if (!fill()) return std::nullopt;
    seen->body = m_pending.substr(0, wanted);
    m_pending.erase(0, wanted);
    return seen;
}

bool Stream::fill()
{
    std::array<char, 16384> bytes{};
    const ssize_t got = m_ssl != nullptr ? SSL_read(m_ssl, bytes.data(), static_cast<int>(bytes.size()))
                                         : recv(m_descriptor, bytes.data(), bytes.size(), 0);
    if (got <= 0) return false;
    m_pending.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
}

bool Stream::send(std::string_view bytes)
{
    while (m_open && !bytes.empty()) {
        const ssize_t put = m_ssl != nullptr ? SSL_write(m_ssl, bytes.data(), static_cast<int>(bytes.size()))
                                             : ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (put <= 0) m_open = false;
        if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return m_open;
}

void Stream::reset()
{
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    m_open = false;
}

void Stream::wait_until_left()
{
    while (fill()) m_pending.clear();
    m_open = false;
}

} // namespace aiws::test
