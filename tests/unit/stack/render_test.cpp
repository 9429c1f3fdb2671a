// SPDX-License-Identifier: Apache-2.0
#include "stack/render.hpp"

#include "catch.hpp"
#include "stack/secrets.hpp"
#include "stack/small_workspace.hpp"

#include <sys/stat.h>

using namespace aiws;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;
using Digests = std::map<std::string, std::string>;

namespace {

struct Rendered : test::SmallWorkspace {
    stack::Record record{.programs = {.python = "python-1", .engine = "engine-1", .agent = "openclaw-1"}};
    std::map<std::string, std::string> network{{"no_proxy", "127.0.0.1,localhost"}};

    Rendered()
    {
        REQUIRE(stack::write_secret(home, stack::k_agent_token, base::Secret("aiws-test-page-token")));
        render();
    }

    void render() const { REQUIRE(stack::render(runner, record, network)); }
    [[nodiscard]] std::string text(const std::string& name) const { return test::slurp(home.config() / name); }

    [[nodiscard]] std::string secret(std::string_view name) const
    {
        return stack::read_secret(home, name).value().value().reveal();
    }

    /// Of each service, what has the supervisor restart it.
    [[nodiscard]] Digests digests() const
    {
        static constexpr std::string_view k_program = "[program:";
        static constexpr std::string_view k_digest = "AIWS_CONFIGURATION=\"";
        const auto all = text("supervisord.conf");
        Digests found;
        for (auto at = all.find(k_program); at != std::string::npos; at = all.find(k_program, at + 1)) {
            const auto name = at + k_program.size();
            const auto digest = all.find(k_digest, at) + k_digest.size();
            found[all.substr(name, all.find(']', name) - name)] = all.substr(digest, all.find('"', digest) - digest);
        }
        return found;
    }

    /// The services that are restarted after a change to what was rendered.
    [[nodiscard]] Names restarted(const Digests& before) const
    {
        Names names;
        for (const auto& [name, digest] : digests())
            if (!before.contains(name) || before.at(name) != digest) names.push_back(name);
        return names;
    }
};

/// What tells that a file was written: every write makes a new one.
std::map<fs::path, std::pair<ino_t, fs::file_time_type>> marks_of(const fs::path& folder)
{
    std::map<fs::path, std::pair<ino_t, fs::file_time_type>> marks;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        struct stat status{};
        REQUIRE(stat(entry.path().c_str(), &status) == 0);
        if (entry.is_regular_file()) marks[entry.path()] = {status.st_ino, entry.last_write_time()};
    }
    return marks;
}

} // namespace

TEST_CASE("what a workspace runs on is written for its owner alone")
{
    const Rendered rendered;
    const auto& config = rendered.home.config();
    CHECK(test::names_in(config) == Names{"bin", "litellm.env", "litellm.yaml", "openclaw.env", "run-litellm.sh",
                                          "run-openclaw.sh", "run-postgres.sh", "supervisord.conf"});
    for (const auto* name : {"litellm.env", "litellm.yaml", "openclaw.env", "supervisord.conf"})
        CHECK(test::mode_of(config / name) == 0600);
    for (const auto* name : {"run-litellm.sh", "run-openclaw.sh", "run-postgres.sh", "bin/prisma"})
        CHECK(test::mode_of(config / name) == 0700);
    CHECK(test::mode_of(rendered.home.bin() / "openclaw") == 0755);
}

TEST_CASE("what is written a second time, unchanged, is not written")
{
    const Rendered rendered;
    const auto before = marks_of(rendered.home.folder);
    rendered.render();
    CHECK(marks_of(rendered.home.folder) == before);
}

TEST_CASE("a file whose text or mode was changed is put right")
{
    const Rendered rendered;
    const auto yaml = rendered.text("litellm.yaml");
    test::write(rendered.home.config() / "litellm.yaml", "rubbish");
    REQUIRE(chmod((rendered.home.config() / "litellm.env").c_str(), 0644) == 0);
    rendered.render();
    CHECK(rendered.text("litellm.yaml") == yaml);
    CHECK(test::mode_of(rendered.home.config() / "litellm.env") == 0600);
}

