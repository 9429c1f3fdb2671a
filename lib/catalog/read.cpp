// SPDX-License-Identifier: Apache-2.0
#include "catalog/read.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

namespace aiws::catalog {
namespace {

bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// [A-Z_][A-Z0-9_]*
bool is_variable_name(std::string_view text)
{
    if (text.empty() || is_digit(text.front())) return false;
    return std::ranges::all_of(text, [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

std::optional<unsigned> digits(std::string_view text)
{
    unsigned number = 0;
    const auto end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return number;
}

bool is_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8));
    if (!year || !month || !day) return false;
    return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                       std::chrono::day(*day))
        .ok();
}

std::string in_quotes(std::string_view text)
{
    return "\"" + std::string(text) + "\"";
}

} // namespace

base::Result<std::string> read_text(const Node& node)
{
    if (!node.value().is_string()) return std::unexpected(node.wrong_type("a string"));
    auto text = node.value().get<std::string>();
    if (base::trim(text).empty()) return std::unexpected(node.error("must not be empty"));
    // one_line() turns a control character into a space and cuts off white space at the ends.
    if (base::one_line(text, text.size()) != text)
        return std::unexpected(node.error("has a control character in it, or white space at an end"));
    return text;
}

base::Result<std::int64_t> read_integer(const Node& node, std::int64_t min, std::int64_t max)
{
    const json::Ordered& value = node.value();
    if (!value.is_number()) return std::unexpected(node.wrong_type("a whole number"));
    const auto number = value.get<double>(); // exact for every number in the ranges used here
    if (std::floor(number) != number || number < static_cast<double>(min) || number > static_cast<double>(max))
        return std::unexpected(
            node.error("must be a whole number from " + std::to_string(min) + " to " + std::to_string(max)));
    return static_cast<std::int64_t>(number);
}

base::Result<double> read_amount(const Node& node)
{
    if (!node.value().is_number()) return std::unexpected(node.wrong_type("a number"));
    const auto number = node.value().get<double>();
    if (!std::isfinite(number) || number < 0) return std::unexpected(node.error("must be 0 or more"));
    return number;
}

base::Result<bool> read_bool(const Node& node)
{
    if (!node.value().is_boolean()) return std::unexpected(node.wrong_type("true or false"));
    return node.value().get<bool>();
}

base::Result<std::size_t> read_choice(const Node& node, std::span<const std::string> words)
{
    if (!node.value().is_string()) return std::unexpected(node.wrong_type("a string"));
    const auto word = node.value().get<std::string>();
    const auto found = std::ranges::find(words, word);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::vector<std::string> allowed;
    std::ranges::transform(words, std::back_inserter(allowed), in_quotes);
    return std::unexpected(
        node.error("cannot be " + in_quotes(base::one_line(word, 40)) + base::did_you_mean(word, words),
                   "allowed: " + base::join(allowed, ", ")));
}

base::Result<std::string> read_date(const Node& node)
{
    AIWS_TRY(auto text, read_text(node));
    if (!is_date(text)) return std::unexpected(node.error("must be a date like \"2026-07-24\""));
    return text;
}

base::Result<std::string> read_variable(const Node& node)
{
    // The gateway's own tokens must never go to a provider, nor be taken for a URL.
    static constexpr std::array<std::string_view, 4> k_own = {"LITELLM_TOKEN", "LITELLM_MASTER_KEY", "LITELLM_SALT_KEY",
                                                              "AI_WORKSPACE_AUTH_TOKEN"};
    AIWS_TRY(auto name, read_text(node));
    if (!is_variable_name(name))
        return std::unexpected(node.error("must be the name of an environment variable, like \"NVIDIA_API_KEY\"",
                                          "allowed: A-Z, 0-9 and _, not starting with a digit"));
    if (std::ranges::find(k_own, name) != k_own.end())
        return std::unexpected(node.error("cannot be " + in_quotes(name) + ", which holds a secret of the gateway",
                                          "choose another name"));
    return name;
}

base::Error unknown_field(const Node& member, const std::vector<std::string>& allowed)
{
    const std::string& name = member.name();
    return member.error_at_name("is no field of the catalogue" + base::did_you_mean(name, allowed),
                                "allowed: " + base::join(allowed, ", "));
}

} // namespace aiws::catalog
