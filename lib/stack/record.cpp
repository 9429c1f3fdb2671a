// SPDX-License-Identifier: Apache-2.0
#include "stack/record.hpp"

#include "system/file.hpp"
#include "json/codec.hpp"

#include <algorithm>

namespace aiws::stack {
namespace {

constexpr std::size_t k_max_bytes = std::size_t{1} << 20U;

json::Ordered to_json(const Record& record)
{
    return {
        {"ports",
         {{"gateway", record.ports.gateway},
          {"database", record.ports.database},
          {"demo", record.ports.demo},
          {"agent", record.ports.agent}}},
        {"listen", record.listen},
        {"own_gateway", record.own_gateway},
        {"own_database", record.own_database},
        {"own_agent", record.own_agent.string()},
        {"agent", record.agent},
        {"agent_service", record.agent_service},
        {"demo", record.demo},
        {"supervisor", record.supervisor},
        {"native_engine", record.native_engine},
        {"programs",
         {{"python", record.programs.python}, {"engine", record.programs.engine}, {"agent", record.programs.agent}}},
        {"litellm_version", record.litellm_version},
        {"agent_version", record.agent_version},
        {"made", record.made}};
}

int port_at(const json::Value& ports, std::string_view key, int otherwise)
{
    return static_cast<int>(json::int_at(ports, key).value_or(otherwise));
}

std::string text_at(const json::Value& note, std::string_view key)
{
    return json::string_at(note, key).value_or("");
}

Record from_json(const json::Value& note)
{
    Record record;
    const auto& ports = json::object_at(note, "ports");
    record.ports = {.gateway = port_at(ports, "gateway", record.ports.gateway),
                    .database = port_at(ports, "database", record.ports.database),
                    .demo = port_at(ports, "demo", record.ports.demo),
                    .agent = port_at(ports, "agent", record.ports.agent)};
    record.listen = json::string_at(note, "listen").value_or(record.listen);
    record.own_gateway = text_at(note, "own_gateway");
    record.own_database = json::bool_at(note, "own_database").value_or(false);
    record.own_agent = text_at(note, "own_agent");
    record.agent = json::bool_at(note, "agent").value_or(true);
    record.agent_service = json::bool_at(note, "agent_service").value_or(true);
    record.demo = json::bool_at(note, "demo").value_or(false);
    record.supervisor = text_at(note, "supervisor");
    record.native_engine = text_at(note, "native_engine");
    const auto& programs = json::object_at(note, "programs");
    record.programs = {.python = text_at(programs, "python"),
                       .engine = text_at(programs, "engine"),
                       .agent = text_at(programs, "agent")};
    record.litellm_version = text_at(note, "litellm_version");
    record.agent_version = text_at(note, "agent_version");
    for (const auto& path : json::array_at(note, "made"))
        if (path.is_string()) record.made.push_back(path.get<std::string>());
    return record;
}

} // namespace

std::string Record::gateway_url() const
{
    if (!own_gateway.empty()) return own_gateway;
    const bool anywhere = listen == "0.0.0.0" || listen == "::";
    const std::string host = anywhere ? "127.0.0.1" : listen.contains(':') ? "[" + listen + "]" : listen;
    return "http://" + host + ":" + std::to_string(ports.gateway);
}

void Record::add_made(const std::filesystem::path& path)
{
    if (std::ranges::find(made, path.string()) == made.end()) made.push_back(path.string());
}

void Record::note_made(const std::filesystem::path& path)
{
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) add_made(path);
}

base::Result<std::optional<Record>> read_record(const Home& home)
{
    AIWS_TRY(const auto content, system::read_file(home.note(), k_max_bytes));
    if (!content) return std::nullopt;
    auto note = json::parse_json(content->bytes);
    if (!note || !note->is_object())
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "the workspace's record is damaged",
                                           .where = home.note().string(),
                                           .why = note ? "it is no JSON object" : note.error().what,
                                           .fix = "mend it, or move it aside and run aiws up again"});
    return from_json(*note);
}

base::Result<> write_record(const Home& home, const Record& record)
{
    return system::replace_file(home.note(), to_json(record).dump(2) + "\n", {.mode = 0644});
}

} // namespace aiws::stack
