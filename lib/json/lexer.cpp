// SPDX-License-Identifier: Apache-2.0
#include "json/lexer.hpp"

#include "json/unicode.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace aiws::json {
namespace {

using Unexpected = std::unexpected<Fault>;

bool is_digit(char32_t point)
{
    return point >= '0' && point <= '9';
}

bool is_hex(char32_t point)
{
    return point < 0x80 && std::isxdigit(static_cast<int>(point)) != 0;
}

char32_t point_at(std::string_view text, std::size_t offset)
{
    return character_at(text, offset).point;
}

std::size_t skip_digits(std::string_view text, std::size_t offset)
{
    while (is_digit(point_at(text, offset))) ++offset;
    return offset;
}

/// Exactly `count` hex digits.
Scan scan_hex(std::string_view text, std::size_t offset, std::size_t count)
{
    for (const std::size_t end = offset + count; offset < end; ++offset) {
        if (!is_hex(point_at(text, offset))) return Unexpected(expected(text, offset, "a hexadecimal digit"));
    }
    return offset;
}

/// What follows a backslash inside a string.
Scan scan_escape(std::string_view text, std::size_t offset)
{
    const Character next = character_at(text, offset);
    const std::size_t end = offset + next.size;
    if (next.point == 'x') return scan_hex(text, end, 2);
    if (next.point == 'u') return scan_hex(text, end, 4);
    if (next.point == '\r' && point_at(text, end) == '\n') return end + 1;
    const bool octal = is_digit(next.point) && (next.point != '0' || is_digit(point_at(text, end)));
    if (octal) return Unexpected(expected(text, offset, "an escape that JSON5 knows", "write \\xHH or \\uHHHH"));
    return end;
}

Scan scan_exponent(std::string_view text, std::size_t offset)
{
    if ((point_at(text, offset) | 0x20U) != 'e') return offset;
    ++offset;
    if (point_at(text, offset) == '+' || point_at(text, offset) == '-') ++offset;
    if (!is_digit(point_at(text, offset))) return Unexpected(expected(text, offset, "a digit"));
    return skip_digits(text, offset);
}

Scan scan_decimal(std::string_view text, std::size_t offset)
{
    const std::size_t whole = skip_digits(text, offset);
    if (whole > offset + 1 && text[offset] == '0') {
        return Unexpected(
            Fault{offset, "a number starts with 0", "remove the leading zeros, or put the text in quotes"});
    }
    std::size_t end = whole;
    if (point_at(text, whole) == '.') end = skip_digits(text, whole + 1);
    const bool no_digits = end == offset || (whole == offset && end == offset + 1);
    if (no_digits) return Unexpected(expected(text, end, "a digit"));
    return scan_exponent(text, end);
}

/// A character of a name: itself or as \uHHHH. Size 0 when there is none.
std::expected<Character, Fault> name_character(std::string_view text, std::size_t offset)
{
    const Character next = character_at(text, offset);
    if (next.point != '\\') return next;
    if (point_at(text, offset + 1) != 'u') return Unexpected(expected(text, offset + 1, "\\uHHHH"));
    const Scan end = scan_hex(text, offset + 2, 4);
    if (!end) return Unexpected(end.error());
    const std::string digits(text.substr(offset + 2, 4));
    return Character{.point = static_cast<char32_t>(std::stoul(digits, nullptr, 16)), .size = 6};
}

} // namespace

Scan scan_comment(std::string_view text, std::size_t offset)
{
    const std::size_t start = offset;
    offset += 2;
    if (text.substr(start, 2) == "/*") {
        const auto end = text.find("*/", offset);
        if (end == std::string_view::npos)
            return Unexpected(Fault{start, "a comment is not closed", "close it with */"});
        return end + 2;
    }
    if (text.substr(start, 2) != "//") return Unexpected(expected(text, start + 1, "'/' or '*' of a comment"));
    while (offset < text.size()) {
        const Character next = character_at(text, offset);
        if (is_line_end(next.point)) break;
        offset += next.size;
    }
    return offset;
}

Scan scan_trivia(std::string_view text, std::size_t offset)
{
    for (;;) {
        const Character next = character_at(text, offset);
        if (next.size != 0 && is_space(next.point)) {
            offset += next.size;
        } else if (next.point == '/') {
            const Scan end = scan_comment(text, offset);
            if (!end) return end;
            offset = *end;
        } else {
            return offset;
        }
    }
}

Scan scan_string(std::string_view text, std::size_t offset)
{
    const char quote = text[offset];
    const char stops[] = {quote, '\\', '\n', '\r', '\0'};
    const std::string_view stop(stops, 4);
    for (++offset;;) {
        offset = std::min(text.find_first_of(stop, offset), text.size());
        if (offset == text.size() || text[offset] == '\n' || text[offset] == '\r') break;
        if (text[offset] == quote) return offset + 1;
        const Scan end = offset + 1 < text.size() ? scan_escape(text, offset + 1) : Scan(offset + 1);
        if (!end) return end;
        offset = *end;
    }
    return Unexpected(expected(text, offset, fmt::format("{} at the end of a string", quote),
                               "close the string, or write \\n for a new line in it"));
}

Scan scan_number(std::string_view text, std::size_t offset)
{
    if (text[offset] == '+' || text[offset] == '-') ++offset;
    for (const std::string_view word : {"Infinity", "NaN"}) {
        if (text.substr(offset).starts_with(word)) return offset + word.size();
    }
    if (text.substr(offset, 2) != "0x" && text.substr(offset, 2) != "0X") return scan_decimal(text, offset);
    const Scan first = scan_hex(text, offset + 2, 1);
    if (!first) return first;
    offset = *first;
    while (is_hex(point_at(text, offset))) ++offset;
    return offset;
}

Scan scan_name(std::string_view text, std::size_t offset)
{
    for (const std::size_t start = offset;;) {
        const auto next = name_character(text, offset);
        if (!next) return Unexpected(next.error());
        const bool belongs = offset == start ? is_name_start(next->point) : is_name_part(next->point);
        const bool escaped = offset < text.size() && text[offset] == '\\';
        if (!belongs && (escaped || offset == start))
            return Unexpected(expected(text, offset, "a name", "put the name in quotes"));
        if (!belongs) return offset;
        offset += next->size;
    }
}

std::string describe(std::string_view text, std::size_t offset)
{
    const Character next = character_at(text, offset);
    if (next.size == 0) return "the end of the text";
    if (next.point == '\n' || next.point == '\r') return "the end of the line";
    const bool invisible = next.point < 0x20 || (next.point >= 0x7F && next.point < 0xA0) || next.point == 0xAD ||
                           (is_space(next.point) && next.point != ' ') ||
                           (next.point >= 0x200B && next.point <= 0x200F);
    if (invisible) return fmt::format("U+{:04X}", static_cast<unsigned>(next.point));
    return fmt::format("'{}'", text.substr(offset, next.size));
}

Fault expected(std::string_view text, std::size_t offset, std::string_view what, std::string fix)
{
    return {.offset = std::min(offset, text.size()),
            .what = fmt::format("expected {} but found {}", what, describe(text, offset)),
            .fix = std::move(fix)};
}

} // namespace aiws::json
