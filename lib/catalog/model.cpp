// SPDX-License-Identifier: Apache-2.0
#include "catalog/model.hpp"

#include "catalog/read.hpp"

#include <algorithm>
#include <array>

namespace aiws::catalog {
namespace {

// What a new model has where the file does not say: docs/catalog.md tells the user the same.
constexpr std::int64_t k_context_window = 131'072;
constexpr std::int64_t k_max_output_tokens = 8'192;
constexpr std::int64_t k_most_tokens = 1'000'000'000;

template <double Prices::* amount>
base::Result<> read_price(const Node& node, Prices& prices)
{
    AIWS_TRY(prices.*amount, read_amount(node));
    return {};
}

constexpr std::array<Field<Prices>, 4> k_price_fields = {{
    {"input", read_price<&Prices::input>},
    {"output", read_price<&Prices::output>},
    {"cache_read", read_price<&Prices::cache_read>},
    {"cache_write", read_price<&Prices::cache_write>},
}};

base::Result<> read_prices(const Node& node, Model& model)
{
    if (node.value().is_null()) {
        model.prices.reset();
        return {};
    }
    Prices prices = model.prices.value_or(Prices{});
    AIWS_CHECK(read_fields<Prices>(node, k_price_fields, prices));
    model.prices = prices;
    return {};
}

/// "provider/…" as LiteLLM takes it apart; what follows the provider may have more slashes.
base::Result<> read_upstream(const Node& node, Model& model)
{
    AIWS_TRY(auto upstream, read_text(node));
    const auto slash = upstream.find('/');
    const bool whole = slash != std::string::npos && slash > 0 && slash + 1 < upstream.size();
    if (!whole || upstream.find(' ') != std::string::npos)
        return std::unexpected(node.error("must start with LiteLLM's name of the provider and a slash",
                                          "an OpenAI-compatible one is \"openai/NAME\""));
    model.upstream = std::move(upstream);
    return {};
}

base::Result<> read_mode(const Node& node, Model& model)
{
    static constexpr std::array<Mode, 2> k_modes = {Mode::chat, Mode::embedding};
    std::vector<std::string> words;
    for (const Mode mode : k_modes) words.emplace_back(to_string(mode));
    AIWS_TRY(const auto index, read_choice(node, words));
    model.mode = k_modes.at(index);
    return {};
}

template <std::int64_t Model::* tokens>
base::Result<> read_tokens(const Node& node, Model& model)
{
    AIWS_TRY(model.*tokens, read_integer(node, 1, k_most_tokens));
    return {};
}

base::Result<> read_inputs(const Node& node, Model& model)
{
    const std::array<std::string, 4> words = {"text", "image", "audio", "video"};
    if (!node.value().is_array()) return std::unexpected(node.wrong_type("an array"));
    std::vector<std::string> inputs;
    for (const auto& value : node.value()) {
        const Node element(node, inputs.size(), value);
        AIWS_TRY(const auto index, read_choice(element, words));
        if (std::ranges::find(inputs, words.at(index)) != inputs.end())
            return std::unexpected(element.error("names the same input again"));
        inputs.push_back(words.at(index));
    }
    if (inputs.empty())
        return std::unexpected(node.error("must name at least one input", "allowed: " + base::join(words, ", ")));
    model.inputs = std::move(inputs);
    return {};
}

base::Result<> read_reasoning(const Node& node, Model& model)
{
    AIWS_TRY(model.reasoning, read_bool(node));
    return {};
}

base::Result<> read_retired(const Node& node, Model& model)
{
    model.retired.reset();
    if (node.value().is_null()) return {};
    AIWS_TRY(model.retired, read_date(node));
    return {};
}

constexpr std::array<Field<Model>, 8> k_model_fields = {{
    {"upstream", read_upstream},
    {"mode", read_mode},
    {"context_window", read_tokens<&Model::context_window>},
    {"max_output_tokens", read_tokens<&Model::max_output_tokens>},
    {"inputs", read_inputs},
    {"reasoning", read_reasoning},
    {"prices", read_prices},
    {"retired", read_retired},
}};

/// A model's name stands in the alias, in the deployment's id and in URLs.
base::Result<> check_name(const Node& node)
{
    static constexpr std::size_t k_longest = 100;
    const auto is_plain = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    };
    const auto fits = [&](char c) { return is_plain(c) || c == '.' || c == '_' || c == ':' || c == '-'; };
    const std::string& name = node.name();
    if (!name.empty() && name.size() <= k_longest && is_plain(name.front()) && std::ranges::all_of(name, fits))
        return {};
    return std::unexpected(node.error_at_name(
        "is no name for a model", "allowed: letters, digits, \".\", \"_\", \":\" and \"-\", starting with a letter or "
                                  "digit, at most 100; what has a slash goes into \"upstream\""));
}

base::Result<> remove(const Node& node, Channel& channel)
{
    std::vector<std::string> names;
    for (const auto& model : channel.models) names.push_back(model.name);
    if (std::erase_if(channel.models, [&](const Model& model) { return model.name == node.name(); }) > 0) return {};
    return std::unexpected(
        node.error_at_name("is to be taken away, but there is no such model" + base::did_you_mean(node.name(), names),
                           "channel \"" + channel.name + "\" has: " + base::join(names, ", ")));
}

/// The limits must fit together, whichever of the two the file gives.
base::Result<> check_limits(const Node& node, const Model& model)
{
    if (model.max_output_tokens <= model.context_window) return {};
    return std::unexpected(node.error("has a max_output_tokens (" + std::to_string(model.max_output_tokens) +
                                          ") above its context_window (" + std::to_string(model.context_window) + ")",
                                      "give both"));
}

base::Result<> read_model(const Node& node, Channel& channel)
{
    AIWS_CHECK(check_name(node));
    if (node.value().is_null()) return remove(node, channel);
    const auto found = std::ranges::find(channel.models, node.name(), &Model::name);
    const bool is_new = found == channel.models.end();
    Model model;
    if (!is_new)
        model = *found;
    else {
        model.name = node.name();
        model.upstream = "openai/" + node.name();
        model.context_window = k_context_window;
        model.inputs = {"text"};
    }
    AIWS_CHECK(read_fields<Model>(node, k_model_fields, model));
    if (model.max_output_tokens == 0) model.max_output_tokens = std::min(k_max_output_tokens, model.context_window);
    AIWS_CHECK(check_limits(node, model));
    if (is_new)
        channel.models.push_back(std::move(model));
    else
        *found = std::move(model);
    return {};
}

} // namespace

base::Result<> read_models(const Node& models, Channel& channel)
{
    if (!models.value().is_object()) return std::unexpected(models.wrong_type("an object"));
    for (const auto& member : models.value().items())
        AIWS_CHECK(read_model(Node(models, member.key(), member.value()), channel));
    return {};
}

} // namespace aiws::catalog
