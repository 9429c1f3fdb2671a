// SPDX-License-Identifier: Apache-2.0
#include "stack/uv.hpp"

#include "base/text.hpp"
#include "stack/templates.hpp"
#include "system/file.hpp"

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

fs::path uv_folder(const Home& home)
{
    return home.programs() / "uv";
}

/// The script that fetches uv, as a command with this word.
base::Result<system::Command> script(const Runner& runner, const std::string& word)
{
    const auto python = runner.find_program("python3");
    if (!python)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "there is no python3 on PATH",
                                           .why = "the workspace needs Python 3.10 or newer",
                                           .fix = "install it (Debian: apt-get install python3) and run this again"});
    const auto file = uv_folder(runner.home) / "fetch_uv.py";
    AIWS_CHECK(system::replace_file(file, fetch_uv(), {.mode = 0600}));
    return runner.command({python->string(), file.string(), word}, uv_folder(runner.home));
}

} // namespace

base::Result<std::string> find_uv(const Runner& runner, const Source& source)
{
    if (!source.offline.empty()) return (source.offline / "uv").string();
    if (const auto present = runner.find_program("uv")) return fs::absolute(*present).string();
    const auto program = uv_folder(runner.home) / "uv";
    AIWS_TRY(const auto command, script(runner, program.string()));
    AIWS_CHECK(runner.check("uv could not be fetched", command, 30min));
    return program.string();
}

base::Result<std::map<std::string, std::string>> uv_variables(const Runner& runner, const Source& source)
{
    std::map<std::string, std::string> variables{{"UV_NO_PROGRESS", "1"}, {"UV_NO_CONFIG", "1"}};
    runner.set_default(variables, "UV_CACHE_DIR", runner.home.cache() / "uv");
    runner.set_default(variables, "UV_HTTP_TIMEOUT", "120");
    runner.set_default(variables, "UV_LINK_MODE", "hardlink");
    runner.set_default(variables, "UV_PYTHON_INSTALL_DIR", runner.home.programs() / "python");
    const auto& environment = runner.environment;
    if (!source.offline.empty() || environment.non_empty("UV_DEFAULT_INDEX") || environment.non_empty("UV_INDEX_URL"))
        return variables;
    AIWS_TRY(const auto command, script(runner, "--index")); // uv does not read pip's configuration
    AIWS_TRY(const auto index, runner.check("the package index is not known", command, 1min));
    variables["UV_DEFAULT_INDEX"] = std::string(base::trim(index));
    return variables;
}

} // namespace aiws::stack
