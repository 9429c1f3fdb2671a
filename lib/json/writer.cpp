// SPDX-License-Identifier: Apache-2.0
#include "json/writer.hpp"

#include "json/unicode.hpp"

#include <fmt/format.h>

namespace aiws::json {
namespace {

/// What stands for the character in a string when it cannot stand there itself.
std::string escape(char32_t point)
{
    static constexpr std::string_view k_plain = "\b\f\n\r\t";
    static constexpr std::string_view k_letters = "bfnrt";
    const auto letter = point < 0x80 ? k_plain.find(static_cast<char>(point)) : std::string_view::npos;
    if (letter != std::string_view::npos) return {'\\', k_letters[letter]};
    return fmt::format("\\u{:04x}", static_cast<unsigned>(point));
}

std::string in_quotes(std::string_view content, char quote)
{
    std::string out(1, quote);
    for (std::size_t at = 0; at < content.size();) {
        const Character next = character_at(content, at);
        const bool marked = next.point == static_cast<unsigned char>(quote) || next.point == '\\';
        const bool separator = next.point == 0x2028 || next.point == 0x2029; // JSON5 warns of them
        if (marked) out += '\\';
        if (next.point < 0x20 || separator)
            out += escape(next.point);
        else
            out += content.substr(at, next.size);
        at += next.size;
    }
    return out + quote;
}

std::string write_scalar(const Ordered& value, const Style& style)
{
    if (value.is_string()) return in_quotes(value.get_ref<const std::string&>(), style.quote);
    return value.is_number() || value.is_boolean() ? value.dump() : "null";
}

bool is_bare(std::string_view name)
{
    for (std::size_t at = 0; at < name.size();) {
        const Character next = character_at(name, at);
        // Beyond ASCII readers disagree about which letters a name may have.
        if (next.point >= 0x80 || !is_name_part(next.point) || (at == 0 && !is_name_start(next.point))) return false;
        at += next.size;
    }
    return !name.empty();
}

Kind kind_of(const Ordered& value)
{
    return value.is_object() ? Kind::object : Kind::array;
}

std::string name_of(const Ordered::const_iterator& member, bool object, const Style& style)
{
    return object ? write_name(member.key(), style) + style.colon : "";
}

/// Appends the value in one line; false as soon as `out` is longer than the limit.
bool append_in_line(std::string& out, const Ordered& value, const Style& style, std::size_t limit)
{
    const bool object = value.is_object();
    if (!value.is_structured()) {
        out += write_scalar(value, style);
        return out.size() <= limit;
    }
    const std::string& pad = value.empty() ? std::string() : style.pad(kind_of(value));
    out += (object ? '{' : '[') + pad;
    for (auto member = value.begin(); member != value.end(); ++member) {
        if (member != value.begin()) out += ',' + style.gap;
        out += name_of(member, object, style);
        if (!append_in_line(out, *member, style, limit)) return false;
    }
    out += pad + (object ? '}' : ']');
    return out.size() <= limit;
}

/// True when the file writes such containers in one line, all inner ones included.
bool inlined(const Ordered& value, const Style& style)
{
    if (!value.is_structured() || value.empty()) return true;
    return style.inlines(kind_of(value)) &&
           std::ranges::all_of(value, [&](const Ordered& inner) { return inlined(inner, style); });
}

std::string write_broken(const Ordered& value, const Style& style, const std::string& indent)
{
    const bool object = value.is_object();
    const std::string inner = indent + style.unit;
    std::string out(1, object ? '{' : '[');
    for (auto member = value.begin(); member != value.end(); ++member) {
        if (member != value.begin()) out += ',';
        const std::string name = name_of(member, object, style);
        out += style.newline + inner + name;
        out += write(*member, style, {.indent = inner, .column = inner.size() + name.size()});
    }
    if (style.trailing_comma) out += ',';
    return out + style.newline + indent + (object ? '}' : ']');
}

} // namespace

std::string write_name(std::string_view name, const Style& style)
{
    if (style.keys == KeyQuotes::none && is_bare(name)) return std::string(name);
    if (style.keys == KeyQuotes::none) return in_quotes(name, style.quote);
    return in_quotes(name, style.keys == KeyQuotes::single ? '\'' : '"');
}

std::optional<std::string> write_in_line(const Ordered& value, const Style& style, std::size_t limit)
{
    std::string out;
    if (!append_in_line(out, value, style, limit)) return std::nullopt;
    return out;
}

std::string write(const Ordered& value, const Style& style, const Writing& writing)
{
    if (!value.is_structured() || value.empty() || style.minified)
        return *write_in_line(value, style, std::string::npos);
    if (writing.layout == Layout::by_style && inlined(value, style)) {
        // The comma or bracket behind it takes one more.
        const std::size_t used = writing.column + 1;
        const auto line = write_in_line(value, style, k_line_width - std::min(used, k_line_width));
        if (line) return *line;
    }
    return write_broken(value, style, writing.indent);
}

} // namespace aiws::json
