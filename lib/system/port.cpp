// SPDX-License-Identifier: Apache-2.0
#include "system/port.hpp"

#include "system/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <iterator>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <utility>

namespace aiws::system {
namespace {

bool accepted(const Descriptor& connection, const void* address, socklen_t size)
{
    constexpr int k_limit_ms = 250;
    if (connect(connection.number(), static_cast<const sockaddr*>(address), size) == 0) return true;
    if (errno != EINPROGRESS) return false;
    pollfd watched{.fd = connection.number(), .events = POLLOUT, .revents = 0};
    if (poll(&watched, 1, k_limit_ms) != 1) return false;
    int failure = 0;
    socklen_t failure_size = sizeof failure;
    return getsockopt(connection.number(), SOL_SOCKET, SO_ERROR, &failure, &failure_size) == 0 && failure == 0;
}

Descriptor new_socket(int family)
{
    return Descriptor(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

} // namespace

bool listens_on(int port)
{
    if (port <= 0 || !std::in_range<std::uint16_t>(port)) return false;
    const Descriptor connection = new_socket(AF_INET);
    if (!connection.valid()) return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return accepted(connection, &address, sizeof address);
}

bool listens_on(const std::filesystem::path& socket_file)
{
    const std::string& path = socket_file.native();
    sockaddr_un address{};
    if (path.size() >= sizeof address.sun_path) return false;
    const Descriptor connection = new_socket(AF_UNIX);
    if (!connection.valid()) return false;
    address.sun_family = AF_UNIX;
    std::ranges::copy(path, std::begin(address.sun_path));
    return accepted(connection, &address, sizeof address);
}

} // namespace aiws::system
