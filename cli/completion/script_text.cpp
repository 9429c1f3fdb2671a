// SPDX-License-Identifier: Apache-2.0
#include "cli/completion/script_text.hpp"

namespace aiws::cli::completion {

std::string quoted(std::string_view text)
{
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else
            out += c;
    }
    return out + "'";
}

std::string escaped(std::string_view text, std::string_view characters)
{
    std::string out;
    for (const char c : text) {
        if (characters.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::string escaped_words(std::span<const std::string> words)
{
    std::string out;
    for (const auto& word : words) {
        if (!out.empty()) out += ' ';
        out += escaped(word, " \t\"'`$&*?;|<>(){}[]~#!\\:^%=");
    }
    return out;
}

void fill(std::string& script, std::string_view placeholder, std::string_view text)
{
    for (auto at = script.find(placeholder); at != std::string::npos; at = script.find(placeholder, at + text.size()))
        script.replace(at, placeholder.size(), text);
}

} // namespace aiws::cli::completion
