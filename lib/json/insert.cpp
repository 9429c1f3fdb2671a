// SPDX-License-Identifier: Apache-2.0
#include "json/edit.hpp"
#include "json/lexer.hpp"
#include "json/lines.hpp"
#include "json/style.hpp"
#include "json/writer.hpp"

#include <algorithm>

namespace aiws::json {
namespace {

/// The container that directly holds the node; none holds the root.
std::optional<Tree::Index> parent_of(const Tree& tree, Tree::Index node)
{
    std::optional<Tree::Index> parent;
    for (Tree::Index i = 0; i < node;) {
        const bool inside = node < tree[i].after;
        if (inside) parent = i;
        i = inside ? tree.first(i) : tree.next(i);
    }
    return parent;
}

bool stands_in_line(const Source& source, Tree::Index node)
{
    return !has_line_break(source.tree[node].value.of(source.text));
}

class Insertion {
  public:
    Insertion(const Source& source, Tree::Index container, const std::string* name, const Ordered& value)
        : m_text(source.text), m_tree(source.tree), m_container(container), m_value(value),
          m_style(style_of(source.text, source.tree, container)), m_open(source.tree[container].value.begin + 1),
          m_close(source.tree[container].value.end - 1)
    {
        if (name != nullptr) m_name = write_name(*name, m_style) + m_style.colon;
        const auto parent = parent_of(source.tree, container);
        m_held_in_line = m_style.minified || (parent && stands_in_line(source, *parent));
        for (auto i = m_tree.first(container); i != m_tree.end(container); i = m_tree.next(i)) m_last = i;
    }

    Splice splice()
    {
        if (!m_last) return into_empty();
        const std::size_t end = m_tree[*m_last].value.end;
        m_comma = scan_trivia(m_text, end).value();
        m_has_comma = m_text[m_comma] == ',';
        const bool own_lines =
            break_before(m_text, m_tree[*m_last].begin()) || has_line_break(m_text.substr(end, m_close - end));
        return own_lines ? below_last() : beside_last();
    }

  private:
    /// { a: 1 } or [1, 2]
    Splice beside_last()
    {
        const std::size_t end = m_tree[*m_last].value.end;
        const std::size_t from = m_has_comma ? m_comma + 1 : end;
        const std::size_t at = last_comment_end(m_text, from).value_or(from);
        const auto line = in_line(at, at);
        if (!line) return break_line(from);
        if (m_has_comma) return change(at, at, m_style.gap + *line + ',');
        return change(at, at, ',' + m_style.gap + *line);
    }

    /// What is too long to stand beside the last one gets lines of its own.
    Splice break_line(std::size_t from)
    {
        const std::size_t end = last_comment_end(m_text, from).value_or(from);
        const std::string indent(indent_of(m_text, m_open - 1));
        std::string after = m_has_comma ? "" : ",";
        after += m_text.substr(from, end - from);
        after += m_style.newline + broken(indent + m_style.unit) + (m_has_comma ? "," : "");
        return change(from, m_close, after + m_style.newline + indent);
    }

    Splice below_last()
    {
        const std::size_t from = m_has_comma ? m_comma + 1 : m_tree[*m_last].value.end;
        const std::size_t at = skip_line_comments(m_text, from);
        const std::string line = m_style.newline + broken(sibling_indent());
        if (m_has_comma) return change(at, at, line + ',');
        return change(from, at, ',' + std::string(m_text.substr(from, at - from)) + line);
    }

    [[nodiscard]] std::string sibling_indent() const
    {
        std::optional<std::size_t> at;
        for (auto i = m_tree.first(m_container); i != m_tree.end(m_container); i = m_tree.next(i)) {
            if (break_before(m_text, m_tree[i].begin())) at = m_tree[i].begin();
        }
        if (at) return std::string(indent_of(m_text, *at));
        return std::string(indent_of(m_text, m_open - 1)) + m_style.unit;
    }

