// SPDX-License-Identifier: Apache-2.0
#include "litellm/admin.hpp"

#include "base/text.hpp"
#include "http/url.hpp"
#include "litellm/reply.hpp"

#include <algorithm>
#include <array>

namespace aiws::litellm {
namespace {

/// LiteLLM reloads all rows under one lock after each write, so the last of many writes waits for the others.
constexpr std::chrono::seconds k_write_timeout{60};

bool contains_any(std::string_view text, std::span<const std::string_view> parts)
{
    return std::ranges::any_of(parts, [&](std::string_view part) { return text.contains(part); });
}

/// A virtual key that is good for calls but not for this (texts of 1.106.2).
bool is_no_admin(std::string_view text)
{
    static constexpr std::array<std::string_view, 4> k_texts{"Only proxy admin", "not allowed to call this route",
                                                             "does not have permission",
                                                             "not available for this API key"};
    return contains_any(text, k_texts);
}

bool lacks_database(std::string_view text)
{
    static constexpr std::array<std::string_view, 4> k_texts{"No DB Connected", "DB not connected", "STORE_MODEL_IN_DB",
                                                             "only supported for DB-stored models"};
    return contains_any(text, k_texts);
}

} // namespace

bool is_redirect(const http::Response& response)
{
    return response.status >= 300 && response.status < 400;
}

base::Error redirect_error(const http::Response& response, std::string_view url)
{
    return {.kind = base::Failure::config,
            .what = "the gateway's address redirects (HTTP " + std::to_string(response.status) + ")",
            .where = http::redact_url(url),
            .why = "it leads to " + base::one_line(http::redact_url(response.header("location").value_or("nowhere"))) +
                   ", and our token does not follow",
            .fix = "set LITELLM_URL or --gateway to the address that answers without a redirect"};
}

Admin::Admin(http::Client& client, Access access) : m_client(client), m_access(std::move(access))
{
    m_redactor.add(m_access.token);
}

http::Request Admin::request(Call call) const
{
    http::Request request{.method = call.method,
                          .url = m_access.url + call.path,
                          .bearer = m_access.token,
                          .headers = {},
                          .body = std::move(call.body),
                          .repeat = call.repeat};
    if (call.method != http::Method::get) request.timeout = k_write_timeout;
    return request;
}

void Admin::submit(Call call, http::Client::Callback done) const
{
    m_client.submit(request(std::move(call)), std::move(done));
}

base::Error Admin::failed(const std::string& what, std::string why, std::string fix) const
{
    return {.what = "cannot " + what,
            .where = http::redact_url(m_access.url),
            .why = std::move(why),
            .fix = std::move(fix)};
}

base::Error Admin::refusal(const std::string& what, const http::Response& response, const std::string& why) const
{
    if (is_redirect(response)) return redirect_error(response, m_access.url);
    base::Error error = failed(what, why);
    if (response.status == 401 || response.status == 403) {
        error.kind = base::Failure::refused;
        const bool no_admin = is_no_admin(why);
        error.what += no_admin ? ": this token is not an admin's" : ": the gateway refuses the token";
        error.fix = "put the gateway's master key, or an admin's key, into LITELLM_TOKEN or --token-file";
    } else if (lacks_database(why)) {
        error.kind = base::Failure::config;
        error.what += ": the gateway keeps no models in a database";
        error.fix = k_database_fix;
    }
    return error;
}

base::Error Admin::error(const std::string& what, const http::Outcome& outcome, const Redactor* secrets) const
{
    if (!outcome) {
        base::Error error = http::to_error(outcome.error(), m_access.url);
        error.what = "cannot " + what + ": " + error.what;
        return error;
    }
    const std::string said = words(*outcome);
    base::Error error = refusal(what, *outcome, said);
    error.why = m_redactor.clean(secrets != nullptr ? secrets->clean(error.why) : error.why);
    return error;
}

} // namespace aiws::litellm
