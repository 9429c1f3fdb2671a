// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/tree.hpp"

#include <string>
#include <string_view>

namespace aiws::json {

/// A parsed text.
struct Source {
    std::string_view text;
    const Tree& tree;
};

// Each computes the one change of bytes that makes the edit; what is inserted looks like its neighbours (style.hpp).

/// Another value in the place of the node's, laid out like the old one where that fits.
Splice replace_value(const Source& source, Tree::Index node, const Ordered& value);

/// A member (with a name) or an element behind the last one of the container, or as its first. Where the members have
/// their own lines it stands on the line below the last one, in front of comments that follow on lines of their own.
Splice insert_child(const Source& source, Tree::Index container, const std::string* name, const Ordered& value);

/// The child goes with its comma. With it go the comments between it and its comma or bracket, and if it has its line
/// to itself the rest of that line. Comments on lines of their own stay, also those above it.
Splice erase_child(const Source& source, Tree::Index container, Tree::Index child);

} // namespace aiws::json
