// SPDX-License-Identifier: Apache-2.0
#include "json/unicode.hpp"

#include "json/name_ranges.hpp"

#include <algorithm>
#include <span>

namespace aiws::json {
namespace {

constexpr char32_t k_replacement = 0xFFFD;

bool in_ranges(std::span<const Range> ranges, char32_t point)
{
    const auto range = std::ranges::lower_bound(ranges, point, {}, &Range::last);
    return range != ranges.end() && range->first <= point;
}

bool is_ascii_letter(char32_t point)
{
    return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
}

} // namespace

Character character_at(std::string_view text, std::size_t offset)
{
    if (offset >= text.size()) return {};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {.point = first, .size = 1};
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (text.size() - offset < size) return {.point = k_replacement, .size = 1};
    char32_t point = first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) point = (point << 6U) | (byte(i) & 0x3FU);
    return {.point = point, .size = size};
}

void append_utf8(std::string& out, char32_t point)
{
    if ((point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF) point = k_replacement;
    const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += {static_cast<char>(0xC0U | (point >> 6U)), tail(0)};
    } else if (point < 0x10000) {
        out += {static_cast<char>(0xE0U | (point >> 12U)), tail(6), tail(0)};
    } else {
        out += {static_cast<char>(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0)};
    }
}

bool is_line_end(char32_t point)
{
    return point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029;
}

bool is_space(char32_t point)
{
    if (point < 0x80) return point == ' ' || (point >= '\t' && point <= '\r');
    const bool separator = point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
                           point == 0x202F || point == 0x205F || point == 0x3000;
    return separator || point == 0xFEFF || is_line_end(point);
}

bool is_name_start(char32_t point)
{
    if (point < 0x80) return is_ascii_letter(point) || point == '$' || point == '_';
    return in_ranges(k_letters, point);
}

bool is_name_part(char32_t point)
{
    if (is_name_start(point) || (point >= '0' && point <= '9')) return true;
    const bool joiner = point == 0x200C || point == 0x200D;
    return joiner || (point >= 0x80 && in_ranges(k_marks_and_digits, point));
}

} // namespace aiws::json
