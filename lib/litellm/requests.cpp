// SPDX-License-Identifier: Apache-2.0
#include "litellm/requests.hpp"

#include "base/text.hpp"
#include "litellm/names.hpp"
#include "workspace/fingerprint.hpp"
#include "json/value.hpp"

#include <algorithm>

namespace aiws::litellm {
namespace {

using workspace::Resource;
using workspace::Step;

json::Value& at(json::Value& root, std::string_view path)
{
    json::Value* value = &root;
    for (const auto& name : base::split(path, '.')) value = &(*value)[name];
    return *value;
}

/// A JSON body under construction; the keys in it are wiped when it goes.
class Body {
  public:
    Body() = default;
    Body(const Body&) = delete;
    Body& operator=(const Body&) = delete;
    ~Body() // NOLINT(bugprone-exception-escape): the paths were set as strings
    {
        for (const auto& path : m_secrets) base::wipe(at(m_value, path).get_ref<std::string&>());
    }

    void set(std::string_view path, const json::Value& value) { at(m_value, path) = value; }
    void set_field(std::string_view field, const json::Value& value)
    {
        static constexpr std::string_view k_info = "model_info.";
        const bool price = field.starts_with(k_info) && is_price(field);
        set(price ? "litellm_params." + std::string(field.substr(k_info.size())) : std::string(field), value);
    }
    void set_secret(std::string_view path, const base::Secret& secret)
    {
        at(m_value, path) = secret.reveal();
        m_secrets.emplace_back(path);
    }

    /// `repeat` as of Call.
    [[nodiscard]] base::Result<Call> call(http::Method method, std::string path, http::Repeat repeat) const
    {
        try {
            return Call{.method = method, .path = std::move(path), .body = m_value.dump(), .repeat = repeat};
        } catch (const json::Value::type_error&) {
            return std::unexpected(base::Error{.kind = base::Failure::config,
                                               .what = "a key or base URL is not valid UTF-8",
                                               .fix = "copy it again from the provider's page"});
        }
    }

  private:
    json::Value m_value = json::Value::object();
    std::vector<std::string> m_secrets;
};

/// Where the two kinds keep things.
struct Places {
    std::string_view key;
    std::string_view mark;
    std::string_view fingerprint;
};
constexpr Places k_credential{k_credential_key, k_credential_mark, k_credential_fingerprint};
constexpr Places k_deployment{k_row_key, k_deployment_mark, k_deployment_fingerprint};

void set_all(const Resource& desired, const Places& places, Body& body)
{
    for (const auto& [field, value] : desired.fields)
        if (!value.is_null()) body.set_field(field, value);
    for (const auto& [field, secret] : desired.secrets) body.set_secret(field, secret);
    if (const auto key = desired.secrets.find(std::string(places.key)); key != desired.secrets.end())
        body.set(places.fingerprint, workspace::fingerprint(key->second));
}

void set_mark(const Resource& resource, const Places& places, Body& body)
{
    for (const auto& [field, value] : resource.fields)
        if (field.starts_with(places.mark) && !value.is_null()) body.set(field, value);
}

void set_changes(const Step& step, const Places& places, Body& body)
{
    set_mark(*step.actual, places, body);
    set_mark(*step.desired, places, body);
    const std::string key(places.key);
    if (const auto digest = step.actual->fingerprints.find(key); digest != step.actual->fingerprints.end())
        body.set(places.fingerprint, digest->second);
    for (const auto& change : step.changes) {
        if (!change.secret) {
            if (change.after) body.set_field(change.field, *change.after);
            continue;
        }
        const auto& secret = step.desired->secrets.at(change.field);
        body.set_secret(change.field, secret);
        if (change.field == key) body.set(places.fingerprint, workspace::fingerprint(secret));
    }
}

std::string credential_path(std::string_view name)
{
    return "/credentials/" + escape(name);
}

} // namespace

std::string escape(std::string_view text)
{
    static constexpr std::string_view k_hex = "0123456789ABCDEF";
    static constexpr std::string_view k_unreserved = "-._~";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || k_unreserved.contains(c);
        if (plain)
            out += c;
        else
            out.append({'%', k_hex[byte >> 4U], k_hex[byte & 15U]});
    }
    return out;
}

base::Result<Call> create_credential(const Resource& desired)
{
    Body body;
    body.set("credential_name", desired.name);
    set_all(desired, k_credential, body);
    return body.call(http::Method::post, "/credentials", http::Repeat::safe); // a second one gets 409
}

base::Result<Call> update_credential(const Step& step)
{
    Body body;
    body.set("credential_name", step.desired->name);
    body.set("credential_info", json::Value::object()); // without it: 422
    set_changes(step, k_credential, body);
    return body.call(http::Method::patch, credential_path(step.desired->name), http::Repeat::safe);
}

base::Result<Call> overwrite_credential(const Resource& desired)
{
    Body body;
    body.set("credential_name", desired.name);
    body.set("credential_info", json::Value::object());
    set_all(desired, k_credential, body);
    return body.call(http::Method::patch, credential_path(desired.name), http::Repeat::safe);
}

Call remove_credential(std::string_view name)
{
    return {.method = http::Method::del, .path = credential_path(name)};
}

base::Result<Call> create_deployment(const Resource& desired)
{
    Body body;
    body.set("model_name", desired.name);
    set_all(desired, k_deployment, body);
    body.set("model_info.id", desired.id);
    return body.call(http::Method::post, "/model/new", http::Repeat::never);
}

base::Result<Call> update_deployment(const Step& step)
{
    Body body;
    set_changes(step, k_deployment, body);
    body.set("model_info.id", step.desired->id); // without it LiteLLM makes one up
    return body.call(http::Method::patch, "/model/" + escape(step.desired->id) + "/update", http::Repeat::safe);
}

Call find_deployment(std::string_view id)
{
    return {.path = "/v2/model/info?page=1&size=1&modelId=" + escape(id)};
}

Call remove_deployment(std::string_view id)
{
    // The id is the only thing in it, so no secret.
    return {.method = http::Method::post,
            .path = "/model/delete",
            .body = json::Value{{"id", std::string(id)}}.dump(-1, ' ', false, json::Value::error_handler_t::replace)};
}

bool can_patch(const Step& step)
{
    if (step.action != workspace::Action::update) return false;
    const bool takes_away = std::ranges::any_of(step.changes, [](const auto& change) { return !change.after; });
    return !takes_away && step.actual->id == step.desired->id && !step.desired->id.contains('/');
}

} // namespace aiws::litellm
