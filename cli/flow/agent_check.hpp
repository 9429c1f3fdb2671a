// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/context.hpp"
#include "cli/flow/openclaw_plan.hpp"
#include "cli/output/progress.hpp"
#include "openclaw/replies.hpp"
#include "workspace/verdict.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aiws::cli {

/// One turn of a model through OpenClaw.
struct AgentTurn {
    std::string reference;
    std::optional<base::Error> error; ///< absent when it was answered
};

/// Whether OpenClaw's running gateway offers what the configuration says.
enum class Uptake : std::uint8_t {
    not_running, ///< there is none to wait for
    taken_up,
    pending, ///< not within the time: it wants a restart
    unknown, ///< it could not be asked
};

/// What OpenClaw itself says about its configuration.
struct AgentCheck {
    std::string name; ///< "OpenClaw 2026.9.6"
    openclaw::Validation validation;
    std::size_t wanted = 0;              ///< how many references should be listed; 0 when nobody asked
    std::vector<std::string> unlisted;   ///< those that it does not list
    std::vector<AgentTurn> turns;        ///< one for each provider
    Uptake uptake = Uptake::not_running; ///< of its running gateway
    int port = 0;                        ///< where that listens
    std::string uptake_detail;           ///< why it is unknown
    bool token_reloaded = false;         ///< it has read the token file again
    std::string token_detail;            ///< why it may still use an older token; "" when it does not
    std::optional<base::Error> error;    ///< it gave no answer
    bool put_back = false;               ///< it did not accept the change, and the files are as they were before
    bool was_invalid = false;            ///< it does not accept those either
    bool about_ours = false;             ///< what it does not accept is all of it in blocks of aiws's

    /// What kind of failure this is for the exit code; nullopt when all is well. A model that is not listed or does
    /// not answer is none: see silent().
    [[nodiscard]] std::optional<base::Failure> failure() const;
    /// True when a model is not listed, does not answer, or a running gateway does not offer it.
    [[nodiscard]] bool silent() const;
};

/// Has a program whose version is not known tell it, and keeps it in mind. Nothing is done for one that is known.
void learn_version(const Context& context, const system::Environment& environment, const openclaw::Location& location,
                   openclaw::Program& program);

/// Asks the installed OpenClaw about an agent's configuration.
class AgentChecker {
  public:
    AgentChecker(const Agent& agent, const Context& context, Progress& progress)
        : m_agent(agent), m_context(context), m_progress(progress)
    {
    }

    /// Has it look at the file: one start of Node.js.
    base::Result<openclaw::Validation> validate();
    /// The rest, for a valid configuration: it lists the models and answers one turn for each of the references, its
    /// running gateway has taken the change up.
    void prove(const std::vector<std::string>& references, AgentCheck& check);
    /// Has the running gateway that prove() has found read the token file again.
    void reload_token(AgentCheck& check);

  private:
    std::vector<system::Completed> run(const std::vector<system::Command>& commands,
                                       const std::vector<std::string>& what);
    void wait_for_gateway(AgentCheck& check);
    [[nodiscard]] std::vector<std::string> wanted() const;

    const Agent& m_agent;
    const Context& m_context;
    Progress& m_progress;
};

/// For each channel the first model that answered at the gateway and that OpenClaw has: what to ask it for.
std::vector<std::string> references_to_ask(const std::vector<workspace::ProbeResult>& probes, const Agent& agent);

/// What this version of OpenClaw was asked about this configuration before, with good answers throughout.
struct LastProof {
    bool any = false;        ///< since aiws wrote the configuration last
    bool same_bytes = false; ///< and the files are the same still
    bool turns = false;      ///< turns of models were part of it
    bool new_token = false;  ///< a token was written since that a running gateway has not been told of
};
LastProof last_proof(const system::Environment& environment, const Agent& agent);
/// Notes that all is well with the files as they are, so that the next run without a change does not start OpenClaw.
base::Result<> note_proof(const system::Environment& environment, const Agent& agent, bool turns);
/// Forgets it: the configuration is about to be written, and a new token with it or not.
base::Result<> forget_proof(const system::Environment& environment, const Agent& agent, bool new_token);

/// The providers that should be in the agent's configuration.
std::vector<std::string> wanted_providers(const Agent& agent);

} // namespace aiws::cli
