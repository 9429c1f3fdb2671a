// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "openclaw/program.hpp"
#include "system/process.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace aiws::openclaw {

// What OpenClaw's commands answered. Each is Failure::failed when the command did not come to an answer at all
// (Node.js is too old, it took too long), Failure::interrupted when we ended it.

/// One thing that OpenClaw says about a place of the configuration.
struct Issue {
    std::string path; ///< "models.providers.nvidia"; "<root>" for the file
    std::string message;
    bool operator==(const Issue&) const = default;
};

/// Each message once, at its first place, with how often it came: one key that is not known stands in every model.
std::vector<Issue> folded(const std::vector<Issue>& issues);

/// True when all of them are about the blocks of these providers; false for none.
bool concern_only(const std::vector<Issue>& issues, const std::vector<std::string>& providers);

/// The answer to Program::validate().
struct Validation {
    bool valid = false;
    std::vector<Issue> issues; ///< of a valid one: its warnings
};
base::Result<Validation> read_validation(const Program& program, const system::Completed& completed);

/// The references ("nvidia/glm-5.2") in the answer to Program::list_models().
base::Result<std::set<std::string>> read_listed(const Program& program, const system::Completed& completed);

/// The same for Program::gateway_models(), whose rows have the provider and the model's id apart.
base::Result<std::set<std::string>> read_offered(const Program& program, const system::Completed& completed);

/// Success when the answer to Program::ask() holds a text; else what OpenClaw says, on one line.
base::Result<> read_turn(const Program& program, const system::Completed& completed);

/// Success when the answer says that it was done, as that to Program::reload_secrets() does.
base::Result<> read_done(const Program& program, const system::Completed& completed);

/// What stands behind one provider, by Program::credentials().
struct Credential {
    std::string kind;                  ///< where it comes from: "models.json" (the configuration), "profiles", "env", …
    std::vector<std::string> profiles; ///< the ids of the stored ones
};
base::Result<std::map<std::string, Credential>> read_credentials(const Program& program,
                                                                 const system::Completed& completed);

} // namespace aiws::openclaw
