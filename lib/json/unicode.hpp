// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aiws::json {

/// A character of a text and how many bytes it takes; size 0 at the end.
struct Character {
    char32_t point = 0;
    std::size_t size = 0;
};

/// The character at the offset. The text must be valid UTF-8, which Document makes sure of before anything else.
Character character_at(std::string_view text, std::size_t offset);

/// Appends the code point as UTF-8; a surrogate (which UTF-8 cannot hold) becomes U+FFFD.
void append_utf8(std::string& out, char32_t point);

/// LF, CR, U+2028, U+2029.
bool is_line_end(char32_t point);
/// JSON5's white space: line ends, and all that ECMAScript 5.1 calls WhiteSpace (7.2), BOM included.
bool is_space(char32_t point);

/// ECMAScript 5.1, 7.6, without the escape: what may start an unquoted key, and what may follow.
bool is_name_start(char32_t point);
bool is_name_part(char32_t point);

} // namespace aiws::json
