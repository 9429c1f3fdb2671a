// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace aiws::base {
namespace {

constexpr std::string_view k_space = " \t\r\n\v\f";
constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

struct Decoded {
    char32_t point = 0;
    std::size_t size = 0; ///< bytes; 0 when they are no UTF-8
};

/// The code point at the start of `bytes`, by the table of RFC 3629 (no overlong forms, no surrogates).
Decoded decode(std::string_view bytes)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = at(0);
    if (first < 0x80) return {.point = first, .size = 1};
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || bytes.size() < size) return {};
    char32_t point = first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((at(i) & 0xC0U) != 0x80U) return {};
        point = (point << 6U) | (at(i) & 0x3FU);
    }
    static constexpr char32_t k_smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < k_smallest[size] || point > 0x10FFFF || surrogate) return {};
    return {.point = point, .size = size};
}

std::size_t columns(char32_t point)
{
    const bool combining =
        (point >= 0x300 && point <= 0x36F) || point == 0x200D || (point >= 0xFE00 && point <= 0xFE0F);
    if (combining) return 0;
    const bool wide = (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
                      (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
                      (point >= 0xFF00 && point <= 0xFF60) || (point >= 0x1F300 && point <= 0x1FAFF);
    return wide ? 2 : 1;
}

/// Levenshtein's: how many characters to change, add or leave out.
std::size_t edit_distance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j) row[j] = j;
    for (const char c : from) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t change = diagonal + (c == to[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(k_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(k_space) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string join(std::span<const std::string> parts, std::string_view separator)
{
    std::string out;
    for (const auto& part : parts) {
        if (&part != parts.data()) out += separator;
        out += part;
    }
    return out;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::string counted(std::size_t count, std::string_view noun, std::string_view plural)
{
    std::string out = std::to_string(count) + " ";
    if (count == 1) return out.append(noun);
    return plural.empty() ? out.append(noun).append("s") : out.append(plural);
}

std::string nearest(std::string_view word, std::span<const std::string> candidates)
{
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto& candidate : candidates) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance >= best_distance) continue;
        best_distance = distance;
        best = candidate;
    }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates)
{
    const std::string best = nearest(word, candidates);
    return best.empty() ? "" : " (did you mean \"" + best + "\"?)";
}

std::string one_line(std::string_view text, std::size_t max_chars)
{
    std::string out;
    text = trim(text);
    for (std::size_t chars = 0; !text.empty(); ++chars) {
        if (chars == max_chars) return out + "…";
        const Decoded next = decode(text);
        const bool control = next.size == 1 && (next.point < 0x20 || next.point == 0x7F);
        const bool c1_control = next.size == 2 && next.point < 0xA0;
        const bool reorders =
            (next.point >= 0x202A && next.point <= 0x202E) || (next.point >= 0x2066 && next.point <= 0x2069);
        if (next.size == 0)
            out += k_replacement;
        else if (control || c1_control || reorders)
            out += ' ';
        else
            out += text.substr(0, next.size);
        text.remove_prefix(std::max<std::size_t>(1, next.size));
    }
    return out;
}

bool is_utf8(std::string_view bytes)
{
    while (!bytes.empty()) {
        const Decoded next = decode(bytes);
        if (next.size == 0) return false;
        bytes.remove_prefix(next.size);
    }
    return true;
}

std::size_t display_width(std::string_view text)
{
    std::size_t width = 0;
    while (!text.empty()) {
        const Decoded next = decode(text);
        width += next.size == 0 ? 1 : columns(next.point);
        text.remove_prefix(std::max<std::size_t>(1, next.size));
    }
    return width;
}

} // namespace aiws::base
