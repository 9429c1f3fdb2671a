// SPDX-License-Identifier: Apache-2.0
#include "stack/render.hpp"

#include "base/digest.hpp"
#include "stack/database.hpp"
#include "stack/install.hpp"
#include "stack/secrets.hpp"
#include "stack/services.hpp"
#include "stack/templates.hpp"
#include "stack/tools.hpp"
#include "system/file.hpp"

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;
using Variables = std::map<std::string, std::string>;

constexpr std::size_t k_max_bytes = std::size_t{4} << 20U;
constexpr mode_t k_private = 0600;

/// Writes what is not there as it should be.
base::Result<> put(const fs::path& file, const std::string& text, mode_t mode)
{
    const auto present = system::read_file(file, k_max_bytes);
    if (present && *present && (*present)->bytes == text && ((*present)->mode & 07777U) == mode) return {};
    return system::replace_file(file, text, {.mode = mode});
}

/// NAME='value' lines for a shell to read.
std::string environment_text(const Variables& variables)
{
    std::string text;
    for (const auto& [name, value] : variables) text += name + "=" + shell_word(value) + "\n";
    return text;
}

/// What stands in a systemd unit for this text: "%" begins a specifier there.
std::string unit_value(std::string_view text)
{
    std::string value;
    for (const char letter : text) value.append(letter == '%' ? 2U : 1U, letter);
    return value;
}

struct Rendering {
    const Runner& runner;
    const Record& record;
    const Variables& network;
    Tools tools;
    const Home& home;

    [[nodiscard]] fs::path environment_file(const Service& service) const
    {
        return home.config() / (service.name + ".env");
    }
};

/// Programs that stand in for what LiteLLM would call.
fs::path stand_ins(const Home& home)
{
    return home.config() / "bin";
}

base::Result<Variables> gateway_environment(const Rendering& r)
{
    Variables variables = r.network;
    AIWS_TRY(const auto master, make_secret(r.home, k_master_key, "sk-"));
    AIWS_TRY(const auto salt, make_secret(r.home, k_salt_key, "sk-"));
    AIWS_TRY(const auto database, Database::open(r.runner, r.record));
    variables.insert({{"LITELLM_MASTER_KEY", master.reveal()},
                      {"LITELLM_SALT_KEY", salt.reveal()},
                      {"STORE_MODEL_IN_DB", "True"},
                      {"DISABLE_SCHEMA_UPDATE", "true"},
                      {"LITELLM_LOCAL_MODEL_COST_MAP", "True"},
                      {"PYTHONUNBUFFERED", "1"},
                      {"TMPDIR", r.home.temporary().string()}});
    for (const auto& [name, value] : engine_variables(r.tools)) variables[name] = value;
    variables["PATH"] = stand_ins(r.home).string() + ":" + r.tools.path();
    // LiteLLM passes the address on to other programs as an argument, where everybody can read it. Prisma's native
    // engine takes the password from nowhere else.
    const auto& url = database.url();
    variables["DATABASE_URL"] = r.record.native_engine.empty() ? url.without_password() : url.text().reveal();
    variables["PGPASSWORD"] = url.password.reveal();
    return variables;
}

/// OpenClaw's own variables are those of whoever set the workspace up, so that the service and `openclaw` in a shell
/// mean the same files.
base::Result<Variables> agent_environment(const Rendering& r)
{
    Variables variables = r.network;
    for (const std::string name : {"OPENCLAW_STATE_DIR", "OPENCLAW_CONFIG_PATH", "OPENCLAW_HOME", "OPENCLAW_PROFILE"})
        if (const auto value = r.runner.environment.non_empty(name)) variables[name] = *value;
    variables["PATH"] = r.tools.path();
    variables["TMPDIR"] = r.home.temporary().string();
    variables["XDG_CACHE_HOME"] = r.home.cache().string();
    AIWS_TRY(const auto token, read_secret(r.home, k_agent_token));
    if (token) variables["OPENCLAW_GATEWAY_TOKEN"] = token->reveal();
    return variables;
}

base::Result<Variables> environment_of(const Rendering& r, const Service& service)
{
    if (service.part == Part::gateway) return gateway_environment(r);
    if (service.part == Part::agent) return agent_environment(r);
    return Variables{};
}

std::string database_answers(const Rendering& r)
{
    if (r.record.own_database) return "true"; // LiteLLM itself says what it finds there
    return shell_words({(r.tools.postgres / "pg_isready").string(), "-q", "-h", "127.0.0.1", "-p",
                        std::to_string(r.record.ports.database)});
}

std::string script_of(const Rendering& r, const Service& service)
{
    Variables values{{"PID_FILE", shell_word(service.pid_file.string())},
                     {"PORT", std::to_string(service.port)},
                     {"PYTHON", shell_word(r.tools.python.string())},
                     {"ENVIRONMENT", shell_word(r.environment_file(service).string())}};
    switch (service.part) {
    case Part::database:
        values["PROGRAM"] = shell_word((r.tools.postgres / "postgres").string());
        values["DATA"] = shell_word(r.home.database().string());
        return fill(postgres_script(), values);
    case Part::gateway:
        values["PROGRAM"] = shell_word(r.tools.script("litellm").string());
        values["CONFIG"] = shell_word((r.home.config() / "litellm.yaml").string());
        values["LISTEN"] = shell_word(r.record.listen);
        values["DATABASE_ANSWERS"] = database_answers(r);
        return fill(litellm_script(), values);
    case Part::agent:
        values["PROGRAM"] = shell_words(r.tools.agent_words());
        return fill(agent_script(), values);
    case Part::demo:
        values["PROGRAM"] = shell_word((r.home.config() / "demo_provider.py").string());
        return fill(demo_script(), values);
    }
    return {};
}

