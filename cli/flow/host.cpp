// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/host.hpp"

#include "cli/settings/workspace_defaults.hpp"
#include "stack/systemd.hpp"
#include "system/folder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace aiws::cli {
namespace {

/// Those above the folders of a workspace and of aiws's notes.
std::vector<std::filesystem::path> missing_folders(const stack::Home& home, const system::Environment& environment)
{
    std::vector<std::filesystem::path> missing;
    for (const auto& path : {home.folder, system::state_dir(environment), stack::unit_file_of(home, environment)})
        std::ranges::copy(system::missing_folders(path.parent_path()), std::back_inserter(missing));
    return missing;
}

base::Error no_workspace(const stack::Home& home)
{
    return {.kind = base::Failure::config,
            .what = "there is no workspace",
            .where = home.folder.string(),
            .fix = "aiws up makes one (AIWS_HOME names another place)"};
}

} // namespace

Host::Host(const Context& context, const stack::Home& home, std::optional<stack::Record> record)
    : m_context(context), m_steps(context),
      m_runner{.home = home,
               .environment = stack::installers_environment(context.environment, home.scope),
               .interrupt = context.interrupt,
               .on_tick = [this] { m_steps.tick(); }},
      m_client({.interrupt = context.interrupt, .on_tick = [this] { m_steps.tick(); }}), m_record(std::move(record)),
      m_missing(cli::missing_folders(home, context.environment))
{
}

base::Result<std::unique_ptr<Host>> Host::open(const Context& context, Existing existing)
{
    const auto home = stack::find_home(context.environment);
    AIWS_TRY(auto record, stack::read_record(home));
    if (!record && existing == Existing::required) return std::unexpected(no_workspace(home));
    return std::unique_ptr<Host>(new Host(context, home, std::move(record)));
}

base::Result<system::Lock> Host::lock(Existing existing)
{
    constexpr std::chrono::seconds k_limit{1'800};
    const auto file = home().folder / "lock";
    auto lock = system::Lock::take(file, k_limit, m_context.interrupt, [&] {
        m_context.say("Another aiws is at work on this workspace; waiting for it to end.");
    });
    if (!lock) return lock;
    const auto before = std::exchange(m_record, std::nullopt);
    AIWS_TRY(m_record, stack::read_record(home()));
    if (before && !m_record) // purged with all that was made for it
        std::ranges::copy(before->made, std::back_inserter(m_missing));
    if (m_record || existing == Existing::optional) return lock;
    std::error_code ignored; // nothing stays where nothing is
    std::filesystem::remove(file, ignored);
    std::filesystem::remove(home().folder, ignored);
    return std::unexpected(no_workspace(home()));
}

void Host::note_missing_folders(stack::Record& record) const
{
    for (const auto& folder : m_missing) record.add_made(folder);
}

stack::Journal Host::journal()
{
    return {.step = [this](std::string_view step) { m_steps.begin(step); },
            .note = [this](std::string_view text) { m_steps.note(text); }};
}

Context Host::inside() const
{
    Context context = m_context;
    context.environment = with_workspace(m_context.environment, "");
    return context;
}

} // namespace aiws::cli
