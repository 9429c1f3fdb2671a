// SPDX-License-Identifier: Apache-2.0
#include "openclaw/traces.hpp"

#include "catch.hpp"
#include "openclaw/machine.hpp"
#include "openclaw/service_environment.hpp"

#include <algorithm>

using namespace aiws;
using namespace aiws::openclaw;
using Catch::Matchers::StartsWith;
using test::Machine;
namespace fs = std::filesystem;

namespace {

std::vector<Finding> trace_of(const Machine& machine, const std::string& version = "2026.9.6")
{
    const auto location = locate(machine.environment, "").value();
    const auto configuration = machine.open();
    return trace({.location = location,
                  .configuration = configuration,
                  .environment = machine.environment,
                  .providers = {{.provider = "nvidia", .key_variable = "NVIDIA_API_KEY"}},
                  .version = version});
}

/// The only finding of that weight.
Finding only(const std::vector<Finding>& findings, Weight weight)
{
    std::vector<Finding> chosen;
    std::ranges::copy_if(findings, std::back_inserter(chosen), [&](const auto& f) { return f.weight == weight; });
    REQUIRE(chosen.size() == 1);
    return chosen.front();
}

void put(const fs::path& file, std::string_view bytes, mode_t mode = 0600)
{
    fs::create_directories(file.parent_path());
    test::write(file, bytes, mode);
}

/// With the token file that a registration writes.
void register_nvidia(const Machine& machine)
{
    machine.register_channels({"nvidia"});
    put(machine.home() / ".ai_workspace_auth_token", "workspace-test-token-1");
}

} // namespace

TEST_CASE("our block uses the gateway's token, whatever the environment holds")
{
    Machine machine;
    register_nvidia(machine);
    CHECK_THAT(only(trace_of(machine), Weight::fine).what,
               StartsWith("uses the gateway's token in " + machine.home().string()));
    machine.environment.set("NVIDIA_API_KEY", "nvidia-test-key-1");
    put(machine.beside(".env"), "export NVIDIA_API_KEY=nvidia-test-key-2\n");
    const auto findings = trace_of(machine);
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].in_use);
    CHECK(findings[1].what ==
          "NVIDIA_API_KEY is set (this shell, " + machine.beside(".env").string() + ") and not used, as it should be");
}

