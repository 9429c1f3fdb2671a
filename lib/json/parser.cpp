// SPDX-License-Identifier: Apache-2.0
#include "json/parser.hpp"

#include "base/text.hpp"
#include "json/literal.hpp"
#include "json/place.hpp"
#include "json/unicode.hpp"

#include <unordered_set>
#include <utility>

#include <fmt/format.h>

namespace aiws::json {
namespace {

bool starts_number(std::string_view rest)
{
    const bool digit = !rest.empty() && std::string_view("+-.0123456789").find(rest[0]) != std::string_view::npos;
    return digit || rest.starts_with("Infinity") || rest.starts_with("NaN");
}

bool starts_name(std::string_view text, std::size_t offset)
{
    const char32_t first = character_at(text, offset).point;
    return first == '\\' || is_name_start(first);
}

class Parser {
  public:
    Parser(std::string_view text, std::size_t max_depth) : m_text(text), m_max_depth(max_depth) {}

    std::expected<Tree, Fault> run()
    {
        const bool good = trivia() && value({}, 0) && trivia() &&
                          (m_offset == m_text.size() || fail(expected(m_text, m_offset, "the end of the text")));
        if (!good) return std::unexpected(std::move(m_fault));
        return std::move(m_tree);
    }

  private:
    bool value(Span key, std::size_t depth);
    bool container(Tree::Index index, std::size_t depth);
    bool member(std::unordered_set<std::string>& seen, Tree::Index object, std::size_t depth);
    bool word(Node& node);
    bool separator(char close);
    bool twice(Tree::Index object, Span key);

    bool trivia() { return accept(scan_trivia(m_text, m_offset)); }

    bool accept(Scan scan)
    {
        if (!scan) return fail(std::move(scan).error());
        m_offset = *scan;
        return true;
    }

    bool fail(Fault fault)
    {
        m_fault = std::move(fault);
        return false;
    }

    [[nodiscard]] char peek() const { return m_offset < m_text.size() ? m_text[m_offset] : '\0'; }
    [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(m_offset); }

    std::string_view m_text;
    std::size_t m_max_depth;
    std::size_t m_offset = 0;
    Tree m_tree;
    Fault m_fault;
};

bool Parser::value(Span key, std::size_t depth)
{
    Node node{.value = {here(), here()}, .key = key};
    const char first = peek();
    if (first == '{' || first == '[') {
        node.kind = first == '{' ? Kind::object : Kind::array;
        return container(m_tree.add(node), depth + 1);
    }
    if (first == '"' || first == '\'') {
        node.kind = Kind::string;
        if (!accept(scan_string(m_text, m_offset))) return false;
    } else if (starts_number(m_text.substr(m_offset))) {
        node.kind = Kind::number;
        if (!accept(scan_number(m_text, m_offset))) return false;
    } else if (!word(node)) {
        return false;
    }
    m_tree.close(m_tree.add(node), m_offset);
    return true;
}

bool Parser::word(Node& node)
{
    for (const std::string_view known : {"true", "false", "null"}) {
        if (!m_text.substr(m_offset).starts_with(known)) continue;
        node.kind = known == "null" ? Kind::null : Kind::boolean;
        m_offset += known.size();
        return true;
    }
    return fail(
        expected(m_text, m_offset, "a value", "put text in quotes; the words JSON5 knows are true, false, null"));
}

bool Parser::container(Tree::Index index, std::size_t depth)
{
    if (depth > m_max_depth)
        return fail({m_offset, fmt::format("nested more than {} levels deep", m_max_depth), "flatten it"});
    const bool object = m_tree[index].kind == Kind::object;
    const char close = object ? '}' : ']';
    std::unordered_set<std::string> seen;
    ++m_offset;
    if (!trivia()) return false;
    while (peek() != close) {
        if (!(object ? member(seen, index, depth) : value({}, depth)) || !separator(close)) return false;
    }
    ++m_offset;
    m_tree.close(index, m_offset);
    return true;
}

bool Parser::member(std::unordered_set<std::string>& seen, Tree::Index object, std::size_t depth)
{
    Span key{.begin = here()};
    const bool quoted = peek() == '"' || peek() == '\'';
    if (!quoted && !starts_name(m_text, m_offset))
        return fail(expected(m_text, m_offset, "a name or '}'", "put names that are no plain words in quotes"));
    if (!accept(quoted ? scan_string(m_text, m_offset) : scan_name(m_text, m_offset))) return false;
    key.end = here();
    if (!seen.insert(decode_text(key.of(m_text))).second) return twice(object, key);
    if (!trivia()) return false;
    if (peek() != ':') return fail(expected(m_text, m_offset, "':' behind the name"));
    ++m_offset;
    return trivia() && value(key, depth);
}

bool Parser::separator(char close)
{
    if (!trivia()) return false;
    if (peek() == close) return true;
    if (peek() != ',')
        return fail(expected(m_text, m_offset, fmt::format("',' or '{}'", close), "is a comma missing before it?"));
    ++m_offset;
    return trivia();
}

bool Parser::twice(Tree::Index object, Span key)
{
    const std::string name = decode_text(key.of(m_text));
    // The object is not closed yet: its children are the nodes up to the end.
    auto first = m_tree.first(object);
    while (!names(m_tree[first].key.of(m_text), name)) first = m_tree.next(first);
    const std::size_t line = position_of(m_text, m_tree[first].key.begin).line;
    return fail({key.begin,
                 fmt::format("\"{}\" stands twice in one object, first in line {}", base::one_line(name, 60), line),
                 "keep one of the two"});
}

} // namespace

std::expected<Tree, Fault> parse_tree(std::string_view text, std::size_t max_depth)
{
    return Parser(text, max_depth).run();
}

} // namespace aiws::json
