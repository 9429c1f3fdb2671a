// SPDX-License-Identifier: Apache-2.0
#include "stack/install.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "stack/templates.hpp"
#include "stack/uv.hpp"
#include "system/file.hpp"
#include "system/folder.hpp"

#include <array>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t k_digest_digits = 12;
constexpr std::chrono::seconds k_download_limit = 30min;
constexpr std::string_view k_stamp = ".complete";

std::string named(const std::string& name, const std::string& inputs)
{
    return name + "-" + base::sha256_hex(inputs).substr(0, k_digest_digits);
}

bool is_complete(const fs::path& folder)
{
    std::error_code ignored;
    return fs::exists(folder / k_stamp, ignored);
}

base::Result<> complete(const fs::path& folder)
{
    return system::replace_file(folder / k_stamp, "");
}

/// An empty folder, whatever was there; it belongs to whom the one above belongs to.
base::Result<> fresh_folder(const fs::path& folder)
{
    std::error_code failure;
    fs::remove_all(folder, failure);
    AIWS_TRY(auto made, system::MadeFolders::make(folder));
    made.keep();
    return {};
}

base::Result<> write_file(const fs::path& file, std::string_view text, mode_t mode)
{
    return system::replace_file(file, text, {.mode = mode});
}

/// Those that are programs, by their first bytes, may be run.
base::Result<> write_files(const fs::path& folder, const Files& files)
{
    for (const auto& [name, text] : files)
        AIWS_CHECK(write_file(folder / name, text, text.starts_with("#!") ? 0755 : 0644));
    return {};
}

std::string all_text(const Files& files)
{
    std::string all;
    for (const auto& [name, text] : files) all += std::string(name) + "\n" + std::string(text);
    return all;
}

base::Result<> npm_install(const Runner& runner, const Tools& tools, const fs::path& folder, const Source& source,
                           std::string_view what)
{
    std::map<std::string, std::string> variables{{"PATH", tools.path()}, {"npm_config_update_notifier", "false"}};
    runner.set_default(variables, "npm_config_cache", runner.home.cache() / "npm");
    std::vector<std::string> words{tools.node.string(), tools.npm.string(), "ci", "--ignore-scripts", "--no-audit",
                                   "--no-fund",         "--loglevel=error"};
    if (!source.offline.empty()) {
        words.emplace_back("--offline");
        variables["npm_config_cache"] = (source.offline / "npm").string();
    }
    AIWS_CHECK(runner.check(what, runner.command(words, folder, variables), k_download_limit));
    return {};
}

} // namespace

Programs wanted_programs(const std::string& requirements, const Record& record)
{
    Programs programs{.python = named("python", requirements)};
    if (record.has_gateway()) programs.engine = named("engine", all_text(engine_files()));
    if (record.agent && record.own_agent.empty()) programs.agent = named("openclaw", all_text(agent_files()));
    return programs;
}

bool programs_complete(const Home& home, const Record& record)
{
    const auto& programs = record.programs;
    if (programs.python.empty() || !is_complete(home.programs() / programs.python)) return false;
    if (record.has_gateway() && (programs.engine.empty() || !is_complete(home.programs() / programs.engine)))
        return false;
    return programs.agent.empty() || is_complete(home.programs() / programs.agent);
}

base::Result<> install_python(const Runner& runner, const Record& record, const Source& source)
{
    const auto folder = runner.home.programs() / record.programs.python;
    if (is_complete(folder)) return {};
    AIWS_TRY(const auto uv, find_uv(runner, source));
    AIWS_CHECK(fresh_folder(folder));
    AIWS_TRY(const auto variables, uv_variables(runner, source));
    const auto lock = folder / "requirements.lock";
    AIWS_CHECK(write_file(lock, source.requirements, 0600));
    std::vector<std::string> environment{uv, "venv", "--quiet", "--allow-existing", "--python", ">=3.10,<3.15"};
    std::vector<std::string> install{uv, "pip", "install", "--quiet", "--require-hashes"};
    if (!source.offline.empty()) {
        environment.emplace_back("--offline");
        const auto wheels = (source.offline / "wheels").string();
        install.insert(install.end(), {"--offline", "--no-index", "--find-links", wheels});
    }
    environment.push_back(folder.string());
    install.insert(install.end(), {"--python", (folder / "bin" / "python").string(), "-r", lock.string()});
    AIWS_CHECK(runner.check("the Python environment could not be made", runner.command(environment, folder, variables),
                            k_download_limit));
    AIWS_CHECK(runner.check("LiteLLM and PostgreSQL could not be installed", runner.command(install, folder, variables),
                            k_download_limit));
    return complete(folder);
}

