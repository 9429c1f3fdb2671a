// SPDX-License-Identifier: Apache-2.0
#include "openclaw/provider_block.hpp"

#include "http/url.hpp"
#include "openclaw/network.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace aiws::openclaw {
namespace {

constexpr std::string_view k_set = "(set)"; // stands for a value that may hold a secret
constexpr std::string_view k_literal = "literal";
constexpr std::string_view k_env = "env:";
constexpr std::string_view k_token_shown = "(OpenClaw's token)"; // where the block is only shown
constexpr std::string_view k_model_prefix = "models.";
constexpr std::string_view k_private_network = "request.allowPrivateNetwork";
constexpr int k_timeout_seconds = 300;
constexpr std::array<std::string_view, 7> k_plain{
    "auth", "api", "timeoutSeconds", "region", "maxTokens", "authHeader", "injectNumCtxForOpenAICompat"};
constexpr std::array<std::string_view, 9> k_plain_of_model{
    "name", "api", "reasoning", "input", "cost", "contextWindow", "contextTokens", "maxTokens", "compat"};
constexpr std::array<std::string_view, 6> k_order{"baseUrl", "auth",           "apiKey",
                                                  "api",     "timeoutSeconds", "injectNumCtxForOpenAICompat"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names)
{
    return std::ranges::find(names, name) != names.end();
}

/// What OpenClaw writes in the key's place when one is stored through its page or `models auth`: "nvidia:manual".
bool is_profile_id(const std::string& text, std::string_view provider)
{
    constexpr std::size_t k_longest = 80;
    return text.size() <= k_longest && text.starts_with(std::string(provider) + ":") &&
           text.find_first_of(" \t/+=") == std::string::npos;
}

std::string text_at(const json::Ordered& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "?";
}

json::Value key_description(const json::Ordered& key, std::string_view provider)
{
    if (key.is_object()) return text_at(key, "source") + ":" + text_at(key, "provider") + ":" + text_at(key, "id");
    if (!key.is_string()) return k_set;
    const auto text = key.get<std::string>();
    if (text.empty()) return "empty";
    if (text.starts_with("${") && text.ends_with('}')) return std::string(k_env) + text.substr(2, text.size() - 3);
    if (is_profile_id(text, provider)) return "stored profile " + text;
    return k_literal;
}

json::Value model_fields(const json::Ordered& model)
{
    json::Value fields = json::Value::object();
    for (const auto& [name, value] : model.items())
        if (name != "id") fields[name] = is_one_of(name, k_plain_of_model) ? json::Value(value) : json::Value(k_set);
    return fields;
}

void add_models(const json::Ordered& models, Fields& fields)
{
    if (!models.is_array()) {
        fields["models"] = k_set;
        return;
    }
    json::Value ids = json::Value::array();
    for (const auto& model : models) {
        const std::string id = model.is_object() ? text_at(model, "id") : "?";
        ids.push_back(id);
        fields[std::string(k_model_prefix) + id] = model.is_object() ? model_fields(model) : json::Value(k_set);
    }
    fields["models"] = std::move(ids);
}

void add_request(const json::Ordered& request, Fields& fields)
{
    if (!request.is_object()) {
        fields["request"] = k_set;
        return;
    }
    for (const auto& [name, value] : request.items()) {
        const std::string field = "request." + name;
        fields[field] = field == k_private_network && value.is_boolean() ? json::Value(value) : json::Value(k_set);
    }
}

/// 0 rather than 0.0: how a person writes it, and what OpenClaw makes of it anyway.
json::Value number(double value)
{
    if (std::floor(value) == value) return static_cast<std::int64_t>(value);
    return value;
}

/// OpenClaw adds DeepSeek's own `thinking` and `reasoning_effort` to each turn of these models, whoever serves them;
/// only DeepSeek itself takes both.
bool needs_plain_thinking(const catalog::Channel& channel, const catalog::Model& model)
{
    return channel.name != "deepseek" && model.name.starts_with("deepseek-v4-");
}

json::Value wanted_model(const catalog::Channel& channel, const catalog::Model& model)
{
    const catalog::Prices prices = model.prices.value_or(catalog::Prices{});
    json::Value compat{{"maxTokensField", "max_tokens"}};
    if (needs_plain_thinking(channel, model)) {
        compat["thinkingFormat"] = "openai";
        compat["supportsReasoningEffort"] = false;
    }
    json::Value fields{{"name", model.name},
                       {"reasoning", model.reasoning},
                       {"input", model.inputs},
                       {"cost",
                        {{"input", number(prices.input)},
                         {"output", number(prices.output)},
                         {"cacheRead", number(prices.cache_read)},
                         {"cacheWrite", number(prices.cache_write)}}},
                       {"compat", std::move(compat)}};
    if (model.context_window > 0) fields["contextWindow"] = model.context_window;
    if (model.max_output_tokens > 0) fields["maxTokens"] = model.max_output_tokens;
    return fields;
}

json::Ordered in_order(const json::Value& object, std::initializer_list<const char*> order)
{
    json::Ordered ordered = json::Ordered::object();
    for (const char* name : order)
        if (object.contains(name)) ordered[name] = object.at(name);
    return ordered;
}

json::Ordered model_of(const std::string& id, const json::Value& fields)
{
    json::Ordered model{{"id", id}};
    model.update(in_order(fields, {"name", "reasoning", "input", "cost", "contextWindow", "maxTokens", "compat"}));
    if (model.contains("cost"))
        model["cost"] = in_order(fields.at("cost"), {"input", "output", "cacheRead", "cacheWrite"});
    if (model.contains("compat"))
        model["compat"] =
            in_order(fields.at("compat"), {"maxTokensField", "thinkingFormat", "supportsReasoningEffort"});
    return model;
}

/// What key_description() describes.
json::Ordered key_of(const std::string& description, const base::Secret& literal)
{
    if (description == k_literal) return literal.empty() ? std::string(k_token_shown) : literal.reveal();
    if (description.starts_with(k_env)) return "${" + description.substr(k_env.size()) + "}";
    return {{"source", "file"}, {"provider", k_secret_provider}, {"id", "value"}};
}

std::string our_key(TokenAs token_as)
{
    if (token_as == TokenAs::literal) return std::string(k_literal);
    if (token_as == TokenAs::env) return std::string(k_env) + std::string(k_token_variable);
    return "file:" + std::string(k_secret_provider) + ":value";
}

bool present(const Fields& fields, std::string_view name)
{
    const auto found = fields.find(std::string(name));
    return found != fields.end() && !found->second.is_null();
}

} // namespace

