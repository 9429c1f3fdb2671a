// SPDX-License-Identifier: Apache-2.0
#include "stack/runner.hpp"

#include "catch.hpp"
#include "stack/small_workspace.hpp"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <sys/stat.h>
#include <utility>

using namespace aiws;
using stack::network_variables;
using Variables = std::map<std::string, std::string>;

namespace {

system::Environment environment_of(Variables variables)
{
    return system::Environment(std::move(variables));
}

system::Environment installers_environment(const system::Environment& environment)
{
    return stack::installers_environment(environment, stack::Scope::user);
}

base::Error error_of(const system::Completed& completed)
{
    const system::Command command{.words = {"/usr/bin/setpriv", "--reuid", "aiws", "--", "/opt/x/bin/uv", "pip"}};
    return stack::program_error("it could not be installed", command, completed);
}

} // namespace

TEST_CASE("installers see no key, no token and no foreign Python, Node.js or PostgreSQL")
{
    const std::string hidden =
        GENERATE(as<std::string>{}, "NVIDIA_API_KEY", "OTHER_API_KEY", "NVIDIA_API_KEY_FILE", "LITELLM_TOKEN",
                 "LITELLM_MASTER_KEY", "LITELLM_SALT_KEY", "AI_WORKSPACE_AUTH_TOKEN", "OPENCLAW_GATEWAY_TOKEN",
                 "AIWS_DATABASE_URL", "DATABASE_URL", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX",
                 "NODE_OPTIONS", "NODE_PATH", "PGPASSWORD", "PGHOST", "PGSERVICE", "PGPASSFILE");
    const auto seen = installers_environment(environment_of({{hidden, "test-value"}, {"PATH", "/usr/bin"}}));
    CHECK_FALSE(seen.get(hidden));
    CHECK(seen.get("PATH") == "/usr/bin");
}

TEST_CASE("the services' user of root's workspace is given the folders and programs that it may use")
{
    const test::TemporaryFolder folder;
    const auto open = folder / "open";
    const auto closed = folder / "closed";
    for (const auto& bin : {open, closed}) {
        std::filesystem::create_directory(bin);
        test::write(bin / "python3", "#!/bin/sh\n", 0755);
    }
    std::filesystem::create_symlink(closed / "python3", open / "uv");
    for (const auto& bin : {folder.path(), open}) REQUIRE(chmod(bin.c_str(), 0755) == 0);
    REQUIRE(chmod(closed.c_str(), 0700) == 0);
    const auto path = closed.string() + ":" + open.string();
    const auto seen_as = [&](stack::Scope scope) {
        auto environment = stack::installers_environment(environment_of({{"PATH", path}}), scope);
        return stack::Runner{.home = {.folder = folder.path(), .scope = scope}, .environment = std::move(environment)};
    };
    const auto machine = seen_as(stack::Scope::machine);
    CHECK(machine.environment.get("PATH") == open.string());
    CHECK(machine.find_program("python3") == open / "python3");
    CHECK_FALSE(machine.find_program("uv"));
    const auto user = seen_as(stack::Scope::user);
    CHECK(user.environment.get("PATH") == path);
    CHECK(user.find_program("python3") == closed / "python3");
    CHECK(user.find_program("uv") == open / "uv");
}

TEST_CASE("installers see the proxies and package indexes of their user")
{
    const Variables theirs{{"https_proxy", "http://proxy.example:3128"},
                           {"npm_config_registry", "https://npm.example/"},
                           {"UV_DEFAULT_INDEX", "https://uv.example/simple"}};
    const auto seen = installers_environment(environment_of(theirs));
    for (const auto& [name, value] : theirs) CHECK(seen.get(name) == value);
}

TEST_CASE("pip's index is uv's too, unless uv has one of its own")
{
    const Variables pip{{"PIP_INDEX_URL", "https://pip.example/simple"},
                        {"PIP_EXTRA_INDEX_URL", "https://more.example/simple"}};
    const auto seen = installers_environment(environment_of(pip));
    CHECK(seen.get("UV_DEFAULT_INDEX") == "https://pip.example/simple");
    CHECK(seen.get("UV_INDEX") == "https://more.example/simple");
    const std::string own = GENERATE(as<std::string>{}, "UV_DEFAULT_INDEX", "UV_INDEX_URL");
    auto both = pip;
    both[own] = "https://uv.example/simple";
    both["UV_INDEX"] = "https://uv-more.example/simple";
    const auto kept = installers_environment(environment_of(both));
    CHECK(kept.get(own) == "https://uv.example/simple");
    CHECK(kept.get("UV_DEFAULT_INDEX") != "https://pip.example/simple");
    CHECK(kept.get("UV_INDEX") == "https://uv-more.example/simple");
}

