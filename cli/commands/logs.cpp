// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/host.hpp"
#include "cli/flow/log_follower.hpp"
#include "cli/options.hpp"
#include "stack/health.hpp"
#include "stack/services.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

struct LogsOptions {
    OutputOptions output;
    std::string service;
    bool follow = false;
    int lines = 20;
};

base::Result<std::vector<stack::Service>> chosen_services(const Host& host, const stack::Record& record,
                                                          const std::string& name)
{
    auto services = stack::services_of(host.home(), record);
    services.push_back({.name = "supervisord", .title = "supervisord", .log = host.home().logs() / "supervisord.log"});
    if (name.empty()) return services;
    std::vector<std::string> names;
    for (const auto& service : services) names.push_back(service.name);
    std::erase_if(services, [&](const auto& service) { return service.name != name; });
    if (!services.empty()) return services;
    return std::unexpected(base::Error{.kind = base::Failure::usage,
                                       .what = "there is no service \"" + base::one_line(name, 40) + "\"" +
                                               base::did_you_mean(name, names),
                                       .fix = "there are " + base::join(names, ", ")});
}

base::Result<int> run_logs(const Context& context, const LogsOptions& options)
{
    AIWS_TRY(const auto host, Host::open(context, Existing::required));
    AIWS_TRY(const auto services, chosen_services(*host, *host->record(), options.service));
    std::string text;
    json::Ordered document{{"logs", json::Ordered::array()}, {"exit", k_exit_ok}};
    for (const auto& service : services) {
        const auto lines = stack::last_lines(service.log, static_cast<std::size_t>(options.lines));
        for (const auto& line : lines) text += (services.size() > 1 ? service.name + "  " : "") + line + "\n";
        document["logs"].push_back({{"service", service.name}, {"file", service.log.string()}, {"lines", lines}});
    }
    AIWS_CHECK(context.print(text, document));
    if (options.follow && context.format == Format::text) return follow_logs(context, services);
    return k_exit_ok;
}

} // namespace

void declare_logs(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("logs", "Print the end of the services' logs");
    auto options = std::make_shared<LogsOptions>();
    command
        ->add_option("service", options->service,
                     "postgres, litellm, openclaw, demo or supervisord; all when not named")
        ->type_name("SERVICE");
    auto* follow = command->add_flag("-f,--follow", options->follow, "Go on as they grow, until Ctrl-C");
    command->add_option("-n,--lines", options->lines, "How many lines of each")
        ->type_name("N")
        ->check(CLI::Range(0, 100'000).description(""))
        ->capture_default_str();
    add_output_options(*command, options->output);
    follow->excludes(command->get_option("--json"));
    command->footer("Example:\n  aiws logs litellm -f");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_logs(c, *options); });
}

} // namespace aiws::cli
