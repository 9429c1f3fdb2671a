// SPDX-License-Identifier: Apache-2.0
#include "cli/completion/tree.hpp"

#include "base/text.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

namespace aiws::cli::completion {
namespace {

constexpr std::size_t k_description_chars = 300;

std::string one_line(const std::string& text)
{
    return base::one_line(text, k_description_chars);
}

/// CLI11 joins the type's name and the validators' descriptions with colons: "TEXT:{json,text}", "ENUM:value in {…}".
Value value_from(const std::string& type, const Words& words)
{
    Value value;
    const auto brace = type.find('{');
    const auto end = type.find('}');
    if (brace != std::string::npos && end != std::string::npos && brace < end) {
        value.words = base::split(std::string_view(type).substr(brace + 1, end - brace - 1), ',');
        value.kind = Value::Kind::words;
        return value;
    }
    for (const auto& part : base::split(type, ':')) {
        if (part.starts_with("FILE") || part.starts_with("PATH")) value.kind = Value::Kind::file;
        if (part.starts_with("DIR")) value.kind = Value::Kind::folder;
        for (const auto& name : base::split(part, '|')) {
            const auto known = words.find(name);
            if (known == words.end()) continue;
            value.kind = Value::Kind::words;
            value.words.insert(value.words.end(), known->second.begin(), known->second.end());
        }
    }
    return value;
}

Value value_of(const CLI::Option& option, const Words& words)
{
    const std::string type = option.get_type_name();
    Value value = value_from(type, words);
    value.name = one_line(option.get_positional() ? option.get_name(true) : type.substr(0, type.find_first_of(":{")));
    if (value.name.empty()) value.name = "VALUE";
    return value;
}

bool is_hidden(const CLI::Option& option)
{
    return option.get_group().empty();
}

void add_options(const CLI::App& app, const Words& words, Command& command)
{
    for (const CLI::Option* option : app.get_options()) {
        if (is_hidden(*option) || !option->nonpositional()) continue;
        Option entry;
        for (const auto& name : option->get_lnames()) entry.names.push_back("--" + name);
        for (const auto& name : option->get_snames()) entry.names.push_back("-" + name);
        entry.description = one_line(option->get_description());
        if (option->get_items_expected_max() > 0) entry.value = value_of(*option, words);
        entry.repeats = option->get_items_expected_max() > 1;
        const auto same = [&](const Option& other) { return other.names == entry.names; };
        if (std::ranges::none_of(command.options, same)) command.options.push_back(std::move(entry));
    }
    for (const CLI::App* group : app.get_subcommands([](const CLI::App* sub) { return sub->get_name().empty(); }))
        add_options(*group, words, command); // an option group is an application without a name
}

void add_arguments(const CLI::App& app, const Words& words, Command& command)
{
    for (const CLI::Option* option : app.get_options())
        if (option->get_positional() && !is_hidden(*option))
            command.arguments.push_back(
                {.value = value_of(*option, words), .repeats = option->get_items_expected_max() > 1});
}

Command command_of(const CLI::App& app, const std::string& parent_path, const Words& words)
{
    Command command;
    command.name = app.get_name();
    command.path = parent_path.empty() ? command.name : parent_path + " " + command.name;
    command.description = one_line(app.get_description());
    add_options(app, words, command);
    for (const CLI::App* level = &app; level->get_fallthrough() && level->get_parent() != nullptr;) {
        level = level->get_parent();
        add_options(*level, words, command);
    }
    const auto is_shown = [](const CLI::App* sub) { return !sub->get_name().empty() && !sub->get_group().empty(); };
    for (const CLI::App* sub : app.get_subcommands(is_shown))
        command.subcommands.push_back(command_of(*sub, command.path, words));
    if (command.subcommands.empty()) add_arguments(app, words, command);
    return command;
}

void collect(const Command& command, std::vector<const Command*>& found)
{
    found.push_back(&command);
    for (const auto& sub : command.subcommands) collect(sub, found);
}

} // namespace

Command command_tree(const CLI::App& app, const Words& words)
{
    return command_of(app, "", words);
}

std::vector<const Command*> all_commands(const Command& root)
{
    std::vector<const Command*> found;
    collect(root, found);
    return found;
}

} // namespace aiws::cli::completion
