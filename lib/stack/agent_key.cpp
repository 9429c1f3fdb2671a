// SPDX-License-Identifier: Apache-2.0
#include "stack/agent_key.hpp"

#include "base/digest.hpp"
#include "litellm/admin.hpp"
#include "json/codec.hpp"

namespace aiws::stack {
namespace {

http::Outcome ask(http::Client& client, const litellm::Admin& admin, http::Method method, const std::string& path,
                  const json::Value& body)
{
    return client.send(admin.request({.method = method,
                                      .path = path,
                                      .body = body.is_null() ? "" : json::to_text(body),
                                      .repeat = http::Repeat::safe}));
}

bool is_good(const http::Outcome& outcome)
{
    return outcome && outcome->status == 200;
}

} // namespace

base::Result<> ensure_agent_key(http::Client& client, const litellm::Access& access, const base::Secret& key)
{
    if (key == access.token) return {}; // the user has OpenClaw use the admin's own
    if (!key.reveal().starts_with("sk-"))
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "OpenClaw's token cannot be a key of LiteLLM",
                                           .where = "AI_WORKSPACE_AUTH_TOKEN",
                                           .why = "LiteLLM wants keys that begin with sk-",
                                           .fix = "choose another one, or leave the variable out"});
    const litellm::Admin admin(client, access);
    // It is asked for by its digest, as LiteLLM stores it: a key has no place in an address.
    const auto present =
        ask(client, admin, http::Method::get, "/key/info?key=" + base::sha256_hex(key.reveal()), nullptr);
    if (is_good(present)) return {};
    if (!present || present->status != 404) return std::unexpected(admin.error("look for OpenClaw's key", present));
    const json::Value older{{"key_aliases", {std::string(k_key_alias)}}};
    [[maybe_unused]] const auto removed = ask(client, admin, http::Method::post, "/key/delete", older); // 404: none
    const json::Value wanted{{"key_alias", std::string(k_key_alias)},
                             {"key", key.reveal()},
                             {"key_type", "llm_api"},
                             {"metadata", {{"managed_by", "aiws"}}}};
    const auto made = ask(client, admin, http::Method::post, "/key/generate", wanted);
    if (is_good(made)) return {};
    return std::unexpected(admin.error("make OpenClaw's key", made));
}

} // namespace aiws::stack
