// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/completion/tree.hpp"

#include <string>

namespace aiws::cli::completion {

// Scripts that teach a shell the whole command tree: subcommands, options, and the values that command_tree() knows.
// They run nothing of ours while completing.

/// For `source <(aiws completion bash)`; bash 4 or newer, with or without the bash-completion package.
std::string bash(const Command& root);

/// For `source <(aiws completion zsh)`, or as a file `_aiws` in a folder of $fpath.
std::string zsh(const Command& root);

/// For `aiws completion fish | source`, or as ~/.config/fish/completions/aiws.fish.
std::string fish(const Command& root);

} // namespace aiws::cli::completion
