// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace aiws::json {

// Where lines begin and end around a byte of a JSON5 text. Blanks are white space that ends no line.

/// True when a line ends inside the bytes, by LF, CR, U+2028 or U+2029 (each of which ends a // comment).
bool has_line_break(std::string_view bytes);

std::size_t skip_blanks(std::string_view text, std::size_t offset);
std::size_t skip_blanks_back(std::string_view text, std::size_t offset);

/// The line break (where its CR or LF stands) that has only blanks between it and the offset.
std::optional<std::size_t> break_before(std::string_view text, std::size_t offset);
/// True when only blanks stand between the offset and the end of its line.
bool ends_line(std::string_view text, std::size_t offset);
/// The blanks at the start of the line in which the offset is.
std::string_view indent_of(std::string_view text, std::size_t offset);
/// Behind the comments that begin at the offset's line, and behind the blanks after them if the line ends there.
std::size_t skip_line_comments(std::string_view text, std::size_t offset);
/// Behind the last comment of the white space and comments that begin at the offset; nullopt when there is none.
std::optional<std::size_t> last_comment_end(std::string_view text, std::size_t offset);
/// True when a // comment between two values, the first of which ends at `begin`, ends at `end`.
bool line_comment_ends(std::string_view text, std::size_t begin, std::size_t end);
/// How long the line around [begin, end) is without these bytes.
std::size_t line_length_without(std::string_view text, std::size_t begin, std::size_t end);

} // namespace aiws::json
