// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/document.hpp"
#include "json/lexer.hpp"
#include "json/tree.hpp"

namespace aiws::json {

/// A text that is known to be JSON5, and where its values stand. Copies of a document share it.
struct Document::State {
    std::string text;
    std::string name;
    Limits limits;
    Tree tree;
};

/// Reads the text under the limits; what is wrong comes as Failure::config with its place in `name`.
base::Result<Tree> read_tree(std::string_view text, std::string_view name, const Limits& limits);

/// The fault with its place and line; behind `valid_until` the text need not be JSON5.
base::Error error_in(std::string_view name, std::string_view text, Fault fault, std::size_t valid_until);

} // namespace aiws::json