TEST_CASE("a block without auth: \"api-key\" is at the mercy of profiles and environment")
{
    Machine machine;
    machine.environment.set("NVIDIA_API_KEY", "nvidia-test-key-1");
    machine.write_config(R"({models: {providers: {nvidia: {baseUrl: "http://h/v1", apiKey: "nvidia-test-key-3"}}}})");
    const auto finding = only(trace_of(machine), Weight::problem);
    CHECK(finding.what == "its block does not say auth: \"api-key\", so OpenClaw takes a stored profile for nvidia if "
                          "there is one, then NVIDIA_API_KEY from this shell, then the key that stands in the "
                          "configuration");
    CHECK(finding.fix == "run aiws register");
}

TEST_CASE("a stored profile in the key's place is a problem, a foreign block only worth a remark")
{
    const Machine machine;
    machine.write_config(R"({models: {providers: {nvidia: {auth: "api-key", apiKey: "nvidia:manual"}}}})");
    CHECK_THAT(only(trace_of(machine), Weight::problem).what, StartsWith("uses the stored profile nvidia:manual"));
    machine.write_config(R"({models: {providers: {nvidia: {auth: "api-key", apiKey: "${MY_KEY}"}}}})");
    CHECK_THAT(only(trace_of(machine), Weight::remark).what, StartsWith("uses what the variable MY_KEY holds"));
    machine.write_config("{}");
    CHECK(only(trace_of(machine), Weight::remark).what == "OpenClaw's configuration has no such provider");
    CHECK(only(trace_of(machine), Weight::remark).fix == "run aiws register with NVIDIA_API_KEY set");
}

TEST_CASE("a token that cannot be had is a problem")
{
    Machine machine;
    register_nvidia(machine);
    const auto file = machine.home() / ".ai_workspace_auth_token";
    fs::permissions(file, fs::perms(0644));
    CHECK_THAT(only(trace_of(machine), Weight::problem).what, ContainsSubstring("others may read that file"));
    fs::remove(file);
    CHECK_THAT(only(trace_of(machine), Weight::problem).what, ContainsSubstring("that file does not exist"));

    auto wish = machine.wish({"nvidia"});
    wish.token_as = TokenAs::env;
    auto configuration = machine.open();
    REQUIRE(configuration.apply(machine.plan(wish)));
    CHECK_THAT(only(trace_of(machine), Weight::problem).what, ContainsSubstring("is set neither here nor"));
    machine.environment.set("AI_WORKSPACE_AUTH_TOKEN", "workspace-test-token-1");
    CHECK(only(trace_of(machine), Weight::fine).in_use);
}

TEST_CASE("auth.order is told")
{
    const Machine machine;
    machine.write_config(R"({auth: {order: {nvidia: ["nvidia:a", "nvidia:b"]}}})");
    register_nvidia(machine);
    CHECK_THAT(only(trace_of(machine), Weight::remark).what, ContainsSubstring("nvidia:a, nvidia:b"));
}

TEST_CASE("an older store of profiles blocks its providers, in versions that keep them in SQLite")
{
    const Machine machine;
    register_nvidia(machine);
    const auto file = machine.beside("agents/main/agent/auth-profiles.json");
    put(file, R"({"version": 1, "profiles": {"nvidia:old": {"provider": "nvidia", "key": "nvidia-test-key-1"}}})");
    const auto finding = only(trace_of(machine), Weight::problem);
    CHECK(finding.subject == "nvidia");
    CHECK(finding.where == file.string());
    CHECK(trace_of(machine, "").size() == 2); // of an unknown version the newest is believed
    CHECK(trace_of(machine, "2026.5.20").size() == 1);
    put(file, R"({"profiles": {"openai:old": {"provider": "openai"}}})");
    CHECK(trace_of(machine).size() == 1);
    put(file, R"({"nvidia": {"apiKey": "nvidia-test-key-1"}})"); // the oldest shape
    CHECK(only(trace_of(machine), Weight::problem).subject == "nvidia");
    put(file, "{ damaged");
    CHECK_THAT(only(trace_of(machine), Weight::problem).what, ContainsSubstring("some providers"));
    put(file, "{}");
    CHECK(trace_of(machine).size() == 1);
}

TEST_CASE("rows of an older models.json that the configuration does not have are ghosts")
{
    const Machine machine;
    register_nvidia(machine);
    const auto file = machine.beside("agents/main/agent/models.json");
    put(file, R"({"providers": {"nvidia": {"models": [{"id": "nvidia/glm-5.2"}, {"id": "old/one"}]}}})");
    const auto finding = only(trace_of(machine), Weight::remark);
    CHECK_THAT(finding.what, StartsWith("1 model of an older setup (old/one)"));
    CHECK(finding.where == file.string());
}

TEST_CASE("a key in a copy of the configuration is told, and is a problem where others may read it")
{
    const Machine machine;
    register_nvidia(machine);
    const std::string bytes = R"({models: {providers: {nvidia: {apiKey: "nvidia-test-key-1"}}}})";
    put(machine.beside("openclaw.json.bak.1"), bytes, 0600);
    CHECK(only(trace_of(machine), Weight::remark).where == machine.beside("openclaw.json.bak.1").string());
    put(machine.beside("openclaw.json.clobbered.2026"), bytes, 0644);
    CHECK(only(trace_of(machine), Weight::problem).where == machine.beside("openclaw.json.clobbered.2026").string());
}

TEST_CASE("copies without a key of our providers are nobody's business")
{
    const Machine machine;
    register_nvidia(machine);
    put(machine.beside("openclaw.json.bak"), R"({models: {providers: {nvidia: {apiKey: "${NVIDIA_API_KEY}"}}}})");
    put(machine.beside("openclaw.json.bak.1"), R"({models: {providers: {openai: {apiKey: "openai-test-key-1"}}}})");
    put(machine.beside("openclaw.json.bak.2"), R"({models: {providers: {nvidia: {apiKey: "nvidia:manual"}}}})");
    put(machine.beside("openclaw.json.last-good"), "{ damaged");
    put(machine.beside("openclaw.json.mine"), R"({models: {providers: {nvidia: {apiKey: "nvidia-test-key-1"}}}})");
    CHECK(trace_of(machine).size() == 1);
}

TEST_CASE("a variable's places are its files and units, as far as it has a value there")
{
    CHECK(sets_variable("A=1\nexport NVIDIA_API_KEY=\"x\"\n", "NVIDIA_API_KEY"));
    CHECK(sets_variable("[Service]\nEnvironment=\"A=1\" \"NVIDIA_API_KEY=x\"\n", "NVIDIA_API_KEY"));
    CHECK(sets_variable("Environment=NVIDIA_API_KEY=x", "NVIDIA_API_KEY"));
    for (const char* not_set : {"NVIDIA_API_KEY=", "NVIDIA_API_KEY=\"\"", "# NVIDIA_API_KEY=x", "MY_NVIDIA_API_KEY=x",
                                "NVIDIA_API_KEY_FILE=x", "Environment=MY_NVIDIA_API_KEY=x", "A=NVIDIA_API_KEY=x", ""})
        CHECK_FALSE(sets_variable(not_set, "NVIDIA_API_KEY"));

    const Machine machine;
    const auto location = locate(machine.environment, "").value();
    const auto unit = machine.home() / ".config/systemd/user/openclaw-gateway.service";
    put(unit, "[Service]\nEnvironmentFile=-%h/keys.env\nEnvironment=A=1\n");
    put(machine.home() / "keys.env", "NVIDIA_API_KEY=nvidia-test-key-1\n");
    const auto drop_in = fs::path(unit.string() + ".d") / "keys.conf";
    put(drop_in, "[Service]\nEnvironment=NVIDIA_API_KEY=nvidia-test-key-1\n");
    CHECK(places_of_variable("NVIDIA_API_KEY", location, machine.environment) ==
          std::vector<std::string>{(machine.home() / "keys.env").string(), drop_in.string()});
}
