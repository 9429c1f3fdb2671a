// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/bring_up.hpp"

#include "base/text.hpp"
#include "cli/settings/settings.hpp"
#include "http/url.hpp"
#include "openclaw/configuration.hpp"
#include "openclaw/running.hpp"
#include "stack/agent_files.hpp"
#include "stack/database_url.hpp"
#include "stack/secrets.hpp"
#include "stack/supervisor.hpp"
#include "system/folder.hpp"
#include "system/port.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <utility>

namespace aiws::cli {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

base::Result<> take_port(int wanted, int& port, const std::string& option)
{
    if (wanted == 0 || wanted == port) return {};
    if (system::listens_on(wanted))
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "port " + std::to_string(wanted) + " is taken",
                                           .where = option,
                                           .fix = "name another one, or leave it out: a free one is found"});
    port = wanted;
    return {};
}

bool is_loopback(const std::string& listen)
{
    return listen.starts_with("127.") || listen == "::1" || listen == "localhost";
}

base::Result<> check_address(const std::string& listen)
{
    in6_addr ignored{}; // large enough for both
    if (listen == "localhost" || inet_pton(AF_INET, listen.c_str(), &ignored) == 1 ||
        inet_pton(AF_INET6, listen.c_str(), &ignored) == 1)
        return {};
    return std::unexpected(base::Error{.kind = base::Failure::usage,
                                       .what = "\"" + base::one_line(listen, 40) + "\" is no address of this machine",
                                       .where = "--listen",
                                       .fix = "say 0.0.0.0 for all of them, or one like 192.168.1.5"});
}

base::Result<> check_file(const Context& context, const std::string& file, const std::string& option)
{
    std::error_code ignored;
    if (file.empty() || fs::is_regular_file(context.environment.expand(file), ignored)) return {};
    return std::unexpected(base::Error{.kind = base::Failure::config,
                                       .what = "there is no such file",
                                       .where = option + " " + base::one_line(file),
                                       .fix = "check the path"});
}

/// What others on the network can reach must not be guessed.
base::Result<> check_listen(const Context& context, const Host& host, const stack::Record& record)
{
    AIWS_CHECK(check_address(record.listen));
    if (is_loopback(record.listen)) return {};
    for (const auto name : {stack::k_master_key, stack::k_agent_key}) {
        AIWS_TRY(auto token, stack::read_secret(host.home(), name));
        const auto given = context.environment.non_empty("AI_WORKSPACE_AUTH_TOKEN");
        if (name == stack::k_agent_key && given) token = base::Secret(*given);
        if (token && !stack::is_strong(*token))
            return std::unexpected(
                base::Error{.kind = base::Failure::config,
                            .what = "the token is too weak for a gateway that others can reach",
                            .where = name == stack::k_agent_key && given ? "AI_WORKSPACE_AUTH_TOKEN"
                                                                         : secret_file(host.home(), name).string(),
                            .why = "--listen " + record.listen + " opens it to the network",
                            .fix = "take one of 32 characters or more, or leave it out: one is made"});
    }
    context.warn("the gateway will listen on " + record.listen +
                 " without TLS: whoever reaches this machine can try its tokens, and read what is sent");
    return {};
}

base::Result<> take_database(const Context& context, const Host& host, const UpOptions& options, Wanted& wanted)
{
    auto& record = wanted.record;
    const auto variable = context.environment.non_empty("AIWS_DATABASE_URL");
    if (options.database.empty() && !variable) return {};
    const bool by_option = !options.database.empty();
    const std::string place = by_option ? "--database" : "AIWS_DATABASE_URL";
    AIWS_TRY(const auto url, stack::parse_database_url(by_option ? options.database : *variable, place));
    std::error_code ignored;
    if (!record.own_database && fs::exists(host.home().database(), ignored))
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "this workspace has a database of its own already",
                                           .where = host.home().database().string(),
                                           .fix = "aiws backup FILE, aiws uninstall --purge, and start anew"});
    if (by_option && !url.password.empty())
        context.warn("a password on a command line can be seen by others of this machine; AIWS_DATABASE_URL hides it");
    record.own_database = true;
    wanted.database_url = url.text();
    return {};
}

