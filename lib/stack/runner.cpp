// SPDX-License-Identifier: Apache-2.0
#include "stack/runner.hpp"

#include "base/text.hpp"
#include "http/ca_store.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace aiws::stack {
namespace {

constexpr std::size_t k_shown = 600; ///< of a program's last words

/// The last lines that are not empty, as one.
std::string last_words(const system::Completed& completed)
{
    const auto& text = base::trim(completed.err).empty() ? completed.out : completed.err;
    const auto trimmed = base::trim(text);
    const auto start = trimmed.size() > k_shown ? trimmed.size() - k_shown : 0;
    return base::one_line(trimmed.substr(start), k_shown);
}

/// True when somebody to whom nothing here belongs may go through the folders to it, and run or enter it.
bool open_to_others(const std::filesystem::path& path)
{
    std::error_code failure;
    auto at = std::filesystem::canonical(path, failure);
    for (; !failure; at = at.parent_path()) {
        const auto permissions = std::filesystem::status(at, failure).permissions();
        if (failure || (permissions & std::filesystem::perms::others_exec) == std::filesystem::perms::none)
            return false;
        if (at == at.root_path()) return true;
    }
    return false;
}

constexpr std::string_view k_make_room = "the disk is full: make room and run it again";

/// Programs do not always say so: one that finds half a file complains of that.
bool disk_is_full(const std::filesystem::path& folder)
{
    constexpr std::uintmax_t k_nothing = std::uintmax_t{16} << 20U;
    std::error_code failure;
    const auto space = std::filesystem::space(folder, failure);
    return !failure && space.available < k_nothing;
}

std::string how_it_ended(const system::Completed& completed)
{
    switch (completed.end) {
    case system::End::exited:
        return "exit " + std::to_string(completed.code);
    case system::End::killed:
        return "killed by signal " + std::to_string(completed.code);
    case system::End::timed_out:
        return "it took too long";
    case system::End::interrupted:
        return "stopped";
    case system::End::not_started:
        return std::strerror(completed.code); // NOLINT(concurrency-mt-unsafe): one thread
    }
    return "";
}

/// uv and Node.js come with lists of their own, in which a company's or a machine's own authority is not.
void trust_what_the_system_trusts(system::Environment& environment)
{
    const auto set = [&](const std::string& name, const std::string& value) {
        if (!environment.non_empty(name) && !value.empty()) environment.set(name, value);
    };
    set("SSL_CERT_FILE", environment.non_empty("PIP_CERT").value_or(http::system_ca_store().file));
    set("NODE_EXTRA_CA_CERTS", environment.non_empty("SSL_CERT_FILE").value_or(""));
}

} // namespace

base::Error program_error(std::string_view what, const system::Command& command, const system::Completed& completed)
{
    if (completed.end == system::End::interrupted)
        return {.kind = base::Failure::interrupted,
                .what = "stopped as you asked",
                .fix = "the next aiws up goes on where this one was"};
    const std::string words = last_words(completed);
    const bool full =
        words.contains("No space left on device") || words.contains("ENOSPC") || words.contains("Disk quota exceeded");
    const auto program = std::ranges::find_if(
        command.words, [](const auto& word) { return word.contains('/') && !word.ends_with("/setpriv"); });
    return {.what = std::string(what),
            .where = program == command.words.end() ? "" : std::filesystem::path(*program).filename().string(),
            .why = how_it_ended(completed) + (words.empty() ? "" : ": " + words),
            .fix = std::string(full ? k_make_room : "")};
}

system::Command Runner::command(std::vector<std::string> words, const std::filesystem::path& folder,
                                const std::map<std::string, std::string>& extra) const
{
    system::Command made{
        .words = std::move(words), .environment = environment, .folder = folder.empty() ? home.folder : folder};
    made.environment.set("TMPDIR", home.temporary().string());
    for (const auto& [name, value] : extra) made.environment.set(name, value);
    return as_services_user(home, std::move(made));
}