/// The section of one program. The digest changes with all that it runs on.
std::string supervisor_section(const Service& service, const std::string& digest)
{
    const std::string stop = service.part == Part::database ? "INT" : "TERM";
    return "\n[program:" + service.name + "]\ncommand=/bin/sh " + shell_word(supervisor_text(service.script.string())) +
           "\nenvironment=AIWS_CONFIGURATION=\"" + digest + "\"\nautorestart=true\nstartsecs=2\nstartretries=5\n" +
           "stopsignal=" + stop + "\nstopwaitsecs=25\nkillasgroup=true\nredirect_stderr=true\nstdout_logfile=" +
           supervisor_text(service.log.string()) +
           "\nstdout_logfile_maxbytes=10MB\nstdout_logfile_backups=3\npriority=" +
           std::to_string(10 + static_cast<int>(service.part)) + "\n";
}

/// What a service runs on besides its environment and script.
std::string shared_of(const Record& record, const Service& service)
{
    switch (service.part) {
    case Part::database:
        return "";
    case Part::gateway:
        return std::string(litellm_config());
    case Part::agent:
        return record.agent_version;
    case Part::demo:
        return std::string(demo_provider());
    }
    return "";
}

base::Result<std::string> put_service(const Rendering& r, const Service& service, const std::string& shared)
{
    AIWS_TRY(const auto variables, environment_of(r, service));
    const auto environment = environment_text(variables);
    const auto script = script_of(r, service);
    if (!variables.empty()) AIWS_CHECK(put(r.environment_file(service), environment, k_private));
    AIWS_CHECK(put(service.script, script, 0700));
    return supervisor_section(service, base::sha256_hex(environment + script + shared));
}

/// OpenClaw for PATH. Root is not who its files belong to in the machine's workspace.
base::Result<> put_launcher(const Rendering& r)
{
    if (!r.record.agent || r.tools.own_agent) return {};
    const std::string name(k_account);
    const std::string as_user = r.home.scope == Scope::user
                                    ? "# It runs as whoever calls it."
                                    : "[ \"$(id -u)\" != 0 ] || exec /usr/bin/setpriv --reuid " + name + " --regid " +
                                          name + " --init-groups env HOME=" + shell_word(r.home.user_home.string()) +
                                          " \"$0\" \"$@\"";
    const auto text = fill(agent_launcher(), {{"AS_SERVICES_USER", as_user},
                                              {"PORT", std::to_string(r.record.ports.agent)},
                                              {"TEMPORARY", shell_word(r.home.temporary().string())},
                                              {"CACHE", shell_word(r.home.cache().string())},
                                              {"NODE_FOLDER", shell_word(r.tools.node.parent_path().string())},
                                              {"PROGRAM", shell_words(r.tools.agent_words())}});
    return put(r.home.bin() / "openclaw", text, 0755);
}

} // namespace

fs::path supervisor_socket(const Home& home)
{
    constexpr std::size_t k_longest = 90; // of about 104; supervisord makes it under a longer name first
    constexpr std::size_t k_digits = 12;
    auto socket = home.run() / "supervisor.sock";
    if (socket.string().size() <= k_longest) return socket;
    return "/tmp/aiws-" + base::sha256_hex(home.folder.string()).substr(0, k_digits) + ".sock";
}

fs::path supervisor_config_file(const Home& home)
{
    return home.config() / "supervisord.conf";
}

base::Result<> render(const Runner& runner, const Record& record, const Variables& network)
{
    const Rendering r{runner, record, network, find_tools(runner.home, record), runner.home};
    const std::string yaml(litellm_config());
    const std::string demo(demo_provider());
    AIWS_CHECK(put(r.home.config() / "litellm.yaml", yaml, k_private));
    AIWS_CHECK(put(stand_ins(r.home) / "prisma", std::string(prisma_script()), 0700));
    if (record.demo) AIWS_CHECK(put(r.home.config() / "demo_provider.py", demo, k_private));
    std::string text = fill(supervisor_config(), {{"LOGS", supervisor_text(r.home.logs().string())},
                                                  {"RUN", supervisor_text(r.home.run().string())},
                                                  {"FOLDER", supervisor_text(r.home.folder.string())},
                                                  {"SOCKET", supervisor_text(supervisor_socket(r.home).string())}});
    for (const auto& service : services_of(r.home, record)) {
        AIWS_TRY(const auto section, put_service(r, service, shared_of(record, service)));
        text += section;
    }
    AIWS_CHECK(put_launcher(r));
    return put(supervisor_config_file(r.home), text, k_private);
}

std::string unit_word(std::string_view text)
{
    std::string word;
    for (const char letter : unit_value(text)) {
        if (letter == '"' || letter == '\\') word += '\\';
        if (letter == '$') word += letter; // a variable begins with it
        word += letter;
    }
    return '"' + word + '"';
}

std::string unit_text(const Home& home, const Record& record)
{
    const Tools tools = find_tools(home, record);
    const bool machine = home.scope == Scope::machine;
    return fill(systemd_unit(), {{"SUPERVISORD", unit_word(tools.script("supervisord").string())},
                                 {"SUPERVISORCTL", unit_word(tools.script("supervisorctl").string())},
                                 {"CONFIG", unit_word(supervisor_config_file(home).string())},
                                 {"FOLDER", unit_value(home.folder.string())},
                                 {"USER", machine ? "User=" + std::string(k_account) + "\n" : ""},
                                 {"TARGET", machine ? "multi-user.target" : "default.target"}});
}

} // namespace aiws::stack
