// SPDX-License-Identifier: Apache-2.0
#include "litellm/redact.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace aiws::litellm {
namespace {

constexpr std::string_view k_hidden = "…";
/// Shorter ones are no keys, and replacing them would tear the text apart.
constexpr std::size_t k_shortest = 4;

/// What a key is announced by ("Incorrect API key provided: …", OpenAI; LiteLLM tells the hash of a wrong token) or
/// starts with.
constexpr std::array<std::string_view, 5> k_announcements{"key provided: ", "bearer ",
                                                          "api_key=", "api key: ", "(token) ="};
constexpr std::array<std::string_view, 3> k_prefixes{"sk-", "nvapi-", "gsk_"};

bool is_key_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-_*.+/=~").contains(c);
}

/// Hides the run of key characters at `start`, if it is as long as a key; returns where to go on.
std::size_t hide_run(std::string& text, std::size_t start, std::size_t prefix)
{
    std::size_t end = start;
    while (end < text.size() && is_key_char(text[end])) ++end;
    while (end > start && text[end - 1] == '.') --end;
    if (end - start < prefix + k_shortest) return std::max(end, start + 1);
    text.replace(start, end - start, k_hidden);
    return start + k_hidden.size();
}

void hide_after(std::string& text, std::string_view announcement)
{
    for (std::size_t at = 0; (at = base::lower(text).find(announcement, at)) != std::string::npos;)
        at = hide_run(text, at + announcement.size(), 0);
}

void hide_prefixed(std::string& text, std::string_view prefix)
{
    for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) {
        const bool inside_a_word = at > 0 && is_key_char(text[at - 1]);
        at = inside_a_word ? at + prefix.size() : hide_run(text, at, prefix.size());
    }
}

} // namespace

void Redactor::add(const base::Secret& secret)
{
    if (secret.reveal().size() < k_shortest || std::ranges::find(m_secrets, secret) != m_secrets.end()) return;
    m_secrets.push_back(secret);
}

std::string Redactor::clean(std::string_view text, std::size_t max_chars) const
{
    std::string out(text);
    for (const auto& secret : m_secrets)
        for (std::size_t at = 0; (at = out.find(secret.reveal(), at)) != std::string::npos; at += k_hidden.size())
            out.replace(at, secret.reveal().size(), k_hidden);
    for (const auto announcement : k_announcements) hide_after(out, announcement);
    for (const auto prefix : k_prefixes) hide_prefixed(out, prefix);
    return base::one_line(out, max_chars);
}

} // namespace aiws::litellm
