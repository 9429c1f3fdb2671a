// SPDX-License-Identifier: Apache-2.0
#include "cli/settings/env_file.hpp"

#include "base/text.hpp"
#include "system/file.hpp"

#include <algorithm>

namespace aiws::cli {
namespace {

constexpr std::size_t k_max_bytes = std::size_t{1} << 20U;

bool is_name(std::string_view name)
{
    const auto letter = [](unsigned char c) { return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    const auto digit = [](unsigned char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && letter(static_cast<unsigned char>(name[0])) && std::ranges::all_of(name, [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return letter(byte) || digit(byte);
    });
}

char unescaped(char c)
{
    return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
}

/// What stands in the quotes that `text` begins with; an empty `why` means that it is well formed.
struct Quoted {
    std::string value;
    std::string why;
};

Quoted quoted(std::string_view text)
{
    const char quote = text[0];
    Quoted out;
    std::size_t i = 1;
    for (; i < text.size() && text[i] != quote; ++i) {
        const bool escape = quote == '"' && text[i] == '\\' && i + 1 < text.size();
        out.value += escape ? unescaped(text[++i]) : text[i];
    }
    if (i >= text.size())
        out.why = "the quote is not closed on this line";
    else if (const auto rest = base::trim(text.substr(i + 1)); !rest.empty() && rest[0] != '#')
        out.why = "something stands behind the closing quote";
    return out;
}

std::string plain(std::string_view text)
{
    const auto comment = text.find(" #");
    return std::string(base::trim(text.substr(0, comment)));
}

} // namespace

base::Result<std::map<std::string, std::string>> parse_env_text(std::string_view text, std::string_view name)
{
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::map<std::string, std::string> variables;
    std::size_t number = 0;
    for (const auto& raw : base::split(text, '\n')) {
        ++number;
        const auto bad = [&](std::string why) {
            return std::unexpected(base::Error{.kind = base::Failure::config,
                                               .what = "the env file has a line that is not NAME=value",
                                               .where = std::string(name) + ":" + std::to_string(number),
                                               .why = std::move(why),
                                               .fix = "write NAME=value, one a line"});
        };
        std::string_view line = base::trim(raw);
        if (line.empty() || line[0] == '#') continue;
        if (line.starts_with("export ")) line = base::trim(line.substr(7));
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) return bad("it has no \"=\"");
        const std::string variable(base::trim(line.substr(0, equals)));
        if (!is_name(variable)) return bad("what stands before \"=\" is no variable's name");
        const auto value = base::trim(line.substr(equals + 1));
        if (value.empty() || (value[0] != '"' && value[0] != '\'')) {
            variables[variable] = plain(value);
            continue;
        }
        Quoted content = quoted(value);
        if (!content.why.empty()) return bad(content.why);
        variables[variable] = std::move(content.value);
    }
    return variables;
}

base::Result<std::map<std::string, std::string>> read_env_file(const std::filesystem::path& file)
{
    AIWS_TRY(const auto content, system::read_file(file, k_max_bytes));
    if (!content)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "the env file does not exist",
                                           .where = file.string(),
                                           .fix = "check --env-file"});
    return parse_env_text(content->bytes, file.string());
}

} // namespace aiws::cli
