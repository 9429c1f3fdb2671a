// SPDX-License-Identifier: Apache-2.0
#include "json/lines.hpp"

#include "json/lexer.hpp"
#include "json/unicode.hpp"

#include <algorithm>

namespace aiws::json {
namespace {

constexpr std::string_view k_bom = "\xEF\xBB\xBF";

bool is_blank(Character character)
{
    return character.size != 0 && is_space(character.point) && !is_line_end(character.point);
}

/// The character that ends at the offset.
Character character_before(std::string_view text, std::size_t offset)
{
    std::size_t begin = offset;
    do {
        if (begin == 0) return {};
        --begin;
    } while ((static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U);
    return character_at(text, begin);
}

std::size_t line_begin(std::string_view text, std::size_t offset)
{
    const auto before = offset == 0 ? std::string_view::npos : text.find_last_of("\r\n", offset - 1);
    if (before != std::string_view::npos) return before + 1;
    return text.starts_with(k_bom) ? k_bom.size() : 0;
}

bool starts_comment(std::string_view text, std::size_t offset)
{
    return offset < text.size() && text[offset] == '/';
}

} // namespace

bool has_line_break(std::string_view bytes)
{
    return bytes.find_first_of("\r\n") != std::string_view::npos || bytes.find("\u2028") != std::string_view::npos ||
           bytes.find("\u2029") != std::string_view::npos;
}

std::size_t skip_blanks(std::string_view text, std::size_t offset)
{
    for (Character next = character_at(text, offset); is_blank(next); next = character_at(text, offset))
        offset += next.size;
    return offset;
}

std::size_t skip_blanks_back(std::string_view text, std::size_t offset)
{
    for (Character last = character_before(text, offset); is_blank(last); last = character_before(text, offset))
        offset -= last.size;
    return offset;
}

std::optional<std::size_t> break_before(std::string_view text, std::size_t offset)
{
    offset = skip_blanks_back(text, offset);
    if (offset == 0 || (text[offset - 1] != '\n' && text[offset - 1] != '\r')) return std::nullopt;
    const bool pair = offset >= 2 && text.substr(offset - 2, 2) == "\r\n";
    return offset - (pair ? 2 : 1);
}

bool ends_line(std::string_view text, std::size_t offset)
{
    const Character next = character_at(text, skip_blanks(text, offset));
    return next.size == 0 || is_line_end(next.point);
}

std::string_view indent_of(std::string_view text, std::size_t offset)
{
    const std::size_t begin = line_begin(text, offset);
    return text.substr(begin, skip_blanks(text, begin) - begin);
}

std::size_t skip_line_comments(std::string_view text, std::size_t offset)
{
    for (std::size_t next = skip_blanks(text, offset); starts_comment(text, next); next = skip_blanks(text, offset))
        offset = scan_comment(text, next).value();
    return ends_line(text, offset) ? skip_blanks(text, offset) : offset;
}

std::optional<std::size_t> last_comment_end(std::string_view text, std::size_t offset)
{
    std::optional<std::size_t> end;
    for (;;) {
        const Character next = character_at(text, offset);
        if (starts_comment(text, offset)) {
            offset = scan_comment(text, offset).value();
            end = offset;
        } else if (next.size != 0 && is_space(next.point)) {
            offset += next.size;
        } else {
            return end;
        }
    }
}

bool line_comment_ends(std::string_view text, std::size_t begin, std::size_t end)
{
    bool line_comment = false;
    while (begin < end) {
        line_comment = text.substr(begin, 2) == "//";
        begin = starts_comment(text, begin) ? scan_comment(text, begin).value() : begin + 1;
    }
    return line_comment && begin == end;
}

std::size_t line_length_without(std::string_view text, std::size_t begin, std::size_t end)
{
    const std::size_t line_end = std::min(text.find_first_of("\r\n", end), text.size());
    return begin - line_begin(text, begin) + line_end - end;
}

} // namespace aiws::json
