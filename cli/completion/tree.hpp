// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace aiws::cli::completion {

/// The words that can stand where an option or argument has such a type name: {"CHANNEL": ["nvidia", …], "ALIAS": […]}.
/// A type name "CHANNEL|ALIAS" takes both.
using Words = std::map<std::string, std::vector<std::string>>;

/// What a value can be.
struct Value {
    enum class Kind : std::uint8_t { free, file, folder, words };
    Kind kind = Kind::free;
    std::vector<std::string> words;
    std::string name; ///< how the help calls it: "FILE"
};

struct Option {
    std::vector<std::string> names; ///< "--token-file", "-q"
    std::string description;        ///< one line
    std::optional<Value> value;     ///< none: a flag
    bool repeats = false;           ///< makes sense more than once
};

struct Argument {
    Value value;
    bool repeats = false; ///< stands for all further arguments too
};

/// What shells need to know of a command: all that is not hidden (its group is not "").
struct Command {
    std::string path; ///< "aiws openclaw print"
    std::string name;
    std::string description;     ///< one line
    std::vector<Option> options; ///< with those of the commands above, where the command hands them up (fallthrough)
    std::vector<Argument> arguments; ///< none where there are subcommands: those are what is meant there
    std::vector<Command> subcommands;
};

/// The tree under the program. Values are read from type names: FILE, PATH and DIR mean files and folders, a
/// CLI::IsMember its set, everything in `words` those words.
Command command_tree(const CLI::App& app, const Words& words);

/// The command and everything under it, parents first.
std::vector<const Command*> all_commands(const Command& root);

} // namespace aiws::cli::completion
