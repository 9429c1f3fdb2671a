// SPDX-License-Identifier: Apache-2.0
#include "stack/bring_up.hpp"

#include "stack/database.hpp"
#include "stack/health.hpp"
#include "stack/render.hpp"
#include "stack/supervisor.hpp"
#include "system/file.hpp"
#include "system/port.hpp"

#include <future>
#include <set>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_agent_step = "installing OpenClaw";

/// OpenClaw's npm packages take the longest and need nothing but Node.js: they come while the rest goes on.
class AgentInstallation {
  public:
    explicit AgentInstallation(const BringUp& work)
        : m_runner(work.runner),
          m_result(std::async(std::launch::async, [this, record = work.record, source = work.source] {
              m_runner.on_tick = {}; // the progress line belongs to the thread that we left
              return install_agent(m_runner, record, source);
          }))
    {
    }
    base::Result<> wait() { return m_result.get(); }

  private:
    Runner m_runner;
    std::future<base::Result<>> m_result;
};

void step(const BringUp& work, std::string_view name)
{
    if (work.journal.step) work.journal.step(name);
}

void note(const BringUp& work, const std::string& text)
{
    if (work.journal.note) work.journal.note(text);
}

/// Prisma's own engine where it can be had, unless that was decided before.
base::Result<> choose_engine(BringUp& work)
{
    const auto folder = find_tools(work.runner.home, work.record).engine_folder;
    const auto decided = folder / ".wasm";
    std::error_code ignored;
    const bool has_native = !work.record.native_engine.empty() && fs::exists(work.record.native_engine, ignored);
    if (!has_native) work.record.native_engine.clear();
    const bool may_try =
        work.source.offline.empty() && (work.engine == Engine::native || !fs::exists(decided, ignored));
    if (work.engine == Engine::wasm || (!has_native && !may_try)) {
        work.record.native_engine.clear();
        return {};
    }
    if (has_native) return {};
    auto fetched = fetch_native_engine(work.runner, work.record);
    if (fetched) {
        work.record.native_engine = *fetched;
        return {};
    }
    if (work.engine == Engine::native || fetched.error().kind == base::Failure::interrupted)
        return std::unexpected(fetched.error());
    note(work, fetched.error().why + "; its WebAssembly build does the work");
    return system::replace_file(decided, "");
}

base::Result<> prepare_database(const BringUp& work)
{
    AIWS_TRY(auto database, Database::open(work.runner, work.record));
    std::error_code ignored;
    const bool had_data = work.record.own_database || fs::exists(work.runner.home.database(), ignored);
    AIWS_CHECK(database.make());
    AIWS_TRY(const auto running, Maintenance::start(database));
    // An uninstallation keeps the data; the aiws that comes back may bring another LiteLLM.
    const auto version = distribution_version(find_tools(work.runner.home, work.record), "litellm");
    if (had_data && !work.record.litellm_version.empty() && work.record.litellm_version != version)
        AIWS_CHECK(database.dump(upgrade_dump_file(work.runner.home)));
    if (!work.restore_from.empty()) AIWS_CHECK(database.restore(work.restore_from));
    AIWS_CHECK(database.migrate());
    return {};
}

void note_versions(BringUp& work)
{
    const Tools tools = find_tools(work.runner.home, work.record);
    work.record.litellm_version = work.record.has_gateway() ? distribution_version(tools, "litellm") : "";
    work.record.agent_version = work.record.agent ? agent_version(tools) : "";
}

base::Result<> install_services(const BringUp& work)
{
    step(work, "installing LiteLLM, PostgreSQL and Node.js");
    return install_python(work.runner, work.record, work.source);
}

base::Result<> install_database_engine(BringUp& work)
{
    if (!work.record.has_gateway()) return {};
    step(work, "installing Prisma's engine");
    AIWS_CHECK(install_engine(work.runner, work.record, work.source));
    return choose_engine(work);
}

base::Result<> finish(BringUp& work, AgentInstallation& agent)
{
    AIWS_CHECK(agent.wait());
    note_versions(work);
    return {};
}

int free_port(int wanted, std::set<int>& taken)
{
    constexpr int k_tries = 200;
    int port = wanted;
    for (int tries = 0; tries < k_tries && (taken.contains(port) || system::listens_on(port)); ++tries) ++port;
    taken.insert(port);
    return port;
}

} // namespace

Ports free_ports(const Ports& wanted)
{
    std::set<int> taken;
    Ports ports;
    ports.gateway = free_port(wanted.gateway, taken);
    ports.database = free_port(wanted.database, taken);
    ports.demo = free_port(wanted.demo, taken);
    ports.agent = free_port(wanted.agent, taken);
    return ports;
}

base::Result<> start_services(const Runner& runner, const Record& record,
                              const std::map<std::string, std::string>& network)
{
    AIWS_CHECK(render(runner, record, network));
    return Supervisor(runner, record).start();
}

base::Result<> install_programs(BringUp& work)
{
    AIWS_CHECK(install_services(work));
    AgentInstallation agent(work);
    AIWS_CHECK(install_database_engine(work));
    if (!work.record.programs.agent.empty()) step(work, k_agent_step);
    return finish(work, agent);
}

base::Result<> bring_up(BringUp& work)
{
    AIWS_CHECK(install_services(work));
    AgentInstallation agent(work);
    AIWS_CHECK(install_database_engine(work));
    if (work.record.has_gateway()) {
        step(work, "preparing the database");
        AIWS_CHECK(prepare_database(work));
    }
    const bool agent_is_there = programs_complete(work.runner.home, work.record);
    if (!agent_is_there && work.record.has_gateway()) { // LiteLLM starts while OpenClaw is still coming
        Record without_agent = work.record;
        without_agent.agent_service = false;
        AIWS_CHECK(start_services(work.runner, without_agent, work.network));
    }
    if (!agent_is_there && !work.record.programs.agent.empty()) step(work, k_agent_step);
    AIWS_CHECK(finish(work, agent));
    step(work, "starting the services");
    AIWS_CHECK(start_services(work.runner, work.record, work.network));
    AIWS_CHECK(wait_until_healthy(work.runner, work.record, work.client, k_start_limit));
    return write_record(work.runner.home, work.record);
}

} // namespace aiws::stack
