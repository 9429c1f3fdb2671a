// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/completion/tree.hpp"

namespace aiws::test {

/// A small command tree with one of everything: nested commands, flags, values of each kind, repeated arguments, what
/// is hidden, and words and descriptions with characters that shells take for their own.
cli::completion::Command sample_tree();

} // namespace aiws::test
