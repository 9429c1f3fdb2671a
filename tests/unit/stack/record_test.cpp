// SPDX-License-Identifier: Apache-2.0
#include "stack/record.hpp"

#include "catch.hpp"
#include "stack/small_workspace.hpp"

using namespace aiws;
using stack::Record;
using test::SmallWorkspace;

namespace {

/// A record in which nothing is as in a new one.
Record unusual()
{
    return {.ports = {.gateway = 5000, .database = 5001, .demo = 5002, .agent = 5003},
            .listen = "0.0.0.0",
            .own_gateway = "https://gateway.example",
            .own_database = true,
            .own_agent = "/opt/openclaw",
            .agent = false,
            .agent_service = false,
            .demo = true,
            .supervisor = "supervisord",
            .native_engine = "/engine",
            .programs = {.python = "python-1", .engine = "engine-1", .agent = "openclaw-1"},
            .litellm_version = "1.2.3",
            .agent_version = "4.5.6",
            .made = {"/a", "/a/b"}};
}

void check_equal(const Record& read, const Record& written)
{
    CHECK(read.ports == written.ports);
    CHECK(read.listen == written.listen);
    CHECK(read.own_gateway == written.own_gateway);
    CHECK(read.own_database == written.own_database);
    CHECK(read.own_agent == written.own_agent);
    CHECK(read.agent == written.agent);
    CHECK(read.agent_service == written.agent_service);
    CHECK(read.demo == written.demo);
    CHECK(read.supervisor == written.supervisor);
    CHECK(read.native_engine == written.native_engine);
    CHECK(read.programs == written.programs);
    CHECK(read.litellm_version == written.litellm_version);
    CHECK(read.agent_version == written.agent_version);
    CHECK(read.made == written.made);
}

} // namespace

TEST_CASE("a workspace's record comes back as it was written")
{
    const SmallWorkspace workspace;
    const Record written = GENERATE(Record{}, unusual());
    REQUIRE(stack::write_record(workspace.home, written));
    const auto read = stack::read_record(workspace.home);
    REQUIRE(read);
    REQUIRE(*read);
    check_equal(**read, written);
}

TEST_CASE("where no record is, there is no workspace")
{
    const SmallWorkspace workspace;
    const auto read = stack::read_record(workspace.home);
    REQUIRE(read);
    CHECK_FALSE(*read);
}

TEST_CASE("what an older record does not say is as in a new one")
{
    const SmallWorkspace workspace;
    std::filesystem::create_directories(workspace.home.folder);
    test::write(workspace.home.note(), "{\"ports\": {\"gateway\": 4010}}");
    const auto read = stack::read_record(workspace.home);
    REQUIRE(read);
    REQUIRE(*read);
    Record expected;
    expected.ports.gateway = 4010;
    check_equal(**read, expected);
}

TEST_CASE("a damaged record is a matter of configuration and names its file")
{
    const SmallWorkspace workspace;
    std::filesystem::create_directories(workspace.home.folder);
    const std::string damaged = GENERATE("", "{", "[]", "\"workspace\"", "{\"ports\": {}", "rubbish");
    test::write(workspace.home.note(), damaged);
    const auto read = stack::read_record(workspace.home);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == base::Failure::config);
    CHECK(read.error().where == workspace.home.note().string());
    CHECK_FALSE(read.error().fix.empty());
}

TEST_CASE("this machine reaches its gateway where it listens")
{
    Record record;
    CHECK(record.gateway_url() == "http://127.0.0.1:4000");
    record.listen = GENERATE("0.0.0.0", "::");
    record.ports.gateway = 4010;
    CHECK(record.gateway_url() == "http://127.0.0.1:4010");
    record.own_gateway = "https://gateway.example";
    CHECK(record.gateway_url() == "https://gateway.example");
}

TEST_CASE("a gateway that listens on one address is reached there, in brackets when that is IPv6")
{
    Record record;
    record.listen = "192.0.2.7";
    CHECK(record.gateway_url() == "http://192.0.2.7:4000");
    record.listen = "::1";
    CHECK(record.gateway_url() == "http://[::1]:4000");
}

TEST_CASE("a path is noted as made once, and only when it is not there yet")
{
    const SmallWorkspace workspace;
    Record record;
    record.note_made(workspace.folder.path());
    CHECK(record.made.empty());
    const auto dangling = workspace.folder / "link";
    std::filesystem::create_symlink("/nonexistent", dangling);
    record.note_made(dangling);
    CHECK(record.made.empty());
    record.note_made(workspace.home.folder);
    record.note_made(workspace.home.folder);
    CHECK(record.made == std::vector{workspace.home.folder.string()});
}