TEST_CASE("who trusts an authority with pip trusts it with uv and Node.js")
{
    const auto seen = installers_environment(environment_of({{"PIP_CERT", "/etc/corp.pem"}}));
    CHECK(seen.get("SSL_CERT_FILE") == "/etc/corp.pem");
    CHECK(seen.get("NODE_EXTRA_CA_CERTS") == "/etc/corp.pem");
    const auto own = installers_environment(environment_of(
        {{"PIP_CERT", "/etc/corp.pem"}, {"SSL_CERT_FILE", "/etc/own.pem"}, {"NODE_EXTRA_CA_CERTS", "/n"}}));
    CHECK(own.get("SSL_CERT_FILE") == "/etc/own.pem");
    CHECK(own.get("NODE_EXTRA_CA_CERTS") == "/n");
}

TEST_CASE("services get proxies and certificates, and go to this machine directly")
{
    const auto got = network_variables(environment_of({{"https_proxy", "http://proxy.example:3128"},
                                                       {"no_proxy", "corp.example"},
                                                       {"SSL_CERT_FILE", "/etc/own.pem"},
                                                       {"NVIDIA_API_KEY", "nvidia-test-key-1"}}));
    CHECK(got.at("https_proxy") == "http://proxy.example:3128");
    CHECK(got.at("SSL_CERT_FILE") == "/etc/own.pem");
    CHECK(got.at("NODE_EXTRA_CA_CERTS") == "/etc/own.pem");
    CHECK(got.at("no_proxy") == "corp.example,127.0.0.1,localhost");
    CHECK(got.at("NO_PROXY") == got.at("no_proxy"));
    CHECK_FALSE(got.contains("NVIDIA_API_KEY"));
    CHECK(network_variables(environment_of({{"NO_PROXY", "upper.example"}})).at("no_proxy") ==
          "upper.example,127.0.0.1,localhost");
    CHECK(network_variables(environment_of({})).at("no_proxy") == "127.0.0.1,localhost");
}

TEST_CASE("a program that failed is told by its name, exit code and last words")
{
    const auto error = error_of({.end = system::End::exited, .code = 2, .out = "said\n", .err = "first\nlast\n"});
    CHECK(error.kind == base::Failure::failed);
    CHECK(error.what == "it could not be installed");
    CHECK(error.where == "uv");
    CHECK_THAT(error.why, ContainsSubstring("exit 2: "));
    CHECK_THAT(error.why, ContainsSubstring("last"));
    CHECK_THAT(error_of({.end = system::End::exited, .code = 2, .out = "only this\n", .err = " \n"}).why,
               ContainsSubstring("only this"));
}

TEST_CASE("of a talkative program the last words are told")
{
    const auto error = error_of({.end = system::End::exited, .code = 1, .err = std::string(5000, 'x') + " the cause"});
    CHECK(error.why.size() < 800);
    CHECK_THAT(error.why, ContainsSubstring("the cause"));
}

TEST_CASE("a full disk is named as what it is")
{
    const std::string words =
        GENERATE(as<std::string>{}, "tar: write error: No space left on device",
                 "npm error code ENOSPC\nnpm error syscall write", "cp: cannot write: Disk quota exceeded",
                 "error: failed to extract\n  Caused by: No space left on device (os error 28)");
    const auto error = error_of({.end = system::End::exited, .code = 1, .err = words});
    CHECK_THAT(error.fix, ContainsSubstring("the disk is full"));
    CHECK(error_of({.end = system::End::exited, .code = 1, .err = "no such package"}).fix.empty());
}

TEST_CASE("how a program ended otherwise is told too")
{
    CHECK(error_of({.end = system::End::timed_out}).why == "it took too long");
    CHECK(error_of({.end = system::End::killed, .code = SIGKILL}).why == "killed by signal 9");
    CHECK(error_of({.end = system::End::not_started, .code = ENOENT}).why == "No such file or directory");
    CHECK(error_of({.end = system::End::interrupted}).kind == base::Failure::interrupted);
}

TEST_CASE("a workspace's command runs in the workspace with its own temporary folder")
{
    const test::SmallWorkspace workspace;
    const auto command = workspace.runner.command({"/bin/true"}, {}, {{"NAME", "value"}});
    CHECK(command.words == std::vector<std::string>{"/bin/true"});
    CHECK(command.folder == workspace.home.folder);
    CHECK(command.environment.get("TMPDIR") == workspace.home.temporary().string());
    CHECK(command.environment.get("NAME") == "value");
    CHECK(workspace.runner.command({"/bin/true"}, "/usr").folder == "/usr");
}

TEST_CASE("a checked command gives its output, or an error")
{
    const test::SmallWorkspace workspace;
    const auto shell = [&](const std::string& script) {
        return workspace.runner.check("it did not work", workspace.runner.command({"/bin/sh", "-c", script}, "/"),
                                      std::chrono::seconds(60));
    };
    CHECK(shell("echo said").value() == "said\n");
    const auto failed = shell("echo why >&2; exit 7");
    REQUIRE_FALSE(failed);
    CHECK(failed.error().what == "it did not work");
    CHECK(failed.error().why == "exit 7: why");
}
