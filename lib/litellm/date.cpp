// SPDX-License-Identifier: Apache-2.0
#include "litellm/date.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <chrono>
#include <regex>

namespace aiws::litellm {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

std::optional<std::string> iso(int y, unsigned m, unsigned d)
{
    const std::chrono::year_month_day date{year(y), month(m), day(d)};
    if (!date.ok()) return std::nullopt;
    return fmt::format("{:04}-{:02}-{:02}", y, m, d);
}

/// 1 for "July", "jul" and the like.
unsigned month_of(const std::string& word)
{
    static constexpr std::array<std::string_view, 12> k_months{"january",   "february", "march",    "april",
                                                               "may",       "june",     "july",     "august",
                                                               "september", "october",  "november", "december"};
    for (unsigned i = 0; i < k_months.size(); ++i)
        if (word.size() >= 3 && k_months[i].starts_with(base::lower(word))) return i + 1;
    return 0;
}

unsigned number(const std::ssub_match& digits)
{
    return static_cast<unsigned>(std::stoul(digits.str()));
}

/// "gpt-4o-2024-05-13" is a model, not a date.
bool is_inside_a_name(std::string_view text, std::size_t position)
{
    if (position == 0) return false;
    const char before = text[position - 1];
    return before == '-' || before == '_' || std::isalnum(static_cast<unsigned char>(before)) != 0;
}

} // namespace

std::optional<std::string> date_in(std::string_view text)
{
    static const std::regex k_pattern(
        R"((\d{4})-(\d{2})-(\d{2})|([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}))"
        R"(|(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? (\d{4}))");
    const std::string words(text.substr(0, 2'000)); // what is matched recursively should be short
    for (std::sregex_iterator at(words.begin(), words.end(), k_pattern), end; at != end; ++at) {
        const auto& part = *at;
        if (is_inside_a_name(words, static_cast<std::size_t>(part.position()))) continue;
        const auto found = part[1].matched ? iso(static_cast<int>(number(part[1])), number(part[2]), number(part[3]))
                           : part[4].matched
                               ? iso(static_cast<int>(number(part[6])), month_of(part[4]), number(part[5]))
                               : iso(static_cast<int>(number(part[9])), month_of(part[8]), number(part[7]));
        if (found) return found;
    }
    return std::nullopt;
}

std::string today()
{
    const std::chrono::year_month_day now{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(now.year()), static_cast<unsigned>(now.month()),
                       static_cast<unsigned>(now.day()));
}

} // namespace aiws::litellm
