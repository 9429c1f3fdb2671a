// SPDX-License-Identifier: Apache-2.0
#include "fuzz/json_text.hpp"

namespace aiws::fuzz {
namespace {

const std::string k_names[] = {"a",   "'b'",  "\"models\"", "\"x y\"", "é",    "\"a.b\"", "'it\\'s'",
                               "'9'", "\"\"", "\\u0063at",  "$_",      "null", "d",       "'e\\x65'"};
const std::string k_scalars[] = {
    "null",          "true",      "false",      "0",          "-1",        "+.5",      "5.", "0xfF",
    "1e3",           "NaN",       "-Infinity",  "'single'",   "\"twice\"", "'it\\'s'", "''", "\"\\u00e9\\v\\0\"",
    "'one\\\nline'", "\"// no\"", "'/* no */'", "12345678901"};
const std::string k_gaps[] = {"", " ", "  ", "\n", "\n  ", "\r\n\t", "\t", "\u00A0", "\u2028", "\f", "\n\n    "};
const std::string k_comments[] = {"/* c */", "/**/", "// c\n", "//\r\n", "/* two\n lines */", "// ', \"{\u2028"};

/// Writes values in one layout; an untidy writer puts white space and comments anywhere.
class Author {
  public:
    explicit Author(Dice& dice)
        : m_dice(dice), m_untidy(dice.once_in(2)), m_newline(dice.once_in(3) ? "\r\n" : "\n"),
          m_unit(dice.once_in(3) ? "\t" : std::string(2 * dice.below(3), ' ')), m_comma_behind_last(dice.once_in(2))
    {
    }

    std::string text()
    {
        std::string out = m_dice.once_in(6) ? "\xEF\xBB\xBF" : "";
        out += space() + value("", 4) + space();
        return m_dice.once_in(3) ? out + m_newline : out;
    }

  private:
    std::string value(const std::string& indent, int depth)
    {
        const bool container = depth == 4 || (depth > 0 && m_dice.once_in(2));
        if (!container) return m_dice.pick(k_scalars);
        return m_untidy ? untidy(depth) : tidy(indent, depth);
    }

    std::string tidy(const std::string& indent, int depth)
    {
        const bool object = m_dice.below(3) != 0;
        const bool lines = !m_unit.empty() && (depth > 2 || m_dice.once_in(2));
        const std::string inner = indent + m_unit;
        const std::size_t count = m_dice.below(5);
        const std::size_t from = m_dice.below(std::size(k_names));
        std::string out(1, object ? '{' : '[');
        for (std::size_t i = 0; i < count; ++i) {
            if (i != 0) out += ',' + std::string(lines || m_unit.empty() ? "" : " ") + side_comment(lines);
            if (lines) out += own_line_comment(inner) + m_newline + inner;
            if (object) out += name(from + i) + ": ";
            out += value(inner, depth - 1);
        }
        if (count != 0 && lines && m_comma_behind_last) out += ',';
        if (lines) out += side_comment(lines) + own_line_comment(inner) + m_newline + indent;
        return out + (object ? '}' : ']');
    }

    std::string untidy(int depth)
    {
        const bool object = m_dice.below(3) != 0;
        const std::size_t count = m_dice.below(5);
        const std::size_t from = m_dice.below(std::size(k_names));
        std::string out = (object ? '{' : '[') + space();
        for (std::size_t i = 0; i < count; ++i) {
            if (i != 0) out += ',' + space();
            if (object) out += name(from + i) + space() + ':' + space();
            out += value("", depth - 1) + space();
        }
        if (count != 0 && m_dice.once_in(3)) out += ',' + space();
        return out + (object ? '}' : ']');
    }

    std::string space()
    {
        std::string out;
        while (m_untidy && m_dice.once_in(2)) out += m_dice.once_in(3) ? m_dice.pick(k_comments) : m_dice.pick(k_gaps);
        return out;
    }

    std::string side_comment(bool lines) { return lines && m_dice.once_in(4) ? " // beside" : ""; }

    std::string own_line_comment(const std::string& indent)
    {
        return m_dice.once_in(5) ? m_newline + indent + "// above" : "";
    }

    static std::string name(std::size_t number) { return k_names[number % std::size(k_names)]; }

    Dice& m_dice;
    bool m_untidy;
    std::string m_newline;
    std::string m_unit;
    bool m_comma_behind_last;
};

} // namespace

std::string random_json5(Dice& dice)
{
    return Author(dice).text();
}

} // namespace aiws::fuzz