base::Result<> install_engine_packages(const Runner& runner, const Record& record, const Source& source)
{
    const Tools tools = find_tools(runner.home, record);
    const auto& folder = tools.engine_folder;
    if (is_complete(folder)) return {};
    AIWS_CHECK(fresh_folder(folder));
    AIWS_CHECK(write_files(folder, engine_files()));
    AIWS_CHECK(npm_install(runner, tools, folder, source, "Prisma's engine could not be installed"));
    return complete(folder);
}

base::Result<> install_engine(const Runner& runner, const Record& record, const Source& source)
{
    AIWS_CHECK(install_engine_packages(runner, record, source));
    const Tools tools = find_tools(runner.home, record);
    const auto& folder = tools.engine_folder;
    const auto stamp = tools.python_folder / (".generated-" + record.programs.engine);
    std::error_code ignored;
    if (fs::exists(stamp, ignored)) return {};
    // The generator asks the engine for nothing but its version.
    Record plain = record;
    plain.native_engine.clear();
    auto variables = engine_variables(find_tools(runner.home, plain));
    variables["PATH"] = tools.path();
    variables["CHECKPOINT_DISABLE"] = "1"; // Prisma would ask for news of itself
    const auto prisma = folder / "node_modules" / "prisma" / "build" / "index.js";
    const auto schema = tools.site / "litellm" / "proxy" / "schema.prisma";
    AIWS_CHECK(
        runner.check("Prisma's client could not be generated",
                     runner.command({tools.node.string(), prisma.string(), "generate", "--schema", schema.string()},
                                    folder, variables),
                     5min));
    return system::replace_file(stamp, "");
}

base::Result<> install_agent(const Runner& runner, const Record& record, const Source& source)
{
    if (record.programs.agent.empty()) return {};
    const Tools tools = find_tools(runner.home, record);
    const auto& folder = tools.agent_folder;
    if (is_complete(folder)) return {};
    AIWS_CHECK(fresh_folder(folder));
    AIWS_CHECK(write_files(folder, agent_files()));
    AIWS_CHECK(npm_install(runner, tools, folder, source, "OpenClaw could not be installed"));
    return complete(folder);
}

base::Result<Engine> wanted_engine(const system::Environment& environment)
{
    const auto word = environment.non_empty("AIWS_DB_ENGINE").value_or("auto");
    if (word == "auto") return Engine::automatic;
    if (word == "native") return Engine::native;
    if (word == "wasm") return Engine::wasm;
    return std::unexpected(base::Error{.kind = base::Failure::config,
                                       .what = "there is no engine \"" + base::one_line(word, 40) + "\"",
                                       .where = "AIWS_DB_ENGINE",
                                       .fix = "say auto, native or wasm"});
}

base::Result<std::string> fetch_native_engine(const Runner& runner, const Record& record)
{
    const Tools tools = find_tools(runner.home, record);
    const auto folder = tools.engine_folder / "native";
    const auto command =
        runner.command({tools.node.string(), (tools.engine_folder / "fetch-native.mjs").string(), folder.string()},
                       tools.engine_folder, {{"PATH", tools.path()}});
    const auto asked = runner.run(command, 2min);
    if (asked.succeeded()) return std::string(base::trim(asked.out));
    auto error = program_error("Prisma's native engine cannot be had", command, asked);
    if (asked.end == system::End::exited) error.why = base::one_line(base::trim(asked.err), 300);
    return std::unexpected(std::move(error));
}

std::map<std::string, std::string> engine_variables(const Tools& tools)
{
    return {{"PRISMA_QUERY_ENGINE_BINARY", tools.engine.string()},
            {"PRISMA_CLI_QUERY_ENGINE_TYPE", "binary"},
            {"PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true"}};
}

void remove_other_programs(const Home& home, const Record& record)
{
    const auto& kept = record.programs;
    for (const auto& entry : system::entries_of(home.programs())) {
        const std::string name = entry.filename().string();
        if (name == "uv" || name == "python" || name == kept.python || name == kept.engine || name == kept.agent)
            continue;
        std::error_code ignored;
        fs::remove_all(entry, ignored);
    }
}

} // namespace aiws::stack
