// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "cli/completion/completion.hpp"
#include "cli/completion/script_text.hpp"

#include <string_view>

namespace aiws::cli::completion {
namespace {

// @NAME@ stands for the program's name, @SUBCOMMANDS@ and so on for the lines of a `case`.
constexpr std::string_view k_script = R"(# bash completion for @NAME@. Load it with: source <(@NAME@ completion bash)

_@NAME@() {
    local IFS=$' \t\n' line=${COMP_LINE:0:COMP_POINT} command='@NAME@' option='' position=0 lead='' current word
    local -a words=() candidates=()
    COMPREPLY=()
    line=${line//\\ /_}
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    ((${#words[@]} > 1)) || return 0
    current=${words[${#words[@]} - 1]}

    # Which command is it, and what stands before the cursor: an option that wants a value, or so many arguments?
    for word in "${words[@]:1:${#words[@]}-2}"; do
        if [[ -n $option ]]; then
            option=''
            continue
        fi
        case "$command $word" in
@SUBCOMMANDS@
@VALUED@
            *' -'*) ;;
            *) ((position += 1)) ;;
        esac
    done

    if [[ -z $option && $current == --*=* ]]; then
        option=${current%%=*}
        current=${current#*=}
        [[ $COMP_WORDBREAKS == *=* ]] || lead="$option="
    fi
    if [[ -z $option && $current == -* ]]; then
        case "$command" in
@OPTIONS@
        esac
    else
        case "$command ${option:-$position}" in
@VALUES@
        esac
    fi

    # Readline replaces only what follows the last of its word breaks, and ":" is one.
    local kept=''
    [[ $COMP_WORDBREAKS == *:* && $current == *:* ]] && kept=${current%"${current##*:}"}
    for word in "${candidates[@]}"; do
        [[ $word == "$current"* ]] && COMPREPLY+=("$lead${word#"$kept"}")
    done
    return 0
}
complete -F _@NAME@ @NAME@
)";

/// "            PATTERN) action ;;\n", or nothing without patterns.
std::string branch(const std::vector<std::string>& patterns, const std::string& action)
{
    return patterns.empty() ? "" : "            " + base::join(patterns, " | ") + ") " + action + " ;;\n";
}

std::string candidates(const std::vector<std::string>& words)
{
    std::string out = "candidates=(";
    for (const auto& word : words) out += (&word == words.data() ? "" : " ") + quoted(word);
    return out + ")";
}

std::string value_branch(const std::string& pattern, const Value& value)
{
    switch (value.kind) {
    case Value::Kind::free:
        return "";
    case Value::Kind::file:
        return branch({pattern}, "compopt -o default");
    case Value::Kind::folder:
        return branch({pattern}, "compopt -o dirnames");
    case Value::Kind::words:
        return branch({pattern}, candidates(value.words));
    }
    return "";
}

std::string subcommands(const std::vector<const Command*>& commands)
{
    std::vector<std::string> patterns;
    for (const Command* command : commands)
        for (const auto& sub : command->subcommands) patterns.push_back(quoted(sub.path));
    return branch(patterns, "command=\"$command $word\"");
}

std::string valued(const std::vector<const Command*>& commands)
{
    std::vector<std::string> patterns;
    for (const Command* command : commands)
        for (const auto& option : command->options)
            for (const auto& name : option.names)
                if (option.value) patterns.push_back(quoted(command->path + " " + name));
    return branch(patterns, "option=$word");
}

std::string options(const std::vector<const Command*>& commands)
{
    std::string out;
    for (const Command* command : commands) {
        std::vector<std::string> names;
        for (const auto& option : command->options) names.insert(names.end(), option.names.begin(), option.names.end());
        out += branch({quoted(command->path)}, candidates(names));
    }
    return out;
}

std::string values_of(const Command& command)
{
    std::string out;
    for (const auto& option : command.options)
        for (const auto& name : option.names)
            if (option.value) out += value_branch(quoted(command.path + " " + name), *option.value);
    std::vector<std::string> names;
    for (const auto& sub : command.subcommands) names.push_back(sub.name);
    if (!names.empty()) out += branch({quoted(command.path + " 0")}, candidates(names));
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        const auto& [value, repeats] = command.arguments[i];
        const std::string place =
            repeats ? quoted(command.path + " ") + "[0-9]*" : quoted(command.path + " " + std::to_string(i));
        out += value_branch(place, value);
    }
    return out;
}

} // namespace

std::string bash(const Command& root)
{
    const auto commands = all_commands(root);
    std::string values;
    for (const Command* command : commands) values += values_of(*command);
    std::string script(k_script);
    fill(script, "@NAME@", root.name);
    fill(script, "@SUBCOMMANDS@\n", subcommands(commands));
    fill(script, "@VALUED@\n", valued(commands));
    fill(script, "@OPTIONS@\n", options(commands));
    fill(script, "@VALUES@\n", values);
    return script;
}

} // namespace aiws::cli::completion
