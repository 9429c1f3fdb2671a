// SPDX-License-Identifier: Apache-2.0
#include "system/port.hpp"

#include "catch.hpp"
#include "system/descriptor.hpp"
#include "system/temporary_folder.hpp"

#include <algorithm>
#include <iterator>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>

using namespace aiws::system;
using aiws::test::TemporaryFolder;

namespace {

Descriptor bound(int family, const void* address, socklen_t size)
{
    Descriptor server(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(bind(server.number(), static_cast<const sockaddr*>(address), size) == 0);
    return server;
}

Descriptor bound_to(const std::filesystem::path& file)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(file.native(), std::begin(address.sun_path));
    return bound(AF_UNIX, &address, sizeof address);
}

} // namespace

TEST_CASE("a port is listened on from listen to close")
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    int port = 0;
    {
        const Descriptor server = bound(AF_INET, &address, sizeof address);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how the socket API takes any address
        REQUIRE(getsockname(server.number(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port = ntohs(address.sin_port);
        CHECK_FALSE(listens_on(port));
        REQUIRE(listen(server.number(), 1) == 0);
        CHECK(listens_on(port));
    }
    CHECK_FALSE(listens_on(port));
}

TEST_CASE("what is no port is not listened on")
{
    CHECK_FALSE(listens_on(0));
    CHECK_FALSE(listens_on(-1));
    CHECK_FALSE(listens_on(65'536));
}

TEST_CASE("a socket whose owner has gone is still there and not listened on")
{
    const TemporaryFolder folder;
    const auto file = folder / "socket";
    CHECK_FALSE(listens_on(file));
    {
        const Descriptor server = bound_to(file);
        CHECK_FALSE(listens_on(file));
        REQUIRE(listen(server.number(), 1) == 0);
        CHECK(listens_on(file));
    }
    CHECK(std::filesystem::exists(file));
    CHECK_FALSE(listens_on(file));
}

TEST_CASE("a file is no socket, nor is a path that is too long for one")
{
    const TemporaryFolder folder;
    aiws::test::write(folder / "file", "");
    CHECK_FALSE(listens_on(folder / "file"));
    CHECK_FALSE(listens_on(folder.path() / std::string(200, 'x')));
}
