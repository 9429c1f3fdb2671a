// SPDX-License-Identifier: Apache-2.0
#include "json/literal.hpp"

#include "json/unicode.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <locale>
#include <sstream>

namespace aiws::json {
namespace {

char32_t hex_point(std::string_view digits)
{
    std::uint32_t point = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), point, 16);
    return point;
}

bool is_surrogate(char32_t point, char32_t first)
{
    return point >= first && point < first + 0x400;
}

/// Appends what \uHHHH means, with the low half behind it when the two are a surrogate pair; returns the bytes read.
std::size_t append_escaped_point(std::string& out, std::string_view raw)
{
    const char32_t high = hex_point(raw.substr(2, 4));
    const bool paired = is_surrogate(high, 0xD800) && raw.size() >= 12 && raw.substr(6, 2) == "\\u";
    const char32_t low = paired ? hex_point(raw.substr(8, 4)) : 0;
    if (!is_surrogate(low, 0xDC00)) {
        append_utf8(out, high);
        return 6;
    }
    append_utf8(out, 0x10000 + ((high - 0xD800) << 10U) + (low - 0xDC00));
    return 12;
}

/// Appends what the escape at the start of `raw` means; returns the bytes read.
std::size_t append_escape(std::string& out, std::string_view raw)
{
    static constexpr std::string_view k_letters = "bfnrtv0";
    static constexpr std::string_view k_meanings("\b\f\n\r\t\v\0", 7);
    const Character next = character_at(raw, 1);
    if (next.point == 'u') return append_escaped_point(out, raw);
    if (next.point == 'x') {
        append_utf8(out, hex_point(raw.substr(2, 2)));
        return 4;
    }
    if (is_line_end(next.point)) return raw.substr(1, 2) == "\r\n" ? 3 : 1 + next.size;
    const auto letter = next.size == 1 ? k_letters.find(raw[1]) : std::string_view::npos;
    if (letter != std::string_view::npos)
        out += k_meanings[letter];
    else
        out += raw.substr(1, next.size);
    return 1 + next.size;
}

/// The double that the decimal digits mean; null when it is beyond all doubles.
Ordered decode_double(std::string_view digits, double sign)
{
    double number = 0;
    const char* end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, number).ec != std::errc{}) {
        // Too large or too small: from_chars does not say which, a stream does (the largest double or nearly zero).
        std::istringstream stream{std::string(digits)};
        stream.imbue(std::locale::classic());
        stream >> number;
        if (number > 1) return nullptr;
    }
    return sign * number;
}

Ordered decode_huge_hex(std::string_view digits, double sign)
{
    double number = 0;
    const char* end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, number, std::chars_format::hex).ec != std::errc{}) return nullptr;
    return sign * number;
}

} // namespace

std::string decode_text(std::string_view raw)
{
    if (raw.starts_with('"') || raw.starts_with('\'')) raw = raw.substr(1, raw.size() - 2);
    std::string out;
    out.reserve(raw.size());
    while (!raw.empty()) {
        const auto plain = raw.find('\\');
        out += raw.substr(0, plain);
        if (plain == std::string_view::npos) break;
        raw.remove_prefix(plain);
        raw.remove_prefix(append_escape(out, raw));
    }
    return out;
}

Ordered decode_number(std::string_view raw)
{
    const bool negative = raw.starts_with('-');
    const double sign = negative ? -1 : 1;
    if (negative || raw.starts_with('+')) raw.remove_prefix(1);
    if (raw == "NaN" || raw == "Infinity") return nullptr;
    const bool hex = raw.starts_with("0x") || raw.starts_with("0X");
    if (hex) raw.remove_prefix(2);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), number, hex ? 16 : 10);
    constexpr auto k_most_negative = std::uint64_t{1} << 63U;
    const bool whole = error == std::errc{} && end == raw.data() + raw.size();
    if (whole && !negative) return number;
    if (whole && number <= k_most_negative) return static_cast<std::int64_t>(~number + 1);
    return hex ? decode_huge_hex(raw, sign) : decode_double(raw, sign);
}

} // namespace aiws::json
