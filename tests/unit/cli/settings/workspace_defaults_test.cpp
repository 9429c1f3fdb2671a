// SPDX-License-Identifier: Apache-2.0
#include "cli/settings/workspace_defaults.hpp"

#include "catch.hpp"
#include "stack/record.hpp"
#include "stack/secrets.hpp"
#include "system/temporary_folder.hpp"

using namespace aiws;
using cli::with_workspace;

namespace {

/// A workspace of whoever runs this test.
struct Made {
    test::TemporaryFolder folder;
    system::Environment environment{std::map<std::string, std::string>{
        {"AIWS_HOME", (folder / "workspace").string()}, {"HOME", (folder / "user").string()}, {"PATH", "/usr/bin"}}};
    stack::Home home = stack::find_home(environment);

    explicit Made(const stack::Record& record = {})
    {
        REQUIRE(stack::write_record(home, record));
        REQUIRE(stack::write_secret(home, stack::k_master_key, base::Secret("sk-aiws-test-master")));
        REQUIRE(stack::write_secret(home, stack::k_agent_key, base::Secret("sk-aiws-test-agent")));
    }

    [[nodiscard]] bool is_unchanged(const std::string& gateway) const
    {
        return with_workspace(environment, gateway).all() == environment.all();
    }
};

} // namespace

TEST_CASE("who says nothing means the workspace of this machine")
{
    const Made made;
    const auto with = with_workspace(made.environment, "");
    CHECK(with.get("LITELLM_URL") == "http://127.0.0.1:4000");
    CHECK(with.get("LITELLM_MASTER_KEY") == "sk-aiws-test-master");
    CHECK(with.get("AI_WORKSPACE_AUTH_TOKEN") == "sk-aiws-test-agent");
    CHECK(with.get("OPENCLAW_GATEWAY_PORT") == "18789");
    CHECK(with.get("HOME") == made.home.user_home.string());
    CHECK(with.get("PATH") == "/usr/bin:" + made.home.bin().string());
}

TEST_CASE("who names the workspace's gateway means it too")
{
    Made made;
    const std::string url = GENERATE(as<std::string>{}, "http://127.0.0.1:4000", "http://127.0.0.1:4000/",
                                     "http://127.0.0.1:4000/v1", "http://127.0.0.1:4000/v1/");
    CHECK(with_workspace(made.environment, url).get("LITELLM_MASTER_KEY") == "sk-aiws-test-master");
    made.environment.set("LITELLM_URL", url);
    CHECK(with_workspace(made.environment, "").get("LITELLM_MASTER_KEY") == "sk-aiws-test-master");
}

TEST_CASE("who names another gateway is given nothing of the workspace")
{
    Made made;
    const std::string url = GENERATE(as<std::string>{}, "http://127.0.0.1:4001", "https://gateway.example",
                                     "http://127.0.0.1:4000.example");
    CHECK(made.is_unchanged(url));
    made.environment.set("LITELLM_URL", url);
    CHECK(made.is_unchanged(""));
}

TEST_CASE("without a workspace, or with a damaged one, nothing is added")
{
    const Made made;
    test::write(made.home.note(), "rubbish");
    CHECK(made.is_unchanged(""));
    std::filesystem::remove(made.home.note());
    CHECK(made.is_unchanged(""));
}

TEST_CASE("what the user has set himself goes before the workspace's")
{
    Made made;
    made.environment.set("AI_WORKSPACE_AUTH_TOKEN", "sk-my-test-agent");
    made.environment.set("OPENCLAW_GATEWAY_PORT", "1");
    const std::string token = GENERATE(as<std::string>{}, "LITELLM_TOKEN", "LITELLM_MASTER_KEY");
    made.environment.set(token, "sk-my-test-token");
    const auto with = with_workspace(made.environment, "");
    CHECK(with.get(token) == "sk-my-test-token");
    CHECK(with.get("LITELLM_MASTER_KEY").value_or("sk-my-test-token") == "sk-my-test-token");
    CHECK(with.get("AI_WORKSPACE_AUTH_TOKEN") == "sk-my-test-agent");
    CHECK(with.get("OPENCLAW_GATEWAY_PORT") == "1");
}

TEST_CASE("a gateway of the user's own never gets the workspace's master key")
{
    const Made made({.own_gateway = "https://gateway.example", .agent = false});
    const auto with = with_workspace(made.environment, "");
    CHECK(with.get("LITELLM_URL") == "https://gateway.example");
    CHECK_FALSE(with.get("LITELLM_MASTER_KEY"));
    CHECK_FALSE(with.get("OPENCLAW_GATEWAY_PORT"));
}
