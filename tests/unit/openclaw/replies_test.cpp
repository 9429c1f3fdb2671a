// SPDX-License-Identifier: Apache-2.0
#include "openclaw/replies.hpp"

#include "catch.hpp"
#include "openclaw/installed.hpp"
#include "openclaw/version.hpp"

using namespace aiws;
using namespace aiws::openclaw;
using system::Completed;
using system::End;
using test::Installed;

namespace {

Completed said(std::string out, int code = 0, std::string err = "")
{
    return {.end = End::exited, .code = code, .out = std::move(out), .err = std::move(err)};
}

const std::string k_refusal = R"({
  "ok": false, "error": {"type": "cli_error", "message": "OpenClaw config is invalid: ~/.openclaw/openclaw.json"},
  "valid": false, "path": "/x", "issues": [{"path": "gateway", "message": "Unrecognized key: \"prot\""}]})";

} // namespace

TEST_CASE("the installed version is read from the package beside the program")
{
    const Installed installed("2026.9.6");
    CHECK(installed.program().version() == "2026.9.6");
    CHECK(installed.program().name() == "OpenClaw 2026.9.6");
    CHECK(is_older("2026.5.20", "2026.9.6"));
    CHECK(is_older("2026.6", "2026.6.1"));
    CHECK_FALSE(is_older("2026.10.1", "2026.9.6"));
    CHECK_FALSE(is_older("2026.9.6-beta.1", "2026.9.6"));
    CHECK_FALSE(is_older("", "2026.9.6"));
    CHECK_FALSE(is_older("nightly", "2026.9.6"));
}

TEST_CASE("a program without a package beside it has no version, and no program is no OpenClaw")
{
    const Installed installed("");
    CHECK(installed.program().version().empty());
    CHECK(installed.program().name() == "OpenClaw");
    Location location = installed.location();
    location.program.clear();
    CHECK_FALSE(Program::find(location, installed.environment));
}

TEST_CASE("what a wrapper script says of its version is kept until the script changes")
{
    const Installed installed("");
    const auto program = installed.location().program;
    CHECK(version_in("OpenClaw 2026.9.6 (eb377ac)\n") == "2026.9.6");
    CHECK(version_in("openclaw: command failed\n1.2.3\n").empty());
    REQUIRE(note_version(program, "2026.9.6", installed.environment));
    CHECK(installed.program().version() == "2026.9.6");
    test::write(program, "#!/bin/sh\n", 0755);
    CHECK(installed.program().version().empty());
}

