// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "stack/render.hpp"

using namespace aiws;
using stack::unit_text;

namespace {

const stack::Record k_record{.programs = {.python = "python-1", .engine = {}, .agent = {}}};

stack::Home home_in(const std::string& folder, stack::Scope scope)
{
    return {.folder = folder, .user_home = folder, .scope = scope};
}

} // namespace

TEST_CASE("the machine's unit runs as the services' user, a user's as himself")
{
    const auto machine = unit_text(home_in("/var/lib/aiws", stack::Scope::machine), k_record);
    CHECK_THAT(machine, ContainsSubstring("\nUser=aiws\n"));
    CHECK_THAT(machine, ContainsSubstring("\nWantedBy=multi-user.target\n"));
    const auto user = unit_text(home_in("/home/me/aiws", stack::Scope::user), k_record);
    CHECK_FALSE(user.contains("User="));
    CHECK_THAT(user, ContainsSubstring("\nWantedBy=default.target\n"));
    CHECK_FALSE(user.contains('@'));
}

TEST_CASE("a unit names the workspace's own supervisor and configuration")
{
    CHECK_THAT(unit_text(home_in("/home/me/aiws", stack::Scope::user), k_record),
               ContainsSubstring("\nExecStart=\"/home/me/aiws/programs/python-1/bin/supervisord\" --nodaemon "
                                 "--configuration \"/home/me/aiws/config/supervisord.conf\"\n"));
}

TEST_CASE("a unit's path may hold what systemd would expand or split at")
{
    CHECK_THAT(
        unit_text(home_in("/home/me/My \"100%\" $HOME\\x", stack::Scope::user), k_record),
        ContainsSubstring("--configuration \"/home/me/My \\\"100%%\\\" $$HOME\\\\x/config/supervisord.conf\"\n"));
}

TEST_CASE("the supervisor's socket has an address that fits, whatever the workspace's path")
{
    const auto near = home_in("/home/me/aiws", stack::Scope::user);
    CHECK(stack::supervisor_socket(near) == "/home/me/aiws/run/supervisor.sock");
    const auto far = home_in("/home/me/" + std::string(100, 'x'), stack::Scope::user);
    const auto further = home_in("/home/me/" + std::string(101, 'x'), stack::Scope::user);
    CHECK(stack::supervisor_socket(far).string().starts_with("/tmp/aiws-"));
    CHECK(stack::supervisor_socket(far).string().size() <= 90);
    CHECK(stack::supervisor_socket(far) == stack::supervisor_socket(far));
    CHECK(stack::supervisor_socket(far) != stack::supervisor_socket(further));
}
