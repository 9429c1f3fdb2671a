// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/value.hpp"

#include <string>
#include <string_view>

namespace aiws::json {

// What the bytes of one scanned token mean. The bytes must have passed the lexer.

/// A quoted string or an unquoted name. Half of a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD.
std::string decode_text(std::string_view raw);

/// An integer that fits int64 or uint64 as such (hexadecimal too), any other number as double;
/// null for NaN and for what is too large for a double.
Ordered decode_number(std::string_view raw);

} // namespace aiws::json