Fields fields_of(const json::Ordered& block, std::string_view provider)
{
    Fields fields;
    if (!block.is_object()) return {{"value", k_set}};
    for (const auto& [name, value] : block.items()) {
        if (name == "baseUrl")
            fields[name] = value.is_string() ? json::Value(http::redact_url(value.get<std::string>())) : k_set;
        else if (name == "apiKey")
            fields[name] = key_description(value, provider);
        else if (name == "models")
            add_models(value, fields);
        else if (name == "request")
            add_request(value, fields);
        else
            fields[name] = is_one_of(name, k_plain) && value.is_primitive() ? json::Value(value) : json::Value(k_set);
    }
    return fields;
}

json::Ordered block_of(const Fields& fields, const base::Secret& literal)
{
    json::Ordered block = json::Ordered::object();
    for (const auto name : k_order) {
        if (!present(fields, name)) continue;
        block[std::string(name)] = fields.at(std::string(name));
        if (name == "apiKey") block["apiKey"] = key_of(fields.at("apiKey").get<std::string>(), literal);
    }
    if (present(fields, k_private_network))
        block["request"] = {{"allowPrivateNetwork", fields.at(std::string(k_private_network))}};
    block["models"] = json::Ordered::array();
    for (const auto& id : fields.at("models")) {
        const auto name = id.get<std::string>();
        block["models"].push_back(model_of(name, fields.at(std::string(k_model_prefix) + name)));
    }
    return block;
}

Fields wanted_fields(const catalog::Channel& channel, const std::vector<const catalog::Model*>& models,
                     const std::string& base_url, TokenAs token_as)
{
    Fields fields{{"baseUrl", base_url},
                  {"auth", "api-key"},
                  {"apiKey", our_key(token_as)},
                  {"api", "openai-completions"},
                  {"timeoutSeconds", k_timeout_seconds},
                  {"models", json::Value::array()}};
    if (channel.name == "ollama") fields["injectNumCtxForOpenAICompat"] = false;
    if (needs_private_network(base_url)) fields[std::string(k_private_network)] = true;
    for (const auto* model : models) {
        if (model->mode != catalog::Mode::chat) continue;
        const std::string alias = catalog::alias(channel, *model);
        fields["models"].push_back(alias);
        fields[std::string(k_model_prefix) + alias] = wanted_model(channel, *model);
    }
    return fields;
}

} // namespace aiws::openclaw
