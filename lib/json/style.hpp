// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/tree.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace aiws::json {

enum class KeyQuotes : std::uint8_t { none, single, twice };

/// How a file is written, so that what is inserted looks like its neighbours.
struct Style {
    std::string newline = "\n";
    std::string unit = "  ";  ///< one level of indentation
    std::string colon = ": "; ///< between a name and its value
    std::string gap = " ";    ///< behind a comma inside a line
    std::string object_pad = " ";
    std::string array_pad;
    KeyQuotes keys = KeyQuotes::twice;
    char quote = '"';
    bool trailing_comma = false; ///< behind the last member where each has its own line
    bool inline_objects = false; ///< short objects stand in one line
    bool inline_arrays = false;
    bool minified = false; ///< everything stands in one line, without spaces

    [[nodiscard]] const std::string& pad(Kind kind) const { return kind == Kind::object ? object_pad : array_pad; }
    [[nodiscard]] bool inlines(Kind kind) const { return kind == Kind::object ? inline_objects : inline_arrays; }
};

/// A line with something inserted is not made longer than this where it could be broken.
constexpr std::size_t k_line_width = 100;

/// What most of the file does; of names, colons and indentation what the members of `container` do counts first.
/// The line end is the one nearest before the end of the container.
Style style_of(std::string_view text, const Tree& tree, Tree::Index container);

} // namespace aiws::json
