// SPDX-License-Identifier: Apache-2.0
#include "system/port.hpp"

#include "system/descriptor.hpp"

#include <cerrno>
#include <cstdint>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace aiws::system {

bool listens_on(int port)
{
    constexpr int k_limit_ms = 250;
    if (port <= 0 || !std::in_range<std::uint16_t>(port)) return false;
    const Descriptor connection(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!connection.valid()) return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how the socket API takes any address
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (connect(connection.number(), generic, sizeof address) == 0) return true;
    if (errno != EINPROGRESS) return false;
    pollfd watched{.fd = connection.number(), .events = POLLOUT, .revents = 0};
    if (poll(&watched, 1, k_limit_ms) != 1) return false;
    int failure = 0;
    socklen_t size = sizeof failure;
    return getsockopt(connection.number(), SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0;
}

} // namespace aiws::system