TEST_CASE("only the services that a change touches are restarted")
{
    Rendered rendered;
    const auto before = rendered.digests();
    REQUIRE(before.size() == 3);
    Names touched;
    SECTION("nothing") {}
    SECTION("a proxy")
    {
        rendered.network["https_proxy"] = "http://proxy.example:3128";
        touched = {"litellm", "openclaw"};
    }
    SECTION("OpenClaw's port")
    {
        rendered.record.ports.agent = 18790;
        touched = {"openclaw"};
    }
    SECTION("OpenClaw's version")
    {
        rendered.record.agent_version = "2026.9.7";
        touched = {"openclaw"};
    }
    SECTION("LiteLLM's address")
    {
        rendered.record.listen = "0.0.0.0";
        touched = {"litellm"};
    }
    SECTION("PostgreSQL's port")
    {
        rendered.record.ports.database = 4011;
        touched = {"litellm", "postgres"};
    }
    SECTION("the native engine")
    {
        rendered.record.native_engine = "/engine";
        touched = {"litellm"};
    }
    SECTION("the demo provider")
    {
        rendered.record.demo = true;
        touched = {"demo"};
    }
    SECTION("the master key")
    {
        REQUIRE(stack::write_secret(rendered.home, stack::k_master_key, base::Secret("sk-aiws-test-master")));
        touched = {"litellm"};
    }
    rendered.render();
    CHECK(rendered.restarted(before) == touched);
}

TEST_CASE("no secret is where more than its service can read it")
{
    const Rendered rendered;
    for (const auto name : {stack::k_master_key, stack::k_salt_key, stack::k_database_password, stack::k_agent_token}) {
        const auto secret = rendered.secret(name);
        for (const auto* file :
             {"supervisord.conf", "litellm.yaml", "run-litellm.sh", "run-openclaw.sh", "run-postgres.sh"})
            CHECK_FALSE(rendered.text(file).contains(secret));
        CHECK_FALSE(test::slurp(rendered.home.bin() / "openclaw").contains(secret));
    }
    CHECK(rendered.text("litellm.env").contains("LITELLM_MASTER_KEY='" + rendered.secret(stack::k_master_key) + "'\n"));
    CHECK(rendered.text("openclaw.env").contains("OPENCLAW_GATEWAY_TOKEN='aiws-test-page-token'\n"));
    CHECK_FALSE(rendered.text("openclaw.env").contains(rendered.secret(stack::k_master_key)));
}

TEST_CASE("LiteLLM passes no password on to other programs unless its engine takes it from nowhere else")
{
    Rendered rendered;
    const auto password = rendered.secret(stack::k_database_password);
    CHECK_FALSE(rendered.text("litellm.env").contains(":" + password + "@"));
    CHECK(rendered.text("litellm.env").contains("PGPASSWORD='" + password + "'\n"));
    rendered.record.native_engine = "/engine";
    rendered.render();
    CHECK(rendered.text("litellm.env").contains(":" + password + "@127.0.0.1:4001/"));
}

TEST_CASE("a database and a gateway of the user's own are not run")
{
    Rendered rendered;
    rendered.record.own_database = true;
    REQUIRE_FALSE(stack::render(rendered.runner, rendered.record, rendered.network)); // its address is not there
    const base::Secret url("postgresql://me:p%40ss@db.example:5433/litellm");
    REQUIRE(stack::write_secret(rendered.home, stack::k_database_url, url));
    rendered.render();
    CHECK_FALSE(rendered.digests().contains("postgres"));
    CHECK(rendered.text("litellm.env").contains("DATABASE_URL='postgresql://me@db.example:5433/litellm'\n"));
    CHECK(rendered.text("litellm.env").contains("PGPASSWORD='p@ss'\n"));
    rendered.record.own_gateway = "https://gateway.example";
    rendered.render();
    CHECK_FALSE(rendered.digests().contains("litellm"));
}

TEST_CASE("the scripts and the launcher are what a shell takes")
{
    Rendered rendered;
    rendered.record.demo = true;
    rendered.render();
    for (const auto* name : {"run-litellm.sh", "run-openclaw.sh", "run-postgres.sh", "run-demo.sh", "litellm.env",
                             "openclaw.env", "bin/prisma", "../bin/openclaw"}) {
        const auto checked = system::run({.words = {"/bin/sh", "-n", (rendered.home.config() / name).string()}}, {});
        INFO(name << ": " << checked.err);
        CHECK(checked.succeeded());
    }
}

TEST_CASE("an OpenClaw of the user's own needs no launcher")
{
    Rendered rendered;
    fs::remove(rendered.home.bin() / "openclaw");
    rendered.record.own_agent = "/opt/my openclaw";
    rendered.render();
    CHECK_FALSE(fs::exists(rendered.home.bin() / "openclaw"));
    CHECK(rendered.text("run-openclaw.sh").contains("exec '/opt/my openclaw' gateway run"));
}
