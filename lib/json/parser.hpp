// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/lexer.hpp"
#include "json/tree.hpp"

namespace aiws::json {

/// Reads one JSON5 value with white space and comments around it. The text must be valid UTF-8 and shorter than 4 GiB.
/// Takes time in proportion to the text; calls nest max_depth deep at most.
std::expected<Tree, Fault> parse_tree(std::string_view text, std::size_t max_depth);

} // namespace aiws::json
