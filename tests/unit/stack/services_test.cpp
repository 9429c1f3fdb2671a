// SPDX-License-Identifier: Apache-2.0
#include "stack/services.hpp"

#include "catch.hpp"

using namespace aiws;
using Names = std::vector<std::string>;

namespace {

Names names_of(const stack::Record& record)
{
    Names names;
    for (const auto& service : stack::services_of({.folder = "/home/me/aiws", .user_home = "/home/me"}, record))
        names.push_back(service.name);
    return names;
}

} // namespace

TEST_CASE("a workspace runs PostgreSQL, LiteLLM and OpenClaw, in this order")
{
    CHECK(names_of({}) == Names{"postgres", "litellm", "openclaw"});
    CHECK(names_of({.demo = true}) == Names{"postgres", "demo", "litellm", "openclaw"});
}

TEST_CASE("what is the user's own is not run")
{
    CHECK(names_of({.own_database = true}) == Names{"litellm", "openclaw"});
    CHECK(names_of({.own_gateway = "https://gateway.example"}) == Names{"openclaw"});
    CHECK(names_of({.own_agent = "/opt/openclaw"}) == Names{"postgres", "litellm", "openclaw"});
    CHECK(names_of({.agent_service = false}) == Names{"postgres", "litellm"});
    CHECK(names_of({.agent = false}) == Names{"postgres", "litellm"});
}

TEST_CASE("a service has its port, files and, LiteLLM alone, another address")
{
    const stack::Home home{.folder = "/home/me/aiws", .user_home = "/home/me"};
    const auto services = stack::services_of(
        home,
        {.ports = {.gateway = 5000, .database = 5001, .demo = 5002, .agent = 5003}, .listen = "0.0.0.0", .demo = true});
    REQUIRE(services.size() == 4);
    CHECK(services[0].address() == "127.0.0.1:5001");
    CHECK(services[1].address() == "127.0.0.1:5002");
    CHECK(services[2].address() == "0.0.0.0:5000");
    CHECK(services[3].address() == "127.0.0.1:5003");
    CHECK(services[2].script == "/home/me/aiws/config/run-litellm.sh");
    CHECK(services[2].log == "/home/me/aiws/logs/litellm.log");
    CHECK(services[2].pid_file == "/home/me/aiws/run/litellm.pid");
}