    Splice into_empty()
    {
        const auto comment = last_comment_end(m_text, m_open);
        const bool has_break = has_line_break(m_text.substr(m_open, m_close - m_open));
        const bool wanted = m_held_in_line || m_style.inlines(m_tree[m_container].kind);
        const auto line = wanted && !has_break ? in_line(m_open, m_close) : std::nullopt;
        if (comment) return line ? beside_comment(*comment, *line) : below_comment(*comment);
        if (line) {
            const std::string& pad = m_style.pad(m_tree[m_container].kind);
            return change(m_open, m_close, pad + *line + pad);
        }
        const std::string indent(indent_of(m_text, m_open - 1));
        std::string after = m_style.newline + broken(indent + m_style.unit);
        if (m_style.trailing_comma) after += ',';
        return change(m_open, m_close, after + m_style.newline + indent);
    }

    Splice beside_comment(std::size_t comment, const std::string& line)
    {
        const std::string_view blanks = m_text.substr(comment, m_close - comment);
        if (blanks.empty()) return change(m_close, m_close, ' ' + line);
        return change(m_close, m_close, line + std::string(blanks));
    }

    Splice below_comment(std::size_t comment)
    {
        std::string indent = std::string(indent_of(m_text, m_open - 1)) + m_style.unit;
        const std::size_t first = m_text.find('/', m_open);
        if (break_before(m_text, first)) indent = indent_of(m_text, first);
        const std::size_t at = skip_line_comments(m_text, comment);
        return change(at, at, m_style.newline + broken(indent) + (m_style.trailing_comma ? "," : ""));
    }

    /// The whole member, where it fits into the line around [begin, end).
    [[nodiscard]] std::optional<std::string> in_line(std::size_t begin, std::size_t end) const
    {
        std::size_t limit = std::string::npos;
        const bool breakable = m_value.is_structured() && !m_value.empty();
        if (breakable && !m_style.minified) {
            constexpr std::size_t k_comma_and_pads = 2;
            const std::size_t used = line_length_without(m_text, begin, end) + m_name.size() + k_comma_and_pads;
            limit = k_line_width - std::min(used, k_line_width);
        }
        const auto value = write_in_line(m_value, m_style, limit);
        return value ? std::optional(m_name + *value) : std::nullopt;
    }

    /// The whole member for a line of its own with the indentation.
    [[nodiscard]] std::string broken(const std::string& indent) const
    {
        return indent + m_name + write(m_value, m_style, {.indent = indent, .column = indent.size() + m_name.size()});
    }

    [[nodiscard]] Splice change(std::size_t begin, std::size_t end, std::string after) const
    {
        return {.offset = begin, .before = std::string(m_text.substr(begin, end - begin)), .after = std::move(after)};
    }

    std::string_view m_text;
    const Tree& m_tree;
    Tree::Index m_container;
    const Ordered& m_value;
    Style m_style;
    std::size_t m_open;  ///< behind the bracket
    std::size_t m_close; ///< at the bracket
    bool m_held_in_line = false;
    std::string m_name; ///< with its colon
    std::optional<Tree::Index> m_last;
    std::size_t m_comma = 0; ///< behind the last child: its comma or the closing bracket
    bool m_has_comma = false;
};

} // namespace

Splice insert_child(const Source& source, Tree::Index container, const std::string* name, const Ordered& value)
{
    return Insertion(source, container, name, value).splice();
}

Splice replace_value(const Source& source, Tree::Index node, const Ordered& value)
{
    const Node& old = source.tree[node];
    const auto parent = parent_of(source.tree, node);
    const Style style = style_of(source.text, source.tree, parent.value_or(node));
    const bool filled = old.is_container() && source.tree.first(node) != source.tree.end(node);
    const bool in_line = stands_in_line(source, node) && (filled || (parent && stands_in_line(source, *parent)));
    const std::size_t around = line_length_without(source.text, old.value.begin, old.value.end);
    std::optional<std::string> after;
    if (in_line) after = write_in_line(value, style, k_line_width - std::min(around, k_line_width));
    if (!after) {
        const std::string_view indent = indent_of(source.text, old.begin());
        const bool broken = filled && !stands_in_line(source, node);
        after = write(
            value, style,
            {.indent = std::string(indent), .column = around, .layout = broken ? Layout::broken : Layout::by_style});
    }
    return {.offset = old.value.begin, .before = std::string(old.value.of(source.text)), .after = *std::move(after)};
}

} // namespace aiws::json
