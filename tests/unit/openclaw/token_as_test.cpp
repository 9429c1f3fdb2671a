// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "openclaw/machine.hpp"

using namespace aiws;
using openclaw::TokenAs;
using test::Machine;

namespace {

openclaw::Wish wish(const Machine& machine, TokenAs token_as, const std::string& token = "workspace-test-token-1")
{
    auto wish = machine.wish({"nvidia"});
    wish.token_as = token_as;
    wish.token = base::Secret(token);
    return wish;
}

void write(const Machine& machine, const openclaw::Wish& wish)
{
    auto configuration = machine.open();
    REQUIRE(configuration.apply(machine.plan(wish)));
}

} // namespace

TEST_CASE("as a variable the token stands nowhere in the configuration")
{
    const Machine machine;
    write(machine, wish(machine, TokenAs::env));
    CHECK_THAT(machine.config_bytes(), ContainsSubstring("\"${AI_WORKSPACE_AUTH_TOKEN}\"") &&
                                           !ContainsSubstring("secrets") && !ContainsSubstring("test-token"));
    CHECK_FALSE(machine.plan(wish(machine, TokenAs::env)).has_changes());
    CHECK(machine.open().notes().empty());
    CHECK(openclaw::present_way(machine.open().actual()) == TokenAs::env);
}

TEST_CASE("a literal token makes the file private, and a new one is one change")
{
    const Machine machine;
    machine.write_config("{ /* mine */ }");
    write(machine, wish(machine, TokenAs::literal));
    CHECK_THAT(machine.config_bytes(), ContainsSubstring("\"apiKey\": \"workspace-test-token-1\""));
    CHECK(test::mode_of(machine.config()) == 0600);
    CHECK_FALSE(machine.plan(wish(machine, TokenAs::literal)).has_changes());
    CHECK(machine.open().notes().empty());
    CHECK(openclaw::present_way(machine.open().actual()) == TokenAs::literal);

    const auto plan = machine.plan(wish(machine, TokenAs::literal, "workspace-test-token-2"));
    CHECK(plan.count(workspace::Action::update) == 1);
    for (const auto& step : plan.steps)
        for (const auto& change : step.changes) CHECK(change.secret);
    auto configuration = machine.open();
    REQUIRE(configuration.apply(plan));
    CHECK_THAT(machine.config_bytes(), ContainsSubstring("workspace-test-token-2"));
    machine.unregister();
    CHECK(machine.config_bytes() == "{ /* mine */ }");
}

TEST_CASE("somebody else's literal in our block is drift")
{
    const Machine machine;
    CHECK(openclaw::present_way(machine.open().actual()) == TokenAs::file);
    write(machine, wish(machine, TokenAs::literal));
    auto bytes = machine.config_bytes();
    bytes.replace(bytes.find("workspace-test-token-1"), 22, "somebody-test-token-12");
    test::write(machine.config(), bytes);
    CHECK(machine.open().notes() ==
          std::vector<std::string>{"models.providers.nvidia: apiKey was replaced by a key in plain text"});
    CHECK(openclaw::present_way(machine.open().actual()) == TokenAs::file); // not a choice of the user's
    CHECK(machine.plan(wish(machine, TokenAs::literal)).count(workspace::Action::update) == 1);
}

TEST_CASE("a printed configuration shows no literal token")
{
    const Machine machine;
    const auto text = openclaw::render(openclaw::desired(machine.wish({"nvidia"}), {}));
    const auto literal = openclaw::render(openclaw::desired(wish(machine, TokenAs::literal), {}));
    CHECK_THAT(literal.value(), ContainsSubstring("(OpenClaw's token)") && !ContainsSubstring("workspace-test"));
    CHECK_THAT(text.value(), ContainsSubstring("\"source\": \"file\""));
}

TEST_CASE("what was just written can be taken back, the receipt included")
{
    const Machine machine;
    machine.write_config("{ /* mine */ }");
    auto configuration = machine.open();
    const auto digest = configuration.digest();
    REQUIRE(configuration.apply(machine.plan(machine.wish({"nvidia"}))));
    CHECK(configuration.digest() != digest);
    REQUIRE(configuration.take_back());
    CHECK(machine.config_bytes() == "{ /* mine */ }");
    CHECK(test::mode_of(machine.config()) == 0640);
    CHECK(configuration.digest() == digest);
    CHECK(configuration.ours().empty());
    CHECK(test::names_in(machine.config().parent_path()) == std::vector<std::string>{"openclaw.json"});
    REQUIRE(configuration.take_back()); // nothing is left to take back
}

TEST_CASE("what somebody changed since is not taken back")
{
    const Machine machine;
    auto configuration = machine.open();
    REQUIRE(configuration.apply(machine.plan(machine.wish({"nvidia"}))));
    test::write(machine.config(), "{ theirs: 1 }");
    CHECK(configuration.take_back().error().kind == base::Failure::failed);
    CHECK(machine.config_bytes() == "{ theirs: 1 }");
}
