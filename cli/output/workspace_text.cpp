// SPDX-License-Identifier: Apache-2.0
#include "cli/output/workspace_text.hpp"

#include "cli/output/table.hpp"
#include "stack/secrets.hpp"

#include <algorithm>

namespace aiws::cli {
namespace {

Cell state_cell(const stack::ServiceStatus& status)
{
    if (status.healthy) return {"healthy", Style::good};
    const bool alive = status.process.state == stack::State::running;
    return {alive ? "not healthy" : std::string(stack::to_string(status.process.state)), Style::bad};
}

std::string versions(const stack::Record& record)
{
    std::string text;
    if (!record.litellm_version.empty()) text += ", LiteLLM " + record.litellm_version;
    if (!record.agent_version.empty()) text += ", OpenClaw " + record.agent_version;
    return text;
}

std::string address(const stack::ServiceStatus& status)
{
    const bool web = status.service.part != stack::Part::database;
    return (web ? "http://" : "") + status.service.address();
}

} // namespace

bool all_healthy(const std::vector<stack::ServiceStatus>& services)
{
    return std::ranges::all_of(services, &stack::ServiceStatus::healthy);
}

std::string services_text(const stack::Home& home, const stack::Record& record,
                          const std::vector<stack::ServiceStatus>& services, const Terminal& terminal)
{
    Table table({{"service"}, {"state"}, {"address"}, {"log"}});
    std::string why;
    for (const auto& status : services) {
        table.add({{status.service.title}, state_cell(status), {address(status)}, {status.service.log.string()}});
        if (!status.healthy) why += status.service.title + ": " + status.why + "\n";
    }
    if (!record.own_gateway.empty()) table.add({{"LiteLLM"}, {"yours", Style::dim}, {record.own_gateway}, {""}});
    if (record.has_gateway() && record.own_database) table.add({{"PostgreSQL"}, {"yours", Style::dim}, {""}, {""}});
    if (record.agent && !record.agent_service) table.add({{"OpenClaw"}, {"yours", Style::dim}, {""}, {""}});
    return "Workspace " + home.folder.string() + ", kept running by " + record.supervisor + versions(record) + "\n\n" +
           table.render(terminal) + (why.empty() ? "" : "\n" + why);
}

std::string next_steps_text(const stack::Home& home, const stack::Record& record, bool has_models)
{
    const auto line = [](const std::string& name, const std::string& value) {
        constexpr std::size_t k_width = 24;
        return "  " + name + std::string(name.size() < k_width ? k_width - name.size() : 1, ' ') + value + "\n";
    };
    std::string text = "\n";
    if (record.has_gateway()) text += line("LiteLLM's admin token", secret_file(home, stack::k_master_key).string());
    if (record.agent) text += line("OpenClaw's token", (home.user_home / ".ai_workspace_auth_token").string());
    text += "\nNext:\n";
    if (!has_models) text += line("aiws register", "with NVIDIA_API_KEY, DEEPSEEK_API_KEY or OLLAMA_API_KEY exported");
    if (!has_models && !record.demo) text += line("aiws up --demo", "to see it work before you own a key");
    if (record.demo) text += line("aiws unregister --demo", "takes the demo provider away again");
    if (record.agent) text += line("openclaw dashboard", "opens OpenClaw's page, with the models in its picker");
    text += line("aiws status", "what runs, what is registered, what answered");
    text += line("aiws uninstall", "takes it away again; your data stays");
    return text;
}

json::Ordered workspace_json(const stack::Home& home, const stack::Record& record,
                             const std::vector<stack::ServiceStatus>& services)
{
    json::Ordered out{{"folder", home.folder.string()},
                      {"supervisor", record.supervisor},
                      {"gateway", record.gateway_url()},
                      {"healthy", all_healthy(services)},
                      {"services", json::Ordered::array()},
                      {"versions", {{"litellm", record.litellm_version}, {"openclaw", record.agent_version}}},
                      {"engine", record.native_engine.empty() ? "wasm" : "native"},
                      {"demo", record.demo}};
    for (const auto& status : services)
        out["services"].push_back({{"name", status.service.name},
                                   {"state", stack::to_string(status.process.state)},
                                   {"healthy", status.healthy},
                                   {"pid", status.process.pid},
                                   {"address", status.service.address()},
                                   {"log", status.service.log.string()},
                                   {"why", status.healthy ? "" : status.why}});
    return out;
}

} // namespace aiws::cli
