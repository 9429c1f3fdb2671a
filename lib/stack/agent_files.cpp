// SPDX-License-Identifier: Apache-2.0
#include "stack/agent_files.hpp"

#include "openclaw/service_environment.hpp"
#include "openclaw/settings.hpp"
#include "stack/secrets.hpp"
#include "system/file.hpp"
#include "system/folder.hpp"
#include "json/document.hpp"

#include <sys/stat.h>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_max_bytes = std::size_t{4} << 20U;
constexpr mode_t k_private = 0600;
const std::string k_variable = "OPENCLAW_GATEWAY_TOKEN"; // NOLINT(bugprone-throwing-static-initialization): short
constexpr std::string_view k_mark = "# The next line was added by aiws up.";

std::string text_of(const fs::path& file)
{
    const auto content = system::read_file(file, k_max_bytes);
    return content && *content ? (*content)->bytes : "";
}

/// True when OpenClaw's configuration itself has a token for its page, be it a reference.
bool configuration_has_token(const openclaw::Location& location)
{
    const auto document = json::Document::parse(text_of(location.config_file), location.config_file.string());
    return document && document->raw(openclaw::path_of("gateway.auth.token")).has_value();
}

std::string without_our_line(const std::string& text)
{
    std::string kept;
    bool marked = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        const auto line = text.substr(at, end == std::string::npos ? end : end - at + 1);
        const bool ours = marked && line.starts_with(k_variable + "=");
        marked = line.starts_with(k_mark);
        if (!ours && !marked) kept += line;
        at += line.size();
    }
    return kept;
}

} // namespace

system::Environment agents_environment(const Home& home, const system::Environment& environment)
{
    system::Environment agents = environment;
    agents.set("HOME", home.user_home.string());
    return agents;
}

base::Result<> prepare_agent_token(const Home& home, Record& record, const openclaw::Location& location)
{
    const auto file = location.state_dir / ".env";
    const std::string text = text_of(file);
    const std::string others = without_our_line(text);
    if (configuration_has_token(location) || openclaw::sets_variable(others, k_variable)) return {};
    AIWS_TRY(const auto token, make_secret(home, k_agent_token, ""));
    const std::string end = others.empty() || others.ends_with('\n') ? "" : "\n";
    const std::string wanted = others + end + std::string(k_mark) + "\n" + k_variable + "=" + token.reveal() + "\n";
    if (wanted == text) return {};
    record.note_made(location.state_dir);
    return system::replace_file(file, wanted, {.mode = k_private});
}

base::Result<> remove_agent_token(const openclaw::Location& location)
{
    const auto file = location.state_dir / ".env";
    const std::string text = text_of(file);
    const std::string kept = without_our_line(text);
    if (kept == text) return {};
    if (!kept.empty()) return system::replace_file(file, kept);
    std::error_code failure;
    fs::remove(file, failure);
    return {};
}

void note_agent_leavings(const Home& home, Record& record)
{
    const std::string user = std::to_string(services_user(home));
    for (const auto& name : {std::string("openclaw"), "openclaw-" + user, "openclaw-state-locks-" + user})
        record.note_made(fs::path("/tmp") / name);
}

bool is_agent_leaving(const Home& home, const fs::path& path)
{
    struct stat found{};
    return path.filename().string().contains("openclaw") && lstat(path.c_str(), &found) == 0 &&
           S_ISDIR(found.st_mode) && found.st_uid == services_user(home);
}

fs::path launcher_link(const Home& home, const system::Environment& environment)
{
    const bool machine = home.scope == Scope::machine;
    return (machine ? fs::path("/usr/local/bin") : environment.home() / ".local" / "bin") / "openclaw";
}

base::Result<> link_launcher(const Home& home, Record& record, const system::Environment& environment)
{
    const auto link = launcher_link(home, environment);
    const auto launcher = home.bin() / "openclaw";
    std::error_code failure;
    if (!fs::exists(launcher, failure) || fs::exists(fs::symlink_status(link, failure))) return {};
    record.note_made(link.parent_path());
    record.note_made(link);
    AIWS_TRY(auto folders, system::MadeFolders::make(link.parent_path()));
    folders.keep();
    fs::create_symlink(launcher, link, failure);
    if (!failure) return {};
    return std::unexpected(base::Error{.kind = base::Failure::config,
                                       .what = "openclaw could not be put on PATH",
                                       .where = link.string(),
                                       .why = failure.message()});
}

} // namespace aiws::stack
