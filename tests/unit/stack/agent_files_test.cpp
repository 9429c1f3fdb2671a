// SPDX-License-Identifier: Apache-2.0
#include "stack/agent_files.hpp"

#include "catch.hpp"
#include "stack/secrets.hpp"
#include "stack/small_workspace.hpp"

using namespace aiws;
namespace fs = std::filesystem;

namespace {

const std::string k_mark = "# The next line was added by aiws up.\n";

struct WithAgent : test::SmallWorkspace {
    openclaw::Location location{.config_file = folder / "user/.openclaw/openclaw.json",
                                .state_dir = folder / "user/.openclaw"};
    fs::path file = location.state_dir / ".env";
    stack::Record record;

    void put(const fs::path& path, const std::string& text) const
    {
        fs::create_directories(path.parent_path());
        test::write(path, text, 0600);
    }
    void prepare() { REQUIRE(stack::prepare_agent_token(home, record, location)); }
    void remove() const { REQUIRE(stack::remove_agent_token(location)); }
    [[nodiscard]] bool has_token() const { return stack::read_secret(home, stack::k_agent_token).value().has_value(); }

    [[nodiscard]] std::string our_lines() const
    {
        const auto token = stack::read_secret(home, stack::k_agent_token).value().value();
        return k_mark + "OPENCLAW_GATEWAY_TOKEN=" + token.reveal() + "\n";
    }
};

} // namespace

TEST_CASE("OpenClaw's page gets a token in a file of its own, once")
{
    WithAgent agent;
    agent.prepare();
    CHECK(test::slurp(agent.file) == agent.our_lines());
    CHECK(test::mode_of(agent.file) == 0600);
    CHECK(agent.record.made == std::vector{agent.location.state_dir.string()});
    const auto written = test::slurp(agent.file);
    agent.prepare();
    CHECK(test::slurp(agent.file) == written);
    CHECK(agent.record.made.size() == 1);
}

TEST_CASE("the token goes again, and its file where nothing else is in it")
{
    WithAgent agent;
    agent.prepare();
    agent.remove();
    CHECK_FALSE(fs::exists(agent.file));
    agent.remove(); // there is nothing to do
    CHECK_FALSE(fs::exists(agent.file));
}

TEST_CASE("what else is in OpenClaw's .env stays, before and behind ours")
{
    WithAgent agent;
    agent.put(agent.file, "ONE=1\n");
    agent.prepare();
    CHECK(test::slurp(agent.file) == "ONE=1\n" + agent.our_lines());
    CHECK(agent.record.made.empty());
    agent.put(agent.file, "ONE=1\n" + agent.our_lines() + "TWO=2\n# remark\n");
    agent.remove();
    CHECK(test::slurp(agent.file) == "ONE=1\nTWO=2\n# remark\n");
}

TEST_CASE("a last line without its end is not run into ours")
{
    WithAgent agent;
    agent.put(agent.file, "ONE=1");
    agent.prepare();
    CHECK(test::slurp(agent.file) == "ONE=1\n" + agent.our_lines());
}

TEST_CASE("a line of ours whose token is not the secret any more is put right")
{
    WithAgent agent;
    agent.put(agent.file, k_mark + "OPENCLAW_GATEWAY_TOKEN=aiws-test-old-token\nONE=1\n");
    agent.prepare();
    CHECK(test::slurp(agent.file) == "ONE=1\n" + agent.our_lines());
}

TEST_CASE("a token that the user has set is respected wherever it stands")
{
    WithAgent agent;
    SECTION("in OpenClaw's .env")
    {
        const std::string own = "OPENCLAW_GATEWAY_TOKEN=my-test-token\n";
        agent.put(agent.file, own);
        agent.prepare();
        CHECK(test::slurp(agent.file) == own);
        agent.remove();
        CHECK(test::slurp(agent.file) == own);
    }
    SECTION("in OpenClaw's configuration")
    {
        agent.put(agent.location.config_file, "{ gateway: { auth: { token: '${MY_TOKEN}' } } }");
        agent.prepare();
        CHECK_FALSE(fs::exists(agent.file));
    }
    CHECK_FALSE(agent.has_token());
}

TEST_CASE("OpenClaw's files are looked for in the home folder of the services' user")
{
    const WithAgent agent;
    const auto environment = stack::agents_environment(
        agent.home, system::Environment(std::map<std::string, std::string>{{"HOME", "/root"}, {"NAME", "value"}}));
    CHECK(environment.get("HOME") == agent.home.user_home.string());
    CHECK(environment.get("NAME") == "value");
}
