// SPDX-License-Identifier: Apache-2.0
#include "cli/output/style.hpp"

namespace aiws::cli {
namespace {

// The eight basic colours: the user's theme has made them readable.
std::string_view parameters(Style style)
{
    switch (style) {
    case Style::plain:
        return "";
    case Style::good:
        return "32";
    case Style::bad:
        return "31";
    case Style::warn:
        return "33";
    case Style::dim:
        return "2";
    case Style::bold:
        return "1";
    }
    return "";
}

} // namespace

std::string paint(std::string_view text, Style style, const Terminal& terminal)
{
    const std::string_view code = parameters(style);
    if (!terminal.colour || code.empty() || text.empty()) return std::string(text);
    return std::string("\x1b[").append(code).append("m").append(text).append("\x1b[0m");
}

} // namespace aiws::cli
