// SPDX-License-Identifier: Apache-2.0
#include "stack/templates.hpp"

#include <cassert>

namespace aiws::stack {
namespace {

bool is_name(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string_view::npos;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with)
{
    std::string out;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what)) {
        out += text.substr(0, at);
        out += with;
        text.remove_prefix(at + what.size());
    }
    return out + std::string(text);
}

} // namespace

std::string fill(std::string_view text, const std::map<std::string, std::string>& values)
{
    std::string out;
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@')) {
        const auto end = text.find('@', at + 1);
        const auto name = end == std::string_view::npos ? std::string_view() : text.substr(at + 1, end - at - 1);
        out += text.substr(0, at);
        if (is_name(name)) {
            const auto value = values.find(std::string(name));
            assert(value != values.end());
            if (value != values.end()) out += value->second;
            text.remove_prefix(end + 1);
        } else {
            out += '@';
            text.remove_prefix(at + 1);
        }
    }
    return out + std::string(text);
}

std::string shell_word(std::string_view text)
{
    return "'" + replaced(text, "'", "'\\''") + "'";
}

std::string shell_words(const std::vector<std::string>& words)
{
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + shell_word(word);
    return out;
}

std::string supervisor_text(std::string_view text)
{
    return replaced(text, "%", "%%");
}

} // namespace aiws::stack
