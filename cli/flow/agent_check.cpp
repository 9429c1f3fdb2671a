// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/agent_check.hpp"

#include "openclaw/running.hpp"
#include "openclaw/version.hpp"
#include "system/port.hpp"
#include "json/codec.hpp"
#include "json/note.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace aiws::cli {
namespace {

using workspace::Kind;
using workspace::Verdict;

constexpr std::chrono::seconds k_limit{120};
constexpr std::chrono::seconds k_uptake_limit{10};
constexpr std::chrono::seconds k_restart_limit{30};
constexpr std::chrono::milliseconds k_uptake_pause{500};

std::filesystem::path note_file(const system::Environment& environment)
{
    return system::state_dir(environment) / "openclaw-checked.json";
}

/// Each start of OpenClaw keeps a core busy; more than a few at once need much memory.
std::size_t starts_at_once()
{
    constexpr unsigned k_most = 4;
    return std::clamp(std::thread::hardware_concurrency(), 1U, k_most);
}

std::vector<std::string> missing_in(const std::set<std::string>& there, const std::vector<std::string>& wanted)
{
    std::vector<std::string> missing;
    std::ranges::copy_if(wanted, std::back_inserter(missing),
                         [&](const std::string& reference) { return !there.contains(reference); });
    return missing;
}

/// A change may have OpenClaw's gateway restart itself: for seconds nobody can reach it.
bool is_restarting(const base::Error& error, int port)
{
    return error.why.contains("ECONNREFUSED") || error.why.contains("(1012)") || // RFC 6455's "service restart"
           !system::listens_on(port);
}

} // namespace

std::optional<base::Failure> AgentCheck::failure() const
{
    if (error) return error->kind;
    for (const auto& turn : turns)
        if (turn.error && turn.error->kind == base::Failure::interrupted) return turn.error->kind;
    return validation.valid ? std::nullopt : std::optional(base::Failure::failed);
}

bool AgentCheck::silent() const
{
    return !unlisted.empty() || uptake == Uptake::pending || (!token_detail.empty() && uptake != Uptake::unknown) ||
           std::ranges::any_of(turns, [](const AgentTurn& turn) { return turn.error.has_value(); });
}

void learn_version(const Context& context, const system::Environment& environment, const openclaw::Location& location,
                   openclaw::Program& program)
{
    if (!program.version().empty()) return;
    const auto answer = system::run(program.ask_version(), {.timeout = k_limit, .interrupt = context.interrupt});
    const std::string version = answer.succeeded() ? openclaw::version_in(answer.out) : "";
    if (version.empty()) return;
    program.set_version(version);
    if (const auto noted = openclaw::note_version(location.program, version, environment); !noted)
        context.warn(base::to_line(noted.error()));
}

std::vector<system::Completed> AgentChecker::run(const std::vector<system::Command>& commands,
                                                 const std::vector<std::string>& what)
{
    return system::run_all(
        commands, {.timeout = k_limit,
                   .at_once = starts_at_once(),
                   .interrupt = m_context.interrupt,
                   .on_tick = [this] { m_progress.tick(); },
                   .on_started = [&](std::size_t index) { m_progress.update("asking OpenClaw: " + what[index]); }});
}

base::Result<openclaw::Validation> AgentChecker::validate()
{
    const auto results = run({m_agent.program->validate()}, {"is the configuration valid"});
    return openclaw::read_validation(*m_agent.program, results.front());
}

std::vector<std::string> AgentChecker::wanted() const
{
    std::vector<std::string> references;
    for (const auto& resource : m_agent.desired) {
        const auto models = resource.fields.find("models");
        if (resource.kind != Kind::provider || models == resource.fields.end()) continue;
        for (const auto& reference : models->second) references.push_back(reference.get<std::string>());
    }
    return references;
}

void AgentChecker::prove(const std::vector<std::string>& references, AgentCheck& check)
{
    const auto& program = *m_agent.program;
    std::vector<system::Command> commands{program.list_models()};
    std::vector<std::string> what{"which models it has"};
    for (const auto& reference : references) {
        commands.push_back(program.ask(reference));
        what.push_back(reference);
    }
    const auto find_gateway = [&] {
        return openclaw::running_gateway(m_agent.location, m_agent.configuration, m_context.environment);
    };
    auto port = find_gateway(); // one that restarts is not to be found for a while
    const auto results = run(commands, what);
    if (!port) port = find_gateway();
    for (std::size_t i = 0; i < references.size(); ++i) {
        auto turn = read_turn(program, results[i + 1]);
        check.turns.push_back({.reference = references[i], .error = {}});
        if (!turn) check.turns.back().error = std::move(turn).error();
    }
    const auto listed = read_listed(program, results.front());
    check.port = port.value_or(0);
    if (listed) {
        const auto all = wanted();
        check.wanted = all.size();
        check.unlisted = missing_in(*listed, all);
    } else if (!port || listed.error().kind == base::Failure::interrupted) {
        check.error = listed.error();
        return;
    } else if (!is_restarting(listed.error(), *port)) {
        // Where a gateway runs, it is the one that lists; without its token it does not.
        check.uptake = Uptake::unknown;
        check.uptake_detail = listed.error().why;
        return;
    }
    if (port) wait_for_gateway(check);
}

