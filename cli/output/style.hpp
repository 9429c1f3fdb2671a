// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/terminal.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace aiws::cli {

/// What a piece of output means; how that looks is decided here alone.
enum class Style : std::uint8_t { plain, good, bad, warn, dim, bold };

/// The text as it is, or between the escape sequences of the style where the terminal shows colour.
std::string paint(std::string_view text, Style style, const Terminal& terminal);

} // namespace aiws::cli
