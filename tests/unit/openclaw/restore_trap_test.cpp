// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "openclaw/machine.hpp"
#include "openclaw/restore_trap.hpp"

using namespace aiws;
using test::Machine;

namespace {

const std::string k_long(2000, ' ');

/// What OpenClaw's backup holds after a write.
std::string backup_after(const Machine& machine, const std::string& backup, const std::optional<std::string>& before,
                         const std::string& after)
{
    machine.write_config(after);
    test::write(machine.beside("openclaw.json.bak"), backup);
    const auto done = openclaw::disarm_restore(machine.config(), before, after);
    REQUIRE(done);
    return test::slurp(machine.beside("openclaw.json.bak"));
}

} // namespace

TEST_CASE("OpenClaw's backup follows a write that OpenClaw would undo")
{
    const Machine machine;
    const std::string small = "{gateway: {mode: 'local'}}";
    const std::string large = small + k_long;
    CHECK(backup_after(machine, large, small, small) == small);
    CHECK(backup_after(machine, "{meta: {}, gateway: {mode: 'local'}}", small, small) == small);
    CHECK(backup_after(machine, small, std::nullopt, "{}") == "{}");
    CHECK(test::slurp(machine.beside("openclaw.json.bak.before-aiws")) == small);
    CHECK(test::mode_of(machine.beside("openclaw.json.bak.before-aiws")) == 0600);
}

TEST_CASE("OpenClaw's backup follows a write that shrinks the file it was content with")
{
    const Machine machine;
    const std::string small = "{gateway: {mode: 'local'}}";
    CHECK(backup_after(machine, "{gateway: {mode: 'remote'}}", small + k_long, small) == small);
}

TEST_CASE("OpenClaw's backup stays where it does no harm")
{
    const Machine machine;
    const std::string small = "{gateway: {mode: 'local'}}";
    const std::string grown = small + k_long;
    CHECK(backup_after(machine, small, small, grown) == small);
    CHECK(backup_after(machine, "{}" + k_long, small, small) == "{}" + k_long); // never restored: no gateway.mode
    CHECK(backup_after(machine, "not JSON5 {", small, small) == "not JSON5 {");
    CHECK_FALSE(std::filesystem::exists(machine.beside("openclaw.json.bak.before-aiws")));
    std::filesystem::remove(machine.beside("openclaw.json.bak"));
    CHECK(openclaw::disarm_restore(machine.config(), grown, small));
    CHECK_FALSE(std::filesystem::exists(machine.beside("openclaw.json.bak")));
}

TEST_CASE("unregistering does not leave a backup that brings everything back")
{
    const Machine machine;
    machine.write_config("{gateway: {mode: 'local'}, meta: {}}");
    machine.register_channels({"deepseek", "nvidia", "ollama"});
    test::write(machine.beside("openclaw.json.bak"), machine.config_bytes()); // OpenClaw has written since
    machine.unregister();
    CHECK(machine.config_bytes() == "{gateway: {mode: 'local'}, meta: {}}");
    CHECK(test::slurp(machine.beside("openclaw.json.bak")) == machine.config_bytes());
}
