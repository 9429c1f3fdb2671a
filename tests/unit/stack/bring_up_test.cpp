// SPDX-License-Identifier: Apache-2.0
#include "stack/bring_up.hpp"

#include "catch.hpp"
#include "system/descriptor.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

using namespace aiws;

namespace {

/// Somebody who listens on a port of this machine that the system chose.
struct Listener {
    system::Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    int port = 0;

    Listener()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), size) == 0);
        REQUIRE(listen(socket.number(), 8) == 0);
        REQUIRE(getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port = ntohs(address.sin_port);
    }
};

} // namespace

TEST_CASE("a port that is taken is passed over")
{
    const Listener listener;
    const auto ports = stack::free_ports({.gateway = listener.port});
    CHECK(ports.gateway > listener.port);
}

TEST_CASE("no two services get the same port")
{
    const Listener listener;
    const int wanted = listener.port;
    const auto ports = stack::free_ports({.gateway = wanted, .database = wanted, .demo = wanted, .agent = wanted});
    CHECK(wanted < ports.gateway);
    CHECK(ports.gateway < ports.database);
    CHECK(ports.database < ports.demo);
    CHECK(ports.demo < ports.agent);
}
