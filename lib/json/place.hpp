// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/document.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace aiws::json {

/// Lines end with LF, CRLF or CR, as in editors; the BOM at the start takes no column.
Position position_of(std::string_view text, std::size_t offset);

/// The line around the offset for an error's `why`, without what could be a secret: strings, comments and words
/// longer than 8 characters are shown as "…" (names of members stay), and a long line only near the offset.
/// Behind `valid_until` the text need not be JSON5, and quotes there are not trusted to be paired.
std::string shown_line(std::string_view text, std::size_t offset, std::size_t valid_until);

} // namespace aiws::json
