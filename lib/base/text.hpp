// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::base {

/// Without the white space (ASCII) at both ends.
std::string_view trim(std::string_view text);

std::vector<std::string> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);
std::string lower(std::string_view text);

/// "1 row", "2 rows"; the plural is the noun with an s unless given.
std::string counted(std::size_t count, std::string_view noun, std::string_view plural = {});

/// The candidate nearest to `word` by edit distance, or "" when none is near enough to be meant.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// ` (did you mean "X"?)`, or "" when nothing is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

/// Text from outside (a provider's words, a file's line) made safe for one terminal line: control
/// characters and those that reorder text become spaces, invalid UTF-8 becomes U+FFFD, and at most `max_chars`
/// characters stay.
std::string one_line(std::string_view text, std::size_t max_chars = 200);

/// True when the bytes are valid UTF-8.
bool is_utf8(std::string_view bytes);

/// How many terminal columns the UTF-8 text takes (one for each code point, none for combining marks,
/// two for East Asian wide ones).
std::size_t display_width(std::string_view text);

} // namespace aiws::base