void AgentChecker::wait_for_gateway(AgentCheck& check)
{
    const auto all = wanted();
    const auto started = std::chrono::steady_clock::now();
    for (;;) {
        const auto results = run({m_agent.program->gateway_models(check.port)}, {"does its gateway offer the models"});
        const auto offered = read_offered(*m_agent.program, results.front());
        if (offered)
            check.uptake = missing_in(*offered, all).empty() ? Uptake::taken_up : Uptake::pending;
        else
            check.uptake = Uptake::unknown;
        check.uptake_detail = offered ? "" : offered.error().why;
        if (!offered && offered.error().kind == base::Failure::interrupted) check.error = offered.error();
        const bool restarts = !offered && is_restarting(offered.error(), check.port);
        const auto limit = restarts ? k_restart_limit : k_uptake_limit;
        const bool may_change = restarts || check.uptake == Uptake::pending;
        if (!may_change || std::chrono::steady_clock::now() - started >= limit) return;
        std::this_thread::sleep_for(k_uptake_pause);
    }
}

void AgentChecker::reload_token(AgentCheck& check)
{
    if (check.uptake == Uptake::not_running) return;
    if (check.uptake == Uptake::unknown) {
        check.token_detail = check.uptake_detail;
        return;
    }
    const auto results = run({m_agent.program->reload_secrets(check.port)}, {"its gateway reads the token again"});
    const auto done = read_done(*m_agent.program, results.front());
    check.token_reloaded = done.has_value();
    if (!done) check.token_detail = done.error().why;
}

std::vector<std::string> references_to_ask(const std::vector<workspace::ProbeResult>& probes, const Agent& agent)
{
    const auto answers = [&](const json::Value& reference) {
        return std::ranges::any_of(probes, [&](const auto& probe) {
            return probe.alias == reference.get_ref<const std::string&>() && probe.verdict == Verdict::answers;
        });
    };
    std::vector<std::string> references;
    for (const auto& resource : agent.desired) {
        if (resource.kind != Kind::provider) continue;
        const auto& models = resource.fields.at("models");
        const auto first = std::ranges::find_if(models, answers);
        if (first != models.end()) references.push_back(first->get<std::string>());
    }
    return references;
}

LastProof last_proof(const system::Environment& environment, const Agent& agent)
{
    const auto notes = json::read_note(note_file(environment));
    const auto& last = json::object_at(notes, agent.configuration.file().string());
    LastProof proof{.new_token = json::bool_at(last, "new_token").value_or(false)};
    if (json::string_at(last, "version") != agent.version()) return proof;
    proof.any = true;
    proof.same_bytes = json::string_at(last, "digest") == agent.configuration.digest();
    proof.turns = json::bool_at(last, "turns").value_or(false);
    return proof;
}

base::Result<> note_proof(const system::Environment& environment, const Agent& agent, bool turns)
{
    json::Value note = json::read_note(note_file(environment));
    note[agent.configuration.file().string()] = {
        {"digest", agent.configuration.digest()}, {"version", agent.version()}, {"turns", turns}};
    return json::write_note(note_file(environment), note);
}

base::Result<> forget_proof(const system::Environment& environment, const Agent& agent, bool new_token)
{
    json::Value note = json::read_note(note_file(environment));
    const bool untold = new_token || last_proof(environment, agent).new_token;
    if (note.erase(agent.configuration.file().string()) == 0 && !untold) return {};
    if (untold) note[agent.configuration.file().string()] = {{"new_token", true}};
    return json::write_note(note_file(environment), note);
}

std::vector<std::string> wanted_providers(const Agent& agent)
{
    std::vector<std::string> names;
    for (const auto& resource : agent.desired)
        if (resource.kind == Kind::provider) names.push_back(resource.name);
    return names;
}

} // namespace aiws::cli
