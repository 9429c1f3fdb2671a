// SPDX-License-Identifier: Apache-2.0
#include "openclaw/running.hpp"

#include "catch.hpp"
#include "openclaw/machine.hpp"
#include "support/cpp/loopback_server.hpp"
#include "system/port.hpp"

#include <filesystem>
#include <unistd.h>

using namespace aiws;
using test::LoopbackServer;
using test::Machine;
namespace fs = std::filesystem;

namespace {

std::optional<int> running(const Machine& machine)
{
    const auto location = openclaw::locate(machine.environment, "").value();
    return openclaw::running_gateway(location, machine.open(), machine.environment);
}

void write_lock(const Machine& machine, const std::string& config, int port)
{
    const fs::path folder = machine.beside("tmp") / ("openclaw-" + std::to_string(getuid()));
    fs::create_directories(folder);
    test::write(folder / "gateway.1a2b.lock", json::Value{{"pid", 1}, {"configPath", config}, {"port", port}}.dump());
    test::write(folder / "gateway.state.lock.sqlite", "no JSON");
}

} // namespace

TEST_CASE("a gateway is where its configuration or the environment says, as far as something listens there")
{
    Machine machine;
    const LoopbackServer server([](const auto&, auto&) {});
    const int port = server.port();
    CHECK(system::listens_on(port));
    CHECK_FALSE(system::listens_on(0));
    CHECK_FALSE(system::listens_on(70'000));
    machine.write_config("{gateway: {port: " + std::to_string(port) + "}}");
    CHECK(running(machine) == port);
    const LoopbackServer closed([](const auto&, auto&) {}, std::nullopt, LoopbackServer::Doors::closed);
    machine.environment.set("OPENCLAW_GATEWAY_PORT", std::to_string(closed.port()));
    CHECK_FALSE(running(machine));
    machine.environment.set("OPENCLAW_GATEWAY_PORT", "no number");
    CHECK(running(machine) == port);
}

TEST_CASE("the gateway's own lock file comes first, when it is for this configuration")
{
    Machine machine;
    const LoopbackServer server([](const auto&, auto&) {});
    const LoopbackServer closed([](const auto&, auto&) {}, std::nullopt, LoopbackServer::Doors::closed);
    machine.environment.set("OPENCLAW_GATEWAY_PORT", std::to_string(closed.port()));
    write_lock(machine, machine.config().string(), server.port());
    CHECK(running(machine) == server.port());
    write_lock(machine, "/another/openclaw.json", server.port());
    CHECK_FALSE(running(machine));
    write_lock(machine, machine.config().string(), closed.port()); // left behind by one that is gone
    CHECK_FALSE(running(machine));
}
