// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "cli/completion/completion.hpp"
#include "cli/completion/script_text.hpp"

#include <string_view>

namespace aiws::cli::completion {
namespace {

// The function is true when the words before the cursor are in that command and, if asked, so many arguments are there
// (or at least so many, with a third argument).
constexpr std::string_view k_head = R"(# fish completion for @NAME@. Load it with: @NAME@ completion fish | source

function __@NAME@_at
    set -l command @NAME@
    set -l position 0
    set -l value no
    set -l words (commandline -opc)
    for word in $words[2..]
        if test $value = yes
            set value no
            continue
        end
        switch "$command $word"
@SUBCOMMANDS@
@VALUED@
            case '* -*'
            case '*'
                set position (math $position + 1)
        end
    end
    test "$command" = "$argv[1]"; or return 1
    switch (count $argv)
        case 1
            return 0
        case 2
            test $position -eq $argv[2]
        case '*'
            test $position -ge $argv[2]
    end
end

complete -c @NAME@ -e
complete -c @NAME@ -f
)";

/// In single quotes, as fish reads them: 'it\'s'.
std::string fish_quoted(std::string_view text)
{
    return "'" + escaped(text, "\\'") + "'";
}

std::string branch(const std::vector<std::string>& patterns, std::string_view action)
{
    if (patterns.empty()) return "";
    return "            case " + base::join(patterns, " ") + "\n                " + std::string(action) + "\n";
}

std::string subcommand_branch(const std::vector<const Command*>& commands)
{
    std::vector<std::string> patterns;
    for (const Command* command : commands)
        for (const auto& sub : command->subcommands) patterns.push_back(fish_quoted(sub.path));
    return branch(patterns, "set command \"$command $word\"");
}

std::string valued_branch(const std::vector<const Command*>& commands)
{
    std::vector<std::string> patterns;
    for (const Command* command : commands)
        for (const auto& option : command->options)
            for (const auto& name : option.names)
                if (option.value) patterns.push_back(fish_quoted(command->path + " " + name));
    return branch(patterns, "set value yes");
}

/// The switches of `complete` that say what a value can be.
std::string value_switches(const Value& value)
{
    switch (value.kind) {
    case Value::Kind::free:
        return "";
    case Value::Kind::file:
        return " -F";
    case Value::Kind::folder:
        return " -a '(__fish_complete_directories)'";
    case Value::Kind::words:
        return " -a " + fish_quoted(escaped_words(value.words));
    }
    return "";
}

std::string complete(const Command& command, std::string_view place)
{
    std::string out = "complete -c @NAME@ -n \"__@NAME@_at " + fish_quoted(command.path);
    return out.append(place).append("\"");
}

std::string option_line(const Command& command, const Option& option)
{
    std::string out = complete(command, "");
    for (const auto& name : option.names)
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (option.value) out += (option.value->kind == Value::Kind::file ? " -r" : " -x") + value_switches(*option.value);
    return out + " -d " + fish_quoted(option.description) + "\n";
}

std::string lines_of(const Command& command)
{
    std::string out;
    for (const auto& option : command.options) out += option_line(command, option);
    for (const auto& sub : command.subcommands)
        out += complete(command, " 0") + " -a " + fish_quoted(sub.name) + " -d " + fish_quoted(sub.description) + "\n";
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        const auto& [value, repeats] = command.arguments[i];
        if (value.kind == Value::Kind::free) continue;
        out += complete(command, " " + std::to_string(i) + (repeats ? " more" : "")) + value_switches(value) + "\n";
    }
    return out;
}

} // namespace

std::string fish(const Command& root)
{
    const auto commands = all_commands(root);
    std::string script(k_head);
    fill(script, "@SUBCOMMANDS@\n", subcommand_branch(commands));
    fill(script, "@VALUED@\n", valued_branch(commands));
    for (const Command* command : commands) script += lines_of(*command);
    fill(script, "@NAME@", root.name);
    return script;
}

} // namespace aiws::cli::completion
