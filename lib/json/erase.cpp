// SPDX-License-Identifier: Apache-2.0
#include "json/edit.hpp"
#include "json/lexer.hpp"
#include "json/lines.hpp"

#include <optional>

namespace aiws::json {
namespace {

class Erasure {
  public:
    Erasure(const Source& source, Tree::Index container, Tree::Index child)
        : m_text(source.text), m_node(source.tree[child]), m_open(source.tree[container].value.begin + 1),
          m_close(source.tree[container].value.end - 1), m_last(source.tree.next(child) == source.tree.end(container))
    {
        for (auto i = source.tree.first(container); i != child; i = source.tree.next(i))
            m_before = source.tree[i].value.end;
        const std::size_t behind = scan_trivia(m_text, m_node.value.end).value();
        m_has_comma = m_text[behind] == ',';
        m_begin = m_node.begin();
        m_end = m_has_comma ? behind + 1 : m_node.value.end;
    }

    Splice splice()
    {
        const auto line_break = break_before(m_text, m_begin);
        const std::size_t rest = skip_line_comments(m_text, m_end);
        if (line_break && ends_line(m_text, rest))
            take(*line_break, rest);
        else if (line_break && rest_is_bracket(rest))
            take_last_line(*line_break, rest);
        else
            take_from_line(line_break.has_value());
        if (m_before && m_last && !m_has_comma) return with_comma_before();
        if (!m_before && m_last && only_space_left()) return change(m_open, m_close, {});
        return change(m_begin, m_end, {});
    }

  private:
    void take(std::size_t begin, std::size_t end)
    {
        m_begin = begin;
        m_end = end;
    }

    [[nodiscard]] bool rest_is_bracket(std::size_t rest) const { return skip_blanks(m_text, rest) == m_close; }

    /// The child starts a line that the closing bracket ends.
    void take_last_line(std::size_t line_break, std::size_t rest)
    {
        const bool break_needed = line_comment_ends(m_text, m_before.value_or(m_open), line_break);
        take(break_needed ? m_begin : line_break, rest);
    }

    /// Others stand on the same line: only the blanks on one side go too.
    void take_from_line(bool starts_line)
    {
        if (!m_has_comma) m_end = skip_line_comments(m_text, m_end);
        const std::size_t left = skip_blanks_back(m_text, m_begin);
        const bool first = starts_line || left == m_open;
        if (first) m_end = skip_blanks(m_text, m_end);
        if (!first || (left == m_open && ends_line(m_text, m_end))) m_begin = left;
    }

    Splice with_comma_before()
    {
        const std::size_t comma = scan_trivia(m_text, *m_before).value();
        const std::string between(m_text.substr(comma + 1, m_begin - comma - 1));
        const auto line_break = break_before(m_text, comma);
        // A comma that began its line leaves no empty line.
        if (between.empty() && line_break && ends_line(m_text, m_end)) return change(*line_break, m_end, {});
        return change(comma, m_end, between);
    }

    [[nodiscard]] bool only_space_left() const
    {
        const std::string rest =
            std::string(m_text.substr(m_open, m_begin - m_open)) + std::string(m_text.substr(m_end, m_close - m_end));
        return scan_trivia(rest, 0).value_or(0) == rest.size() && !last_comment_end(rest, 0);
    }

    [[nodiscard]] Splice change(std::size_t begin, std::size_t end, std::string after) const
    {
        return {.offset = begin, .before = std::string(m_text.substr(begin, end - begin)), .after = std::move(after)};
    }

    std::string_view m_text;
    Node m_node;
    std::size_t m_open;
    std::size_t m_close;
    bool m_last;
    bool m_has_comma = false;
    std::optional<std::size_t> m_before; ///< the end of the child in front
    std::size_t m_begin = 0;             ///< what goes
    std::size_t m_end = 0;
};

} // namespace

Splice erase_child(const Source& source, Tree::Index container, Tree::Index child)
{
    return Erasure(source, container, child).splice();
}

} // namespace aiws::json
