// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace aiws::json {

/// What is wrong with a text, and at which byte.
struct Fault {
    std::size_t offset = 0;
    std::string what;
    std::string fix;
};

/// Each scan starts at an offset of a valid UTF-8 text and returns the offset behind what it read.
using Scan = std::expected<std::size_t, Fault>;

/// White space and comments, if any.
Scan scan_trivia(std::string_view text, std::size_t offset);
/// One comment, which must start here.
Scan scan_comment(std::string_view text, std::size_t offset);
/// A quoted string; the character at the offset is its quote.
Scan scan_string(std::string_view text, std::size_t offset);
/// A number with its sign, Infinity and NaN included.
Scan scan_number(std::string_view text, std::size_t offset);
/// An unquoted name, escapes included.
Scan scan_name(std::string_view text, std::size_t offset);

/// The character at the offset for an error: 'x', U+200B, "the end of the line", "the end of the file".
std::string describe(std::string_view text, std::size_t offset);
/// "expected X but found Y" at the offset.
Fault expected(std::string_view text, std::size_t offset, std::string_view what, std::string fix = {});

} // namespace aiws::json