std::optional<std::filesystem::path> Runner::find_program(const std::string& name) const
{
    if (home.scope == Scope::user) return environment.find_program(name);
    return environment.find_program(name, open_to_others); // it may be a link to where others cannot go
}

void Runner::set_default(std::map<std::string, std::string>& variables, const std::string& name,
                         const std::filesystem::path& value) const
{
    if (!environment.non_empty(name)) variables[name] = value.string();
}

system::Completed Runner::run(const system::Command& command, std::chrono::seconds limit) const
{
    return std::move(run_all({command}, limit).front());
}

base::Result<std::string> Runner::check(std::string_view what, const system::Command& command,
                                        std::chrono::seconds limit) const
{
    auto completed = run(command, limit);
    if (completed.succeeded()) return std::move(completed.out);
    auto error = program_error(what, command, completed);
    if (error.fix.empty() && disk_is_full(home.folder)) error.fix = std::string(k_make_room);
    return std::unexpected(std::move(error));
}

std::vector<system::Completed> Runner::run_all(const std::vector<system::Command>& commands,
                                               std::chrono::seconds limit) const
{
    return system::run_all(commands,
                           {.timeout = limit, .at_once = commands.size(), .interrupt = interrupt, .on_tick = on_tick});
}

system::Environment installers_environment(const system::Environment& environment, Scope scope)
{
    static constexpr std::array k_hidden{"LITELLM_TOKEN",
                                         "LITELLM_MASTER_KEY",
                                         "LITELLM_SALT_KEY",
                                         "AI_WORKSPACE_AUTH_TOKEN",
                                         "OPENCLAW_GATEWAY_TOKEN",
                                         "AIWS_DATABASE_URL",
                                         "DATABASE_URL",
                                         "PYTHONPATH",
                                         "PYTHONHOME",
                                         "VIRTUAL_ENV",
                                         "CONDA_PREFIX",
                                         "NODE_OPTIONS",
                                         "NODE_PATH",
                                         "PGSERVICE",
                                         "PGPASSFILE"};
    system::Environment kept = environment;
    for (const auto& [name, value] : environment.all())
        if (name.ends_with("_API_KEY") || name.ends_with("_API_KEY_FILE") || name.starts_with("PG")) kept.erase(name);
    for (const auto* name : k_hidden) kept.erase(name);
    if (scope == Scope::machine) {
        auto folders = environment.folders_on_path();
        std::erase_if(folders, [](const std::string& folder) { return !open_to_others(folder); });
        kept.set("PATH", base::join(folders, ":"));
    }
    const bool has_index = kept.non_empty("UV_DEFAULT_INDEX") || kept.non_empty("UV_INDEX_URL");
    if (const auto index = kept.non_empty("PIP_INDEX_URL"); index && !has_index) kept.set("UV_DEFAULT_INDEX", *index);
    if (const auto index = kept.non_empty("PIP_EXTRA_INDEX_URL"); index && !kept.non_empty("UV_INDEX"))
        kept.set("UV_INDEX", *index);
    trust_what_the_system_trusts(kept);
    return kept;
}

std::map<std::string, std::string> network_variables(const system::Environment& environment)
{
    static constexpr std::array k_kept{"http_proxy",         "https_proxy",        "all_proxy",     "HTTP_PROXY",
                                       "HTTPS_PROXY",        "ALL_PROXY",          "SSL_CERT_FILE", "SSL_CERT_DIR",
                                       "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"};
    std::map<std::string, std::string> kept;
    system::Environment trusting = environment;
    trust_what_the_system_trusts(trusting);
    for (const std::string name : k_kept)
        if (const auto value = trusting.non_empty(name)) kept[name] = *value;
    std::string direct = environment.non_empty("no_proxy").value_or(environment.non_empty("NO_PROXY").value_or(""));
    direct += std::string(direct.empty() ? "" : ",") + "127.0.0.1,localhost";
    kept["no_proxy"] = kept["NO_PROXY"] = direct;
    return kept;
}

} // namespace aiws::stack
