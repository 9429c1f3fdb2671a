// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::catalog {

enum class Mode : std::uint8_t { chat, embedding };
std::string_view to_string(Mode mode);

/// US dollars for a million tokens.
struct Prices {
    double input = 0;
    double output = 0;
    double cache_read = 0;
    double cache_write = 0;
    bool operator==(const Prices&) const = default;
};

struct Model {
    std::string name;     ///< what follows the slash in the alias
    std::string upstream; ///< LiteLLM's litellm_params.model: "openai/z-ai/glm-5.2"
    Mode mode = Mode::chat;
    std::int64_t context_window = 0;    ///< tokens
    std::int64_t max_output_tokens = 0; ///< tokens
    std::vector<std::string> inputs;    ///< "text", "image", "audio", "video"
    bool reasoning = false;
    std::optional<Prices> prices;       ///< none: LiteLLM's own price list decides
    std::optional<std::string> retired; ///< ISO date since which the provider no longer serves it
};

struct Channel {
    std::string name;              ///< "nvidia": the alias prefix and OpenClaw's provider
    std::string title;             ///< "Nvidia"
    std::string key_variable;      ///< "NVIDIA_API_KEY"
    std::string base_url;          ///< default upstream, without a trailing slash
    std::string base_url_variable; ///< "NVIDIA_API_BASE"
    int requests_per_minute = 0;   ///< the provider's limit; 0: none known
    int max_parallel = 8;          ///< probes under way at once
    std::vector<Model> models;
};

struct Catalog {
    std::vector<Channel> channels;

    [[nodiscard]] const Channel* find(std::string_view channel) const;
    [[nodiscard]] const Model* find(std::string_view channel, std::string_view model) const;
};

/// "nvidia/glm-5.2": LiteLLM's model_name and OpenClaw's model id.
std::string alias(const Channel& channel, const Model& model);
/// "aiws-nvidia-glm-5.2": the deployment's id. No slash: LiteLLM cannot patch an id with one.
std::string deployment_id(const Channel& channel, const Model& model);
/// "aiws-nvidia": the LiteLLM credential of the channel.
std::string credential_name(const Channel& channel);

/// The embedded matrix (templates/catalog.json) with the user's files laid over it, later ones over earlier ones. A
/// file has the embedded file's shape and may leave out what it does not change; null takes a channel or model away.
/// Failure::config names file, line, path and the allowed values.
base::Result<Catalog> load(const std::vector<std::filesystem::path>& overlays);

} // namespace aiws::catalog