/// The OpenClaw on PATH, unless it is the workspace's own launcher.
std::optional<fs::path> agent_on_path(const Context& context, const Host& host)
{
    const auto found = host.runner().find_program("openclaw");
    const auto unusable = found ? std::nullopt : context.environment.find_program("openclaw");
    if (unusable)
        context.warn(unusable->string() +
                     " is passed over: the system user aiws may not run it; the workspace gets an OpenClaw of its own");
    std::error_code ignored;
    if (!found || system::is_inside(fs::canonical(*found, ignored), host.home().folder)) return std::nullopt;
    return fs::absolute(*found);
}

base::Result<> take_agent(const Context& context, const Host& host, const UpOptions& options, stack::Record& record)
{
    const bool has_none = record.own_agent.empty() && record.programs.agent.empty();
    if (options.without_openclaw) record.agent = false;
    if (!record.agent && options.openclaw.empty()) return {};
    record.agent = true;
    std::optional<fs::path> own;
    if (!options.openclaw.empty())
        own = fs::absolute(context.environment.expand(options.openclaw));
    else if (has_none)
        own = agent_on_path(context, host);
    if (!own || *own == record.own_agent) return {};
    record.own_agent = *own;
    // A gateway that runs already is its owner's.
    const auto environment = stack::agents_environment(host.home(), context.environment);
    AIWS_TRY(const auto location, openclaw::locate(environment, ""));
    const auto configuration = openclaw::Configuration::open(location, environment);
    record.agent_service =
        !(has_none && configuration && openclaw::running_gateway(location, *configuration, environment));
    return {};
}

} // namespace

base::Result<Wanted> wanted_record(const Context& context, Host& host, const UpOptions& options)
{
    const bool is_new = !host.record();
    AIWS_CHECK(check_file(context, options.offline, "--offline"));
    AIWS_CHECK(check_file(context, options.openclaw, "--openclaw"));
    Wanted wanted{.record = host.record().value_or(stack::Record{}), .database_url = std::nullopt};
    auto& record = wanted.record;
    if (is_new) record.ports = stack::free_ports({});
    host.note_missing_folders(record);
    AIWS_CHECK(take_port(options.port, record.ports.gateway, "--port"));
    AIWS_CHECK(take_port(options.openclaw_port, record.ports.agent, "--openclaw-port"));
    if (!options.listen.empty()) record.listen = options.listen;
    AIWS_CHECK(check_listen(context, host, record));
    if (!options.gateway.empty()) {
        AIWS_TRY(auto url, http::parse_base_url(options.gateway, "--gateway"));
        record.own_gateway = without_v1(std::move(url));
    }
    if (options.demo) record.demo = true;
    AIWS_TRY(record.supervisor, stack::Supervisor::choose(host.home(), context.environment));
    AIWS_CHECK(take_agent(context, host, options, record));
    AIWS_CHECK(take_database(context, host, options, wanted));
    return wanted;
}

base::Result<> check_own_agent(const Host& host, const fs::path& program)
{
    const auto asked = host.runner().run(host.runner().command({program.string(), "--version"}, "/"), 60s);
    if (asked.succeeded()) return {};
    return std::unexpected(
        base::Error{.kind = base::Failure::config,
                    .what = "this OpenClaw does not run" +
                            std::string(host.home().scope == stack::Scope::machine ? " as the user aiws" : ""),
                    .where = program.string(),
                    .why = base::one_line(asked.err.empty() ? asked.out : asked.err),
                    .fix = "mend it, name another one with --openclaw, or take it off PATH and aiws installs its own"});
}

} // namespace aiws::cli
