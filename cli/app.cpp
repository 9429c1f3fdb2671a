// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"

#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/error_json.hpp"
#include "cli/output/standard_output.hpp"
#include "cli/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <span>
#include <unistd.h>

namespace aiws::cli {
namespace {

constexpr std::string_view k_json_flag = "--json";

/// The deepest command that the line has reached: its options are what a misspelt one was meant to be.
const CLI::App* reached(const CLI::App& app)
{
    const CLI::App* command = &app;
    while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
    return command;
}

std::vector<std::string> known_words(const CLI::App& command, const std::string& word)
{
    std::vector<std::string> words;
    if (word.starts_with('-'))
        for (const auto* option : command.get_options())
            for (const auto& name : option->get_lnames()) words.push_back("--" + name);
    else
        for (const auto* sub : command.get_subcommands(nullptr)) words.push_back(sub->get_name());
    return words;
}

/// "aiws openclaw print": the command with those above it.
std::string full_name(const CLI::App& command)
{
    return command.get_parent() == nullptr ? command.get_name()
                                           : full_name(*command.get_parent()) + " " + command.get_name();
}

std::string help_of(const CLI::App& command)
{
    return command.get_parent() == nullptr ? command.help() : command.help(full_name(*command.get_parent()));
}

/// CLI11's error in our words.
base::Error usage_error(const CLI::App& app, const CLI::ParseError& error)
{
    const CLI::App* command = reached(app);
    const std::string name = full_name(*command);
    base::Error out{
        .kind = base::Failure::usage, .what = base::one_line(error.what()), .fix = name + " --help shows the usage"};
    const auto extras = app.remaining(true);
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError) && !extras.empty()) {
        const std::string word = extras.front().substr(0, extras.front().find('='));
        out.what = (word.starts_with('-') ? "unknown option \"" : "unknown word \"") + base::one_line(word, 60) + "\"" +
                   base::did_you_mean(word, known_words(*command, word));
    }
    return out;
}

/// Nothing, or a command that has commands of its own, was named alone.
base::Error no_command(const CLI::App& app)
{
    const CLI::App* command = reached(app);
    return {
        .kind = base::Failure::usage, .what = "no command is named", .fix = full_name(*command) + " --help shows them"};
}

int fail(const base::Error& error, Format format)
{
    const int code = exit_code(error.kind);
    if (silent(error)) return code;
    if (format == Format::json && write_stdout(json_text(error_json(error, code)))) return code;
    const std::string line = "aiws: " + base::to_line(error) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
    return code;
}

void describe(CLI::App& app)
{
    app.description("From provider keys to a working AI workspace: every model of your channels behind one LiteLLM "
                    "gateway,\nproven to answer, and in OpenClaw's picker.");
    app.set_version_flag("--version", version_line());
    app.require_subcommand(0, 1);
    app.get_formatter()->column_width(34);
    app.footer("Example:\n  export NVIDIA_API_KEY=...\n  aiws register\n\n"
               "Exit codes: 0 done, 1 something was not done, 2 plan found changes, 3 a model does not answer,\n"
               "64 wrong usage, 69 gateway unreachable, 77 gateway refuses the token, 78 key, setting or file missing\n"
               "or wrong, 130 interrupted.");
}

int parse_and_run(int argc, char** argv, Context& context)
{
    CLI::App app("", "aiws");
    describe(app);
    Run chosen;
    for (const auto& declare : commands()) declare(app, context, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) { // --help or --version
        const bool version = dynamic_cast<const CLI::CallForVersion*>(&asked) != nullptr;
        const std::string text = version ? version_line() + "\n" : help_of(*reached(app));
        const auto written = write_stdout(text);
        return written ? k_exit_ok : fail(written.error(), Format::text);
    } catch (const CLI::ParseError& error) {
        const std::span words(argv, static_cast<std::size_t>(argc));
        const bool json = std::ranges::find(words, k_json_flag) != words.end();
        return fail(usage_error(app, error), json ? Format::json : Format::text);
    }
    if (!chosen) return fail(no_command(app), Format::text);
    const auto code = chosen(context);
    return code ? *code : fail(code.error(), context.format);
}

} // namespace

int run_app(int argc, char** argv)
{
    occupy_standard_descriptors();
    try {
        system::Interrupt interrupt;
        interrupt.watch_signals();
        Context context{.environment = system::Environment::of_process(), .interrupt = &interrupt};
        context.out = detect_terminal(STDOUT_FILENO, context.environment);
        context.err = detect_terminal(STDERR_FILENO, context.environment);
        return parse_and_run(argc, argv, context);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "aiws: unexpected failure: %s; please report it\n", error.what());
        return k_exit_failed;
    }
}

} // namespace aiws::cli
