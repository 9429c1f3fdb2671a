// SPDX-License-Identifier: Apache-2.0
#include "cli/output/fit.hpp"

#include "base/text.hpp"

namespace aiws::cli {
namespace {

/// Bytes of the first character with the marks that stand on it.
std::size_t first_character(std::string_view text)
{
    const auto next_start = [&](std::size_t at) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
        return at;
    };
    std::size_t end = next_start(0);
    while (end < text.size()) {
        const std::size_t after = next_start(end);
        if (base::display_width(text.substr(end, after - end)) > 0) break;
        end = after;
    }
    return end;
}

} // namespace

std::string fit(std::string_view text, std::size_t columns)
{
    if (base::display_width(text) <= columns) return std::string(text);
    if (columns == 0) return "";
    std::size_t used = 1; // the ellipsis
    std::size_t end = 0;
    for (;;) {
        const std::size_t size = first_character(text.substr(end));
        used += base::display_width(text.substr(end, size));
        if (used > columns) return std::string(text.substr(0, end)) + "…";
        end += size;
    }
}

std::string pad_right(std::string_view text, std::size_t columns)
{
    const std::size_t width = base::display_width(text);
    return std::string(text) + std::string(columns > width ? columns - width : 0, ' ');
}

} // namespace aiws::cli