TEST_CASE("a command names the profile and hides what is none of OpenClaw's business")
{
    Installed installed("2026.9.6");
    installed.environment.set("NVIDIA_API_KEY", "nvidia-test-key-1");
    Location location = installed.location();
    location.profile = "work";
    const auto program = Program::find(location, installed.environment, {"NVIDIA_API_KEY"});
    const auto command = program->ask("nvidia/glm-5.2");
    CHECK(command.words == std::vector<std::string>{location.program.string(), "--profile", "work", "infer", "model",
                                                    "run", "--local", "--model", "nvidia/glm-5.2", "--prompt", "ping",
                                                    "--json"});
    CHECK_FALSE(command.environment.get("NVIDIA_API_KEY"));
    CHECK(program->gateway_models(18'799).environment.get("OPENCLAW_GATEWAY_PORT") == "18799");
}

TEST_CASE("a validation tells its issues, a valid one its warnings")
{
    const auto program = Installed("2026.9.6").program();
    const auto bad = read_validation(program, said(k_refusal, 1));
    REQUIRE(bad);
    CHECK_FALSE(bad->valid);
    CHECK(bad->issues == std::vector<Issue>{{.path = "gateway", .message = "Unrecognized key: \"prot\""}});
    const auto good = read_validation(
        program, said("a remark\n{\"valid\": true, \"warnings\": [{\"path\": \"a\", \"message\": \"b\"}]}\n"));
    REQUIRE(good);
    CHECK(good->valid);
    CHECK(good->issues.size() == 1);
}

TEST_CASE("a line of a log before the answer, JSON too, does not hide it")
{
    const auto program = Installed("2026.9.6").program();
    CHECK(read_validation(program, said("{\"level\": \"warn\"}\nnoise\n{\"valid\": true}\n"))->valid);
}

TEST_CASE("a command that comes to no answer says how it ended")
{
    const auto program = Installed("2026.9.6").program();
    const auto why = [&](const Completed& completed) { return read_validation(program, completed).error().why; };
    CHECK(why(said("", 1, "first\nnode: Node.js 22 is needed\n\n")) == "node: Node.js 22 is needed");
    CHECK(why(said("{ broken", 0)) == "{ broken");
    CHECK(why(said("", 0)) == "it said nothing");
    CHECK(why({.end = End::timed_out}) == "it took too long and was ended");
    CHECK(why({.end = End::killed, .code = 9}) == "it was killed by signal 9");
    CHECK(why({.end = End::not_started, .code = ENOENT}) == "No such file or directory");
    CHECK(read_validation(program, {.end = End::interrupted}).error().kind == base::Failure::interrupted);
    CHECK(read_validation(program, said("{\"models\": []}")).error().kind == base::Failure::failed);
}

TEST_CASE("listed and offered models are references, however their ids are spelled")
{
    const auto program = Installed("2026.9.6").program();
    const auto listed = read_listed(program, said(R"({"count": 1, "models": [{"key": "nvidia/glm-5.2"}]})"));
    CHECK(listed.value() == std::set<std::string>{"nvidia/glm-5.2"});
    const auto offered = read_offered(program, said(R"({"models": [{"id": "nvidia/glm-5.2", "provider": "nvidia"},
                                                                   {"id": "gpt", "provider": "openai"}]})"));
    CHECK(offered.value() == std::set<std::string>{"nvidia/glm-5.2", "openai/gpt"});
    const auto refused = read_offered(
        program, said(R"({"ok": false, "error": {"message": "needs credentials\nFix: pass --token"}})", 1));
    CHECK(refused.error().why == "needs credentials");
}

TEST_CASE("a turn is good when it holds a text, and else says why")
{
    const auto program = Installed("2026.9.6").program();
    CHECK(read_turn(program, said(R"({"ok": true, "outputs": [{"text": "pong"}]})")));
    CHECK(read_turn(program, said(R"({"ok": true, "outputs": []})")).error().why == "the answer was empty");
    CHECK(read_turn(program, said(R"({"ok": false, "error": {"message": "401 no"}})", 1)).error().why == "401 no");
    CHECK(read_turn(program, said("", 1, "error: unknown command 'infer'\n")).error().why == "unknown command 'infer'");
    const auto old_node =
        said("", 1, "openclaw: Node.js v22.19+ is required.\nIf you use nvm, run:\n  nvm install 22\n");
    CHECK(read_turn(program, old_node).error().why == "Node.js v22.19+ is required.");
    CHECK(read_turn(program, {.end = End::interrupted}).error().kind == base::Failure::interrupted);
}

TEST_CASE("credentials name their profiles without a piece of the key")
{
    const auto program = Installed("2026.9.6").program();
    const auto credentials = read_credentials(program, said(R"({"auth": {"providers": [
        {"provider": "nvidia", "effective": {"kind": "profiles"}, "profiles": {"labels": ["nvidia:old=nv...-1"]}},
        {"provider": "ollama"}]}})"));
    REQUIRE(credentials);
    CHECK(credentials->at("nvidia").kind == "profiles");
    CHECK(credentials->at("nvidia").profiles == std::vector<std::string>{"nvidia:old"});
    CHECK(credentials->at("ollama").profiles.empty());
    CHECK(read_done(program, said(R"({"ok": true})")));
    CHECK(read_done(program, said(R"({"ok": false, "error": {"message": "no"}})")).error().why == "no");
}
