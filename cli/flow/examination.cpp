// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/examination.hpp"

#include "base/text.hpp"
#include "cli/settings/keys.hpp"
#include "openclaw/replies.hpp"
#include "openclaw/version.hpp"

#include <algorithm>
#include <chrono>

namespace aiws::cli {
namespace {

using openclaw::Finding;
using openclaw::Weight;

Finding problem(std::string subject, const base::Error& error)
{
    return {.weight = Weight::problem,
            .subject = std::move(subject),
            .what = error.what + (error.why.empty() ? "" : ": " + error.why),
            .where = error.where,
            .fix = error.fix};
}

/// The traces of these of the catalogue's channels.
std::vector<Finding> trace_for(const Settings& settings, const std::vector<std::string>& providers,
                               const openclaw::Location& location, const openclaw::Configuration& configuration,
                               const std::string& version)
{
    openclaw::TraceInput input{.location = location,
                               .configuration = configuration,
                               .environment = settings.environment,
                               .providers = {},
                               .version = version};
    for (const auto& provider : providers)
        if (const auto* channel = settings.catalog.find(provider))
            input.providers.push_back({.provider = provider, .key_variable = channel->key_variable});
    return openclaw::trace(input);
}

class Examiner {
  public:
    Examiner(const Context& context, const Settings& settings)
        : m_context(context), m_settings(settings), m_progress(context.err, context.quiet)
    {
    }

    base::Result<std::vector<Finding>> run(Check check)
    {
        keys();
        AIWS_CHECK(gateway());
        AIWS_CHECK(agent(check));
        m_progress.clear();
        return std::move(m_findings);
    }

  private:
    void keys()
    {
        const auto found = find_keys(m_settings.catalog, m_settings.environment, {});
        if (!found) {
            m_findings.push_back(problem("keys", found.error()));
        } else if (found->empty()) {
            auto none = problem("keys", no_keys(m_settings.catalog, m_settings.environment, {}));
            none.weight = Weight::remark;
            m_findings.push_back(std::move(none));
        } else {
            std::vector<std::string> names;
            for (const auto& key : *found) names.push_back(key.source);
            m_findings.push_back(
                {.subject = "keys",
                 .what = base::join(names, ", ") + std::string(names.size() == 1 ? " is" : " are") + " set"});
        }
    }

    base::Result<> gateway()
    {
        const auto reading = read();
        if (!reading) {
            if (reading.error().kind == base::Failure::interrupted) return std::unexpected(reading.error());
            m_findings.push_back(problem("gateway", reading.error()));
            return {};
        }
        const auto ours = our_deployments(reading->state).size();
        m_findings.push_back({.weight = ours > 0 ? Weight::fine : Weight::remark,
                              .subject = "gateway",
                              .what = "LiteLLM " + reading->facts.version + " at " + m_settings.gateway_url + " with " +
                                      base::counted(ours, "model") + " of aiws"});
        return {};
    }

    base::Result<litellm::Reading> read()
    {
        AIWS_TRY(const auto session, Session::open(m_settings, m_context));
        AIWS_TRY(auto reading, session->read(std::chrono::seconds::zero(), m_context));
        agent_token(*session);
        return reading;
    }

    /// Whether the gateway lets OpenClaw in.
    void agent_token(Session& session)
    {
        const auto file = default_token_file(m_settings.environment);
        const auto token_file = openclaw::TokenFile::open(file, m_settings.environment);
        if (!token_file || !token_file->token()) return; // what is wrong with it, OpenClaw's blocks tell
        const auto outcome = session.client().send({.url = m_settings.gateway_url + "/v1/models",
                                                    .bearer = token_file->token(),
                                                    .headers = {},
                                                    .body = {},
                                                    .repeat = http::Repeat::safe});
        constexpr int k_unauthorized = 401;
        constexpr int k_forbidden = 403;
        if (outcome && (outcome->status == k_unauthorized || outcome->status == k_forbidden))
            m_findings.push_back({.weight = Weight::problem,
                                  .subject = "gateway",
                                  .what = "it refuses the token that OpenClaw uses",
                                  .where = file.string(),
                                  .fix = "put one of the gateway's keys into it, or remove it and run aiws register"});
    }

    base::Result<> agent(Check check)
    {
        const auto location = openclaw::locate(m_settings.environment, m_settings.openclaw_profile);
        if (!location) return std::unexpected(location.error());
        const auto configuration = openclaw::Configuration::open(*location, m_settings.environment);
        auto program =
            openclaw::Program::find(*location, m_settings.environment, hidden_from_agent(m_settings.catalog));
        if (check == Check::yes && program) learn_version(m_context, m_settings.environment, *location, *program);
        installed(*location, program);
        if (!configuration) {
            m_findings.push_back(problem("openclaw", configuration.error()));
            return {};
        }
        std::vector<std::string> providers;
        for (const auto& channel : m_settings.catalog.channels) providers.push_back(channel.name);
        for (auto& finding :
             trace_for(m_settings, providers, *location, *configuration, program ? program->version() : ""))
            m_findings.push_back(std::move(finding));
        if (check == Check::yes && program) AIWS_CHECK(ask(*program, *configuration));
        editable(*configuration);
        for (auto& note : configuration->notes())
            if (!is_told(note))
                m_findings.push_back({.weight = Weight::remark, .subject = "openclaw", .what = std::move(note)});
        return {};
    }

