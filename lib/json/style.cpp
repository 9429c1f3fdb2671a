// SPDX-License-Identifier: Apache-2.0
#include "json/style.hpp"

#include "json/lexer.hpp"
#include "json/lines.hpp"
#include "json/unicode.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace aiws::json {
namespace {

/// Which of several spellings is most used; the first one seen wins a draw.
template <class T>
class Ballot {
  public:
    void vote(T choice, std::size_t weight = 1)
    {
        const auto at = m_votes.try_emplace(std::move(choice), Votes{.count = 0, .order = m_votes.size()}).first;
        at->second.count += weight;
    }

    [[nodiscard]] T winner(const T& otherwise) const
    {
        const auto less = [](const auto& a, const auto& b) {
            return a.second.count != b.second.count ? a.second.count < b.second.count : a.second.order > b.second.order;
        };
        const auto best = std::ranges::max_element(m_votes, less);
        return best == m_votes.end() ? std::move(otherwise) : best->first;
    }

  private:
    struct Votes {
        std::size_t count = 0;
        std::size_t order = 0;
    };
    std::map<T, Votes> m_votes;
};

/// A name that could stand without quotes; only such a one tells a habit by having them.
bool could_be_bare(std::string_view name)
{
    const auto bare = [](unsigned char c) { return c < 0x80 && is_name_part(c); };
    return !name.empty() && is_name_start(static_cast<unsigned char>(name[0])) && std::ranges::all_of(name, bare);
}

class Survey {
  public:
    Survey(std::string_view text, const Tree& tree, Tree::Index near) : m_text(text), m_tree(tree), m_near(near) {}

    Style style()
    {
        for (Tree::Index i = 0; i < m_tree.size(); ++i) {
            if (m_tree[i].is_container() && m_tree.first(i) != m_tree.end(i)) look_at(i);
            if (m_tree[i].kind == Kind::string) m_quotes.vote(m_text[m_tree[i].value.begin]);
        }
        Style style;
        style.newline = newline();
        style.unit = m_units.winner(style.unit);
        style.colon = m_colons.winner(style.colon);
        style.gap = m_gaps.winner(style.gap);
        style.object_pad = m_object_pads.winner(style.object_pad);
        style.array_pad = m_array_pads.winner(style.array_pad);
        style.keys = m_keys.winner(style.keys);
        style.quote = m_quotes.winner(style.keys == KeyQuotes::single ? '\'' : '"');
        style.trailing_comma = m_trailing.winner(false);
        style.inline_objects = m_inline_objects.winner(false);
        style.inline_arrays = m_inline_arrays.winner(false);
        const bool one_line = m_tree.size() > 1 && !has_line_break(m_tree[0].value.of(m_text));
        style.minified = one_line && m_gaps.winner("") != " " && m_colons.winner(":") == ":";
        if (style.minified) {
            style.gap.clear();
            style.object_pad.clear();
        }
        return style;
    }

  private:
    void look_at(Tree::Index parent)
    {
        // What the neighbours do outweighs the rest of the file.
        const std::size_t weight = parent == m_near ? m_tree.size() : 1;
        Tree::Index last = parent;
        bool leaf = true;
        for (auto i = m_tree.first(parent); i != m_tree.end(parent); i = m_tree.next(i)) {
            if (!m_tree[i].key.empty()) look_at_name(m_tree[i], weight);
            leaf = leaf && !m_tree[i].is_container();
            last = i;
        }
        const Span span = m_tree[parent].value;
        if (m_next_break < span.begin) m_next_break = std::min(m_text.find_first_of("\r\n", span.begin), m_text.size());
        const bool one_line = m_next_break >= span.end;
        auto& inlined = m_tree[parent].kind == Kind::object ? m_inline_objects : m_inline_arrays;
        if (one_line || leaf) inlined.vote(one_line);
        if (one_line)
            look_at_gaps(parent);
        else
            look_at_lines(parent, last, weight);
    }

    void look_at_name(const Node& node, std::size_t weight)
    {
        const std::string_view name = node.key.of(m_text);
        const bool quoted = name[0] == '"' || name[0] == '\'';
        if (!quoted)
            m_keys.vote(KeyQuotes::none, weight);
        else if (could_be_bare(name.substr(1, name.size() - 2)))
            m_keys.vote(name[0] == '"' ? KeyQuotes::twice : KeyQuotes::single, weight);
        const std::string_view colon = m_text.substr(node.key.end, node.value.begin - node.key.end);
        if (colon.size() <= 4 && colon.find_first_not_of(" :") == std::string_view::npos)
            m_colons.vote(std::string(colon), weight);
    }

    void look_at_gaps(Tree::Index parent)
    {
        const auto first = m_tree.first(parent);
        const auto blanks = [this](std::size_t begin, std::size_t end) -> std::optional<std::string> {
            const bool plain = end - begin <= 1 && skip_blanks(m_text, begin) >= end;
            return plain ? std::optional(std::string(m_text.substr(begin, end - begin))) : std::nullopt;
        };
        auto& pads = m_tree[parent].kind == Kind::object ? m_object_pads : m_array_pads;
        if (auto pad = blanks(m_tree[parent].value.begin + 1, m_tree[first].begin())) pads.vote(*std::move(pad));
        const auto second = m_tree.next(first);
        const std::size_t comma = m_tree[first].value.end;
        if (second == m_tree.end(parent) || m_text[comma] != ',') return;
        if (auto gap = blanks(comma + 1, m_tree[second].begin())) m_gaps.vote(*std::move(gap));
    }

    void look_at_lines(Tree::Index parent, Tree::Index last, std::size_t weight)
    {
        const std::size_t behind = scan_trivia(m_text, m_tree[last].value.end).value();
        if (has_line_break(m_text.substr(m_tree[last].value.end, m_tree[parent].value.end - m_tree[last].value.end)))
            m_trailing.vote(m_text[behind] == ',');
        const auto first = m_tree[m_tree.first(parent)].begin();
        if (!break_before(m_text, first)) return;
        const std::string_view outer = indent_of(m_text, m_tree[parent].value.begin);
        const std::string_view inner = indent_of(m_text, first);
        constexpr std::size_t k_most = 16;
        if (inner.starts_with(outer) && inner.size() > outer.size() && inner.size() <= outer.size() + k_most)
            m_units.vote(std::string(inner.substr(outer.size())), weight);
    }

    [[nodiscard]] std::string newline() const
    {
        const auto before = m_text.find_last_of("\r\n", m_tree[m_near].value.end - 1);
        const auto at = before != std::string_view::npos ? before : m_text.find_first_of("\r\n");
        if (at == std::string_view::npos) return "\n";
        if (m_text[at] == '\r') return m_text.substr(at, 2) == "\r\n" ? "\r\n" : "\r";
        return at > 0 && m_text[at - 1] == '\r' ? "\r\n" : "\n";
    }

    std::string_view m_text;
    const Tree& m_tree;
    Tree::Index m_near;
    std::size_t m_next_break = 0;
    Ballot<std::string> m_units, m_colons, m_gaps, m_object_pads, m_array_pads;
    Ballot<KeyQuotes> m_keys;
    Ballot<char> m_quotes;
    Ballot<bool> m_trailing, m_inline_objects, m_inline_arrays;
};

} // namespace

Style style_of(std::string_view text, const Tree& tree, Tree::Index container)
{
    return Survey(text, tree, container).style();
}

} // namespace aiws::json
