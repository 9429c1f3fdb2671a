// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"
#include "json/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aiws::litellm {

/// The body as JSON; nullopt when it is none.
std::optional<json::Value> parse_json(std::string_view body);

/// The value at a path of member names with dots between ("model_info.aiws.channel"); nullptr when there is none.
const json::Value* find(const json::Value& value, std::string_view path);
/// The string there; "" when there is none.
std::string text_at(const json::Value& value, std::string_view path);
/// The number there; 0 when there is none, or a negative one.
std::size_t count_at(const json::Value& value, std::string_view path);

/// What an error reply says, as it says it (not yet redacted): LiteLLM's {"error":{"message"}} and {"detail":…},
/// FastAPI's list of wrong fields. A page of HTML gives its title. Never empty: "HTTP 502" when the reply says nothing.
std::string message(const http::Response& response);
/// The same without the {'error': '…'} that LiteLLM leaves around its own messages.
std::string words(const http::Response& response);

/// The provider's own words in a message of LiteLLM: without "litellm.XError: XError: OpenAIException - " and without
/// the Python dictionary around them.
std::string provider_words(std::string_view message);

} // namespace aiws::litellm
