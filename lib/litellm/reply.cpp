// SPDX-License-Identifier: Apache-2.0
#include "litellm/reply.hpp"

#include "base/text.hpp"

namespace aiws::litellm {
namespace {

/// The quoted value of `key` in Python's repr of a dictionary ("{'detail': \"it's gone\"}"); "" when absent.
std::string repr_value(std::string_view text, std::string_view key)
{
    const auto name = text.find("'" + std::string(key) + "': ");
    if (name == std::string_view::npos) return {};
    text.remove_prefix(name + key.size() + 4);
    if (text.empty() || (text.front() != '\'' && text.front() != '"')) return {};
    const char quote = text.front();
    std::string value;
    for (std::size_t i = 1; i < text.size() && text[i] != quote; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        value += text[i];
    }
    return value;
}

/// What a Python dictionary inside the text says, or the text itself.
std::string unwrapped(std::string text)
{
    const auto start = text.find("{'");
    if (start == std::string::npos || !text.ends_with('}')) return text;
    for (const auto* key : {"error", "detail", "message"})
        if (auto value = repr_value(std::string_view(text).substr(start), key); !value.empty()) return value;
    return text;
}

/// FastAPI: [{"loc":["body","credential_info"],"msg":"Field required"}] as "credential_info: Field required".
std::string wrong_fields(const json::Value& list)
{
    std::vector<std::string> parts;
    for (const auto& entry : list) {
        const auto* place = find(entry, "loc");
        const bool named = place != nullptr && place->is_array() && !place->empty() && place->back().is_string();
        parts.push_back((named ? place->back().get<std::string>() + ": " : "") + text_at(entry, "msg"));
    }
    return base::join(parts, ", ");
}

std::string message_in(const json::Value& body)
{
    if (const auto* detail = find(body, "detail"); detail != nullptr && detail->is_array())
        return wrong_fields(*detail);
    for (const auto* path : {"error.message", "error", "detail.error", "detail.message", "detail", "message", "title"})
        if (auto text = text_at(body, path); !text.empty()) return text;
    return {};
}

std::string title_of(std::string_view html)
{
    const std::string lower = base::lower(html.substr(0, 4096));
    const auto start = lower.find("<title>");
    const auto end = lower.find("</title>");
    if (start == std::string::npos || end == std::string::npos || end < start) return {};
    return std::string(base::trim(html.substr(start + 7, end - start - 7)));
}

} // namespace

std::optional<json::Value> parse_json(std::string_view body)
{
    auto value = json::Value::parse(body, nullptr, false);
    if (value.is_discarded()) return std::nullopt;
    return value;
}

const json::Value* find(const json::Value& value, std::string_view path)
{
    const json::Value* at = &value;
    for (const auto& name : base::split(path, '.')) {
        if (!at->is_object()) return nullptr;
        const auto member = at->find(name);
        if (member == at->end()) return nullptr;
        at = &*member;
    }
    return at;
}

std::string text_at(const json::Value& value, std::string_view path)
{
    const auto* found = find(value, path);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string{};
}

std::size_t count_at(const json::Value& value, std::string_view path)
{
    const auto* found = find(value, path);
    return found != nullptr && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
}

std::string message(const http::Response& response)
{
    const std::string status = "HTTP " + std::to_string(response.status);
    if (const auto body = parse_json(response.body)) {
        const std::string text = message_in(*body);
        return text.empty() ? status : text;
    }
    const std::string title = title_of(response.body);
    return title.empty() ? status : status + " with the page \"" + title + "\"";
}

std::string words(const http::Response& response)
{
    return unwrapped(message(response));
}

std::string provider_words(std::string_view message)
{
    static constexpr std::string_view k_exception = "Exception - ";
    if (!message.starts_with("litellm.")) return std::string(message);
    const auto exception = message.find(k_exception);
    if (exception != std::string_view::npos)
        return unwrapped(std::string(message.substr(exception + k_exception.size())));
    const auto colon = message.find(": ");
    return colon == std::string_view::npos ? std::string(message) : unwrapped(std::string(message.substr(colon + 2)));
}

} // namespace aiws::litellm
