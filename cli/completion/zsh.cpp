// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "cli/completion/completion.hpp"
#include "cli/completion/script_text.hpp"

#include <algorithm>
#include <string_view>

namespace aiws::cli::completion {
namespace {

constexpr std::string_view k_head = R"(#compdef @NAME@
# zsh completion for @NAME@. Load it with: source <(@NAME@ completion zsh)
)";

constexpr std::string_view k_tail = R"(
if [[ $funcstack[1] == _@NAME@ ]]; then
    _@NAME@ "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _@NAME@ @NAME@
fi
)";

// A command with subcommands: which one follows decides what completes the rest.
constexpr std::string_view k_parent = R"(
@FUNCTION@() {
    local curcontext=$curcontext context state state_descr line
    local -A opt_args
    local -a commands=(
@COMMANDS@
    )
    integer ret=1
    _arguments -s -S -C \
@OPTIONS@
        ': :{_describe -t commands command commands}' \
        '*::: :->next' && ret=0
    [[ $state == next ]] || return ret
    words=("$line[1]" "${words[@]}")
    (( CURRENT += 1 ))
    case $line[1] in
@CASES@
    esac
    return ret
}
)";

constexpr std::string_view k_leaf = R"(
@FUNCTION@() {
    _arguments -s -S \
@OPTIONS@
        && return 0
    return 1
}
)";

std::string function_name(const Command& command)
{
    std::string name = "_" + command.path;
    std::ranges::replace(name, ' ', '_');
    return name;
}

/// ":NAME:ACTION", the part of a specification that says what a value can be.
std::string value_part(const Value& value)
{
    std::string name = ":" + escaped(value.name, "\\:[]") + ":";
    switch (value.kind) {
    case Value::Kind::free:
        return name + " ";
    case Value::Kind::file:
        return name + "_files";
    case Value::Kind::folder:
        return name + "_files -/";
    case Value::Kind::words:
        return name + "(" + escaped_words(value.words) + ")";
    }
    return name;
}

/// One specification for each of the option's names; using one excludes them all unless the option may be repeated.
std::string option_lines(const Option& option)
{
    const std::string all = option.repeats ? "*" : "(" + base::join(option.names, " ") + ")";
    const std::string description = "[" + escaped(option.description, "\\:[]") + "]";
    std::string out;
    for (const auto& name : option.names) {
        std::string spec = all + name;
        if (option.value) spec += name.starts_with("--") ? "=" : "+";
        spec += description;
        if (option.value) spec += value_part(*option.value);
        out += "        " + quoted(spec) + " \\\n";
    }
    return out;
}

std::string specifications(const Command& command)
{
    std::string out;
    for (const auto& option : command.options) out += option_lines(option);
    for (const auto& [value, repeats] : command.arguments)
        out += "        " + quoted((repeats ? "*" : ":") + value_part(value)) + " \\\n";
    return out;
}

std::string function_of(const Command& command)
{
    std::string script(command.subcommands.empty() ? k_leaf : k_parent);
    std::string commands;
    std::string cases;
    for (const auto& sub : command.subcommands) {
        commands += "        " + quoted(escaped(sub.name, "\\:") + ":" + escaped(sub.description, "\\")) + "\n";
        cases += "        " + quoted(sub.name) + ") " + function_name(sub) + " && ret=0 ;;\n";
    }
    fill(script, "@FUNCTION@", function_name(command));
    fill(script, "@COMMANDS@\n", commands);
    fill(script, "@OPTIONS@\n", specifications(command));
    fill(script, "@CASES@\n", cases);
    return script;
}

} // namespace

std::string zsh(const Command& root)
{
    std::string script(k_head);
    for (const Command* command : all_commands(root)) script += function_of(*command);
    script += k_tail;
    fill(script, "@NAME@", root.name);
    return script;
}

} // namespace aiws::cli::completion
