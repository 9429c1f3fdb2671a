// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/bring_up.hpp"

#include "cli/flow/demo.hpp"
#include "cli/flow/gateway_plan.hpp"
#include "cli/flow/openclaw_plan.hpp"
#include "cli/flow/run_lock.hpp"
#include "cli/output/workspace_text.hpp"
#include "cli/settings/keys.hpp"
#include "openclaw/token_file.hpp"
#include "stack/agent_files.hpp"
#include "stack/agent_key.hpp"
#include "stack/bundle.hpp"
#include "stack/requirements.hpp"
#include "stack/secrets.hpp"
#include "stack/systemd.hpp"
#include "stack/upgrade.hpp"
#include "workspace/plan.hpp"

namespace aiws::cli {
namespace {

constexpr const char* k_token_variable = "AI_WORKSPACE_AUTH_TOKEN";

/// OpenClaw's key: the user's own choice, else the one that was made, else what its token file holds when that can be a
/// key, else a new one.
base::Result<base::Secret> agent_key(const Context& context, const Host& host)
{
    if (const auto given = context.environment.non_empty(k_token_variable)) {
        AIWS_TRY(auto key, check_secret(*given, k_token_variable));
        AIWS_CHECK(stack::write_secret(host.home(), stack::k_agent_key, key));
        return key;
    }
    AIWS_TRY(auto made, stack::read_secret(host.home(), stack::k_agent_key));
    if (made) return *std::move(made);
    const auto environment = stack::agents_environment(host.home(), context.environment);
    AIWS_TRY(const auto file, openclaw::TokenFile::open(default_token_file(environment), environment));
    if (file.token() && file.token()->reveal().starts_with("sk-")) {
        AIWS_CHECK(stack::write_secret(host.home(), stack::k_agent_key, *file.token()));
        return *file.token();
    }
    return stack::make_secret(host.home(), stack::k_agent_key, "sk-");
}

base::Result<> write_token_file(const Context& context, const Host& host, const base::Secret& key)
{
    const auto environment = stack::agents_environment(host.home(), context.environment);
    AIWS_TRY(auto file, openclaw::TokenFile::open(default_token_file(environment), environment));
    for (const auto& step : workspace::make_plan({file.desired(key)}, file.actual()).steps)
        if (step.action != workspace::Action::keep) AIWS_CHECK(file.apply(step));
    return {};
}

base::Result<> install_or_upgrade(stack::BringUp& work, const UpOptions& options)
{
    auto& record = work.record;
    const auto wanted = stack::wanted_programs(work.source.requirements, record);
    const bool complete = stack::programs_complete(work.runner.home, record);
    if (complete && stack::needs_upgrade(record, wanted)) {
        const bool agent_only = record.programs.python == wanted.python && record.programs.engine == wanted.engine;
        if (!options.upgrade && !agent_only)
            work.journal.note("this aiws comes with other versions than the workspace runs; aiws upgrade brings them");
        else if (options.upgrade)
            return stack::upgrade(work, wanted);
        if (record.programs.agent.empty() || wanted.agent.empty()) record.programs.agent = wanted.agent;
    }
    if (!complete) record.programs = wanted;
    return stack::bring_up(work);
}

base::Result<> prepare_agent(const Context& context, Host& host, stack::Record& record)
{
    if (!record.runs_agent()) return {};
    const auto environment = stack::agents_environment(host.home(), context.environment);
    AIWS_TRY(const auto location, openclaw::locate(environment, ""));
    stack::note_agent_leavings(host.home(), record);
    return stack::prepare_agent_token(host.home(), record, location);
}

/// The admin's access to the workspace's gateway.
base::Result<litellm::Access> admin_access(const Host& host)
{
    AIWS_TRY(const auto settings, load_settings(host.inside().environment, {}));
    return gateway_access(settings);
}

/// Where no key is exported, OpenClaw still gets what the gateway has of ours: after a restoration, for one.
base::Result<> tell_agent(const Context& inside)
{
    AIWS_TRY(const auto lock, lock_run(inside));
    AIWS_TRY(const auto settings, load_settings(inside.environment, {}));
    AIWS_TRY(const auto session, Session::open(settings, inside));
    AIWS_TRY(const auto reading, session->read(std::chrono::seconds::zero(), inside));
    const AgentIntent intent{.aliases = aliases_after({}, reading.state), .removed_channels = {}, .primary = {}};
    if (intent.aliases.empty()) return {};
    AIWS_TRY(auto agent, plan_agent(settings, session->access().token, intent));
    AIWS_CHECK(agent.check_writable());
    return agent.carry_out();
}

base::Result<std::optional<Told>> register_models(const Host& host, const stack::Record& record,
                                                  const UpOptions& options)
{
    if (options.no_register) return std::nullopt;
    RegisterOptions wanted;
    wanted.registration.allow_none = true;
    wanted.registration.no_openclaw = !record.agent;
    wanted.registration.wait_seconds = 30;
    Context inside = host.inside();
    if (record.demo) {
        AIWS_TRY(const auto settings, load_settings(inside.environment, {}));
        AIWS_TRY(const auto session, Session::open(settings, inside));
        AIWS_TRY(const auto reading, session->read(std::chrono::seconds::zero(), inside));
        add_demo_keys(inside.environment, settings.catalog, reading.state, record.ports.demo);
    }
    AIWS_TRY(auto told, perform_registration(inside, wanted));
    if (record.agent && !told.document.contains("probes")) AIWS_CHECK(tell_agent(inside));
    return told;
}

Told final_screen(const Context& context, Host& host, const stack::Record& record, const std::optional<Told>& told)
{
    const auto services = stack::inspect(host.runner(), record, host.client());
    const bool has_models = told && told->document.contains("probes");
    Told all{.code = told ? told->code : k_exit_ok};
    all.text = (has_models ? told->text + "\n" : "") + services_text(host.home(), record, services, context.out) +
               next_steps_text(host.home(), record, has_models);
    all.document = {{"workspace", workspace_json(host.home(), record, services)}};
    all.document["register"] = told ? told->document : json::Ordered();
    all.document["exit"] = all.code;
    return all;
}

/// One that does not run is not kept in mind.
base::Result<> take_own_agent(const Host& host, stack::Record& record)
{
    const auto former = host.record().value_or(stack::Record{});
    if (record.own_agent.empty() || record.own_agent == former.own_agent) return {};
    auto checked = check_own_agent(host, record.own_agent);
    if (checked) return {};
    record.own_agent = former.own_agent;
    record.agent = former.agent;
    record.agent_service = former.agent_service;
    AIWS_CHECK(stack::write_record(host.home(), record));
    return checked;
}

} // namespace

base::Result<> apply_record(const Context& context, Host& host, const stack::Record& record)
{
    AIWS_CHECK(stack::write_record(host.home(), record));
    return stack::start_services(host.runner(), record, stack::network_variables(context.environment));
}

base::Result<Told> bring_up(const Context& context, Host& host, const Wanted& wanted, const UpOptions& options,
                            const std::filesystem::path& restore_from)
{
    auto& steps = host.steps();
    stack::Record record = wanted.record;
    AIWS_CHECK(stack::make_home(host.home(), context.environment));
    AIWS_CHECK(stack::write_record(host.home(), record)); // from now on there is something to take away again
    if (wanted.database_url) AIWS_CHECK(stack::write_secret(host.home(), stack::k_database_url, *wanted.database_url));
    AIWS_CHECK(take_own_agent(host, record));
    AIWS_TRY(const auto requirements, stack::find_requirements(context.environment));
    AIWS_TRY(const auto engine, stack::wanted_engine(context.environment));
    AIWS_TRY(const auto key, agent_key(context, host));
    AIWS_CHECK(prepare_agent(context, host, record));
    AIWS_CHECK(stack::write_record(host.home(), record)); // it knows now what was made for OpenClaw
    stack::BringUp work{.runner = host.runner(),
                        .client = host.client(),
                        .record = record,
                        .source = {.requirements = requirements, .offline = {}},
                        .engine = engine,
                        .network = stack::network_variables(context.environment),
                        .journal = host.journal(),
                        .restore_from = restore_from};
    if (!options.offline.empty()) {
        steps.begin("checking the bundle");
        AIWS_TRY(
            work.source.offline,
            stack::open_bundle(host.runner(), std::filesystem::absolute(context.environment.expand(options.offline))));
    }
    const auto brought = install_or_upgrade(work, options);
    stack::close_bundle(host.home());
    host.record() = record;
    if (!brought) {
        steps.give_up();
        return std::unexpected(brought.error());
    }
    AIWS_CHECK(stack::link_launcher(host.home(), record, context.environment));
    AIWS_CHECK(stack::write_record(host.home(), record));
    if (record.agent) {
        AIWS_TRY(const auto access, admin_access(host));
        AIWS_CHECK(stack::ensure_agent_key(host.client(), access, key));
        AIWS_CHECK(write_token_file(context, host, key));
    }
    steps.begin("registering models");
    AIWS_TRY(const auto told, register_models(host, record, options));
    steps.end();
    if (stack::ends_with_session(host.runner(), record))
        context.warn("the services end when you log out; with sudo loginctl enable-linger " +
                     context.environment.get("USER").value_or(std::to_string(stack::services_user(host.home()))) +
                     " they run on");
    return final_screen(context, host, record, told);
}

Told preview(const Host& host, const stack::Record& record, const UpOptions& options)
{
    std::string text = "Workspace in " + host.home().folder.string();
    if (host.home().scope == stack::Scope::machine) text += ", its services under the system user aiws";
    text += '\n';
    json::Ordered lines = json::Ordered::array();
    const auto add = [&](const std::string& line) {
        text += "  " + line + "\n";
        lines.push_back(line);
    };
    for (const auto& service : stack::services_of(host.home(), record))
        add(service.title + " on " + service.address() + ", log " + service.log.string());
    if (!record.own_gateway.empty()) add("LiteLLM: your own at " + record.own_gateway);
    if (record.own_database) add("PostgreSQL: your own");
    if (!record.own_agent.empty()) add("OpenClaw: your own, " + record.own_agent.string());
    add("kept running by " + record.supervisor);
    if (!stack::programs_complete(host.home(), record)) add("programs are installed");
    if (!options.no_register) add("the models of the keys that are exported are registered");
    text += "Nothing was done.\n";
    return Told{.text = text,
                .document = {{"folder", host.home().folder.string()}, {"steps", lines}, {"exit", k_exit_ok}}};
}

} // namespace aiws::cli