    void installed(const openclaw::Location& location, const std::optional<openclaw::Program>& program)
    {
        Finding finding{.subject = "openclaw", .where = location.config_file.string()};
        if (!program) {
            finding.weight = Weight::remark;
            finding.what = "OpenClaw was not found on PATH; its configuration would be this";
        } else if (openclaw::is_older(program->version(), openclaw::k_oldest_tried)) {
            finding.weight = Weight::remark;
            finding.what = program->name() + " is older than " + openclaw::k_oldest_tried +
                           ", the oldest that aiws was tried with";
        } else {
            finding.what = program->name();
        }
        if (!location.reason.starts_with('~')) finding.what += ", configured by " + location.reason;
        m_findings.push_back(std::move(finding));
    }

    /// True for what was changed in a block whose problem is told already.
    [[nodiscard]] bool is_told(const std::string& note) const
    {
        return std::ranges::any_of(m_findings, [&](const Finding& finding) {
            return finding.weight == Weight::problem && !finding.subject.empty() &&
                   note.starts_with("models.providers." + finding.subject + ":");
        });
    }

    /// Whether register would have a place for its blocks.
    void editable(const openclaw::Configuration& configuration)
    {
        openclaw::Wish wish{.base_url = m_settings.gateway_url + "/v1",
                            .token_file = default_token_file(m_settings.environment)};
        for (const auto& channel : m_settings.catalog.channels) {
            wish.providers.push_back({.channel = &channel});
            for (const auto& model : channel.models) wish.providers.back().models.push_back(&model);
        }
        const auto actual = configuration.actual();
        const auto changes = configuration.preview(workspace::make_plan(openclaw::desired(wish, actual), actual));
        if (!changes) m_findings.push_back(problem("openclaw", changes.error()));
    }

    /// Both at once: what OpenClaw thinks of the file and which credentials it knows.
    base::Result<> ask(const openclaw::Program& program, const openclaw::Configuration& configuration)
    {
        m_progress.update("asking OpenClaw");
        const auto results =
            system::run_all({program.validate(), program.credentials()},
                            {.at_once = 2, .interrupt = m_context.interrupt, .on_tick = [this] { m_progress.tick(); }});
        const auto validation = openclaw::read_validation(program, results[0]);
        if (!validation) {
            if (validation.error().kind == base::Failure::interrupted) return std::unexpected(validation.error());
            m_findings.push_back(problem("openclaw", validation.error()));
            return {};
        }
        for (const auto& issue : openclaw::folded(validation->issues))
            m_findings.push_back(
                {.weight = validation->valid ? Weight::remark : Weight::problem,
                 .subject = "openclaw",
                 .what = "OpenClaw " + std::string(validation->valid ? "warns of " : "does not accept ") + issue.path +
                         ": " + issue.message,
                 .where = configuration.file().string(),
                 .fix = validation->valid ? "" : "mend it; what is aiws's own, aiws register leaves out"});
        if (const auto credentials = read_credentials(program, results[1])) stored_profiles(*credentials);
        return {};
    }

    void stored_profiles(const std::map<std::string, openclaw::Credential>& credentials)
    {
        for (const auto& channel : m_settings.catalog.channels) {
            const auto found = credentials.find(channel.name);
            const auto is_problem = [&](const Finding& f) {
                return f.weight == Weight::problem && f.subject == channel.name;
            };
            const bool told = std::ranges::any_of(m_findings, is_problem);
            if (told || found == credentials.end() || found->second.profiles.empty()) continue;
            m_findings.push_back({.weight = Weight::remark,
                                  .subject = channel.name,
                                  .what = "OpenClaw has stored profiles for it (" +
                                          base::join(found->second.profiles, ", ") +
                                          "); a block with auth: \"api-key\" does not use them"});
        }
    }

    const Context& m_context;
    const Settings& m_settings;
    Progress m_progress;
    std::vector<Finding> m_findings;
};

} // namespace

base::Result<std::vector<Finding>> examine(const Context& context, const Settings& settings, Check check)
{
    return Examiner(context, settings).run(check);
}

std::vector<Finding> trace_credentials(const Settings& settings, const Agent& agent)
{
    return trace_for(settings, wanted_providers(agent), agent.location, agent.configuration, agent.version());
}

} // namespace aiws::cli
