// SPDX-License-Identifier: Apache-2.0
#include "stack/secrets.hpp"

#include "catch.hpp"
#include "stack/small_workspace.hpp"

using namespace aiws;
using test::SmallWorkspace;

TEST_CASE("a secret is made once, for its owner alone, and never changed")
{
    const SmallWorkspace workspace;
    const auto made = stack::make_secret(workspace.home, stack::k_master_key, "sk-");
    REQUIRE(made);
    CHECK(made->reveal().starts_with("sk-"));
    CHECK(made->reveal().size() == 3 + 64);
    const auto file = stack::secret_file(workspace.home, stack::k_master_key);
    CHECK(test::mode_of(file) == 0600);
    CHECK(test::mode_of(workspace.home.secrets()) == 0700);
    const auto again = stack::make_secret(workspace.home, stack::k_master_key, "other-");
    REQUIRE(again);
    CHECK(*again == *made);
    CHECK(test::slurp(file) == made->reveal() + "\n");
}

TEST_CASE("no two secrets are the same")
{
    const SmallWorkspace workspace;
    const auto one = stack::make_secret(workspace.home, stack::k_master_key, "sk-");
    const auto two = stack::make_secret(workspace.home, stack::k_salt_key, "sk-");
    REQUIRE(one);
    REQUIRE(two);
    CHECK_FALSE(*one == *two);
}

TEST_CASE("a secret that somebody put there is used, without the white space around it")
{
    const SmallWorkspace workspace;
    std::filesystem::create_directories(workspace.home.secrets());
    test::write(stack::secret_file(workspace.home, stack::k_agent_key), " sk-aiws-test-key \n\n", 0600);
    const auto read = stack::make_secret(workspace.home, stack::k_agent_key, "sk-");
    REQUIRE(read);
    CHECK(read->reveal() == "sk-aiws-test-key");
}

TEST_CASE("a secret that was not made is none")
{
    const SmallWorkspace workspace;
    const auto read = stack::read_secret(workspace.home, stack::k_salt_key);
    REQUIRE(read);
    CHECK_FALSE(*read);
}

TEST_CASE("an empty secret is told, not replaced: what it encrypted would be lost")
{
    const SmallWorkspace workspace;
    std::filesystem::create_directories(workspace.home.secrets());
    const auto file = stack::secret_file(workspace.home, stack::k_salt_key);
    test::write(file, "\n", 0600);
    const auto made = stack::make_secret(workspace.home, stack::k_salt_key, "sk-");
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == base::Failure::config);
    CHECK(made.error().where == file.string());
    CHECK(test::slurp(file) == "\n");
}

TEST_CASE("a token for a network is long and of many characters")
{
    const auto strong = [](const std::string& text) { return stack::is_strong(base::Secret(text)); };
    CHECK(strong("0123456789abcdef0123456789abcdef"));
    CHECK_FALSE(strong("0123456789abcdef0123456789abcde")); // 31
    CHECK_FALSE(strong(std::string(64, 'a')));
    CHECK_FALSE(strong("sk-1234"));
    CHECK_FALSE(strong(""));
    const SmallWorkspace workspace;
    CHECK(stack::is_strong(*stack::make_secret(workspace.home, stack::k_master_key, "sk-")));
}
