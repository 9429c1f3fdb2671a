// SPDX-License-Identifier: Apache-2.0
#include "json/place.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace aiws::json {
namespace {

constexpr std::string_view k_bom = "\xEF\xBB\xBF";
constexpr std::string_view k_hidden = "…";
constexpr std::size_t k_longest_shown = 8;

bool is_continuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::size_t characters(std::string_view text)
{
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, is_continuation));
}

enum class Part : std::uint8_t { space, mark, word, string, comment };

struct Token {
    Part part = Part::mark;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Where the string that starts here ends, if need be at the end of its line.
std::size_t string_end(std::string_view text, std::size_t offset)
{
    const char quote = text[offset];
    for (++offset; offset < text.size(); ++offset) {
        if (text[offset] == quote) return offset + 1;
        if (text[offset] == '\n' || text[offset] == '\r') return offset;
        if (text[offset] == '\\') offset += text.substr(offset, 3) == "\\\r\n" ? 2U : 1U;
    }
    return text.size();
}

std::size_t comment_end(std::string_view text, std::size_t offset)
{
    const bool block = text[offset + 1] == '*';
    const auto end = block ? text.find("*/", offset + 2) : text.find_first_of("\r\n", offset);
    return end == std::string_view::npos ? text.size() : end + (block ? 2 : 0);
}

Part part_at(std::string_view text, std::size_t offset)
{
    const std::string_view rest = text.substr(offset, 2);
    if (rest == "//" || rest == "/*") return Part::comment;
    if (rest[0] == '"' || rest[0] == '\'') return Part::string;
    if (std::string_view(" \t\r\n\v\f").find(rest[0]) != std::string_view::npos) return Part::space;
    return std::string_view("{}[],:").find(rest[0]) != std::string_view::npos ? Part::mark : Part::word;
}

/// The token at the offset, whatever stands there: unlike the lexer this never gives up.
Token token_at(std::string_view text, std::size_t offset)
{
    Token token{.part = part_at(text, offset), .begin = offset, .end = offset + 1};
    if (token.part == Part::string) token.end = string_end(text, offset);
    if (token.part == Part::comment) token.end = comment_end(text, offset);
    if (token.part == Part::word || token.part == Part::space) {
        while (token.end < text.size() && part_at(text, token.end) == token.part) ++token.end;
    }
    return token;
}

/// Collects one line of the text with its long strings, comments and words hidden.
class Line {
  public:
    Line(std::string_view text, std::size_t offset) : m_text(text), m_offset(offset)
    {
        const auto before = offset == 0 ? std::string_view::npos : text.find_last_of("\r\n", offset - 1);
        m_begin = before == std::string_view::npos ? 0 : before + 1;
        if (m_begin == 0 && text.starts_with(k_bom)) m_begin = k_bom.size();
        m_end = std::min(text.find_first_of("\r\n", offset), text.size());
    }

    std::string shown(std::size_t valid_until)
    {
        const std::size_t stop = valid_until < m_end && unpaired_quotes(valid_until) ? valid_until : m_end;
        for (std::size_t at = 0; at < m_end;) {
            if (at >= stop) {
                m_out += k_hidden;
                break;
            }
            const Token token = token_at(m_text, at);
            add(token);
            if (token.part == Part::mark) m_last_mark = m_text[at];
            at = token.end;
        }
        return clipped();
    }

  private:
    void add(const Token& token)
    {
        const std::size_t begin = std::max(token.begin, m_begin);
        const std::size_t end = std::min(token.end, m_end);
        if (begin >= end) return;
        if (begin <= m_offset) m_marker = m_out.size();
        const std::string_view piece = m_text.substr(begin, end - begin);
        const bool open = token.part == Part::space || token.part == Part::mark || is_name(token);
        const bool whole = begin == token.begin && end == token.end;
        const std::size_t around = token.part == Part::word ? 0 : token.part == Part::string ? 1 : 2;
        const bool closed = whole && piece.size() > 2 * around && (token.part != Part::comment || piece[1] == '*');
        const bool hidden = !open && characters(piece) > k_longest_shown + 2 * around;
        if (hidden) m_out.append(piece.substr(0, whole ? around : 0)).append(k_hidden);
        if (hidden && closed) m_out += piece.substr(piece.size() - around);
        if (!hidden) m_out += piece;
    }

    /// A member's name: behind '{' or ',' and before ':'.
    [[nodiscard]] bool is_name(const Token& token) const
    {
        if (m_last_mark != '{' && m_last_mark != ',') return false;
        const auto next = m_text.find_first_not_of(" \t\r\n", token.end);
        return token.part != Part::comment && next != std::string_view::npos && m_text[next] == ':';
    }

    [[nodiscard]] bool unpaired_quotes(std::size_t from) const
    {
        const std::string_view rest = m_text.substr(from, m_end - from);
        return (std::ranges::count(rest, '"') + std::ranges::count(rest, '\'')) % 2 != 0;
    }

    [[nodiscard]] std::string clipped() const
    {
        constexpr std::size_t k_before = 60;
        constexpr std::size_t k_most = 100;
        const std::string_view line = base::trim(m_out);
        if (characters(line) <= k_most) return base::one_line(line);
        std::size_t begin = m_marker > k_before ? m_marker - k_before : 0;
        while (begin < m_out.size() && is_continuation(m_out[begin])) ++begin;
        const std::string rest = base::one_line(std::string_view(m_out).substr(begin), k_most);
        return begin == 0 ? rest : std::string(k_hidden) + rest;
    }

    std::string_view m_text;
    std::size_t m_offset;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_marker = 0; ///< where the offset is in m_out
    char m_last_mark = '{';
    std::string m_out;
};

} // namespace

Position position_of(std::string_view text, std::size_t offset)
{
    const std::string_view before = text.substr(0, offset);
    Position position;
    std::size_t line_begin = before.starts_with(k_bom) ? k_bom.size() : 0;
    for (std::size_t end = before.find_first_of("\r\n"); end != std::string_view::npos;
         end = before.find_first_of("\r\n", line_begin)) {
        const bool pair = before[end] == '\r' && text.substr(end, 2) == "\r\n";
        line_begin = end + (pair ? 2 : 1);
        ++position.line;
    }
    position.column = 1 + characters(before.substr(std::min(line_begin, before.size())));
    return position;
}

std::string shown_line(std::string_view text, std::size_t offset, std::size_t valid_until)
{
    return Line(text, std::min(offset, text.size())).shown(valid_until);
}

} // namespace aiws::json
