// SPDX-License-Identifier: Apache-2.0
#include "litellm/health.hpp"

#include "base/text.hpp"
#include "http/url.hpp"
#include "litellm/admin.hpp"
#include "litellm/reply.hpp"

namespace aiws::litellm {
namespace {

Health no_litellm(std::string_view url, std::string why)
{
    return {
        .readiness = Readiness::never,
        .error = {.kind = base::Failure::config,
                  .what = "this is no LiteLLM gateway",
                  .where = http::redact_url(url),
                  .why = std::move(why),
                  .fix = "set LITELLM_URL or --gateway to the gateway's base URL, where /health/readiness answers"}};
}

Health not_yet(std::string_view url, std::string why)
{
    return {.readiness = Readiness::not_yet,
            .error = {.kind = base::Failure::unreachable,
                      .what = "the gateway is not ready",
                      .where = http::redact_url(url),
                      .why = std::move(why),
                      .fix = "wait until it has started (--wait SECONDS does), or look into its log"}};
}

Health no_database(std::string_view url)
{
    return {.readiness = Readiness::not_yet,
            .error = {.kind = base::Failure::config,
                      .what = "the gateway has no database, so it cannot keep models",
                      .where = http::redact_url(url),
                      .why = {},
                      .fix = std::string(k_database_fix)}};
}

Health no_response(const http::Failure& failure, std::string_view url)
{
    base::Error error = http::to_error(failure, url);
    const bool hopeless = error.kind != base::Failure::unreachable;
    if (failure.fault == http::Fault::connect || failure.fault == http::Fault::resolve)
        error.fix = "start the gateway, or set LITELLM_URL or --gateway to where it runs";
    error.what = hopeless ? error.what : "the gateway cannot be reached";
    return {.readiness = hopeless ? Readiness::never : Readiness::not_yet, .error = std::move(error)};
}

/// What a proxy in front of a gateway that starts answers, besides LiteLLM's own 503.
bool is_temporary(int status)
{
    return status == 429 || status == 500 || (status >= 502 && status <= 504);
}

} // namespace

Health read_health(const http::Outcome& outcome, std::string_view url)
{
    if (!outcome) return no_response(outcome.error(), url);
    if (is_redirect(*outcome)) return {.readiness = Readiness::never, .error = redirect_error(*outcome, url)};
    const auto body = parse_json(outcome->body);
    const std::string status = body ? text_at(*body, "status") : "";
    const std::string database = body ? text_at(*body, "db") : "";
    // "Not connected": no database is configured. "disconnected", "stalled": there is one (1.106.2). 1.80 says the
    // same words.
    if (!status.empty() && base::lower(database) == "not connected") return no_database(url);
    if (outcome->status == 200 && !status.empty() && !database.empty())
        return database == "connected" ? Health{} : not_yet(url, "its database is " + base::one_line(database));
    if (status == "shutting_down") return not_yet(url, "it is shutting down");
    if (!database.empty()) return not_yet(url, "its database is " + base::one_line(database));
    if (is_temporary(outcome->status)) return not_yet(url, base::one_line(words(*outcome)));
    return no_litellm(url, "GET /health/readiness answers HTTP " + std::to_string(outcome->status) +
                               (body ? "" : " with something that is not JSON"));
}

std::string version_in(const http::Outcome& outcome)
{
    if (!outcome) return {};
    std::string version;
    if (const auto body = parse_json(outcome->body)) version = text_at(*body, "litellm_version");
    if (version.empty()) version = outcome->header("x-litellm-version").value_or("");
    return base::one_line(version, 40);
}

base::Result<> check_version(std::string_view version, std::string_view url)
{
    for (const std::string_view bad : {"1.82.7", "1.82.8"}) {
        if (!version.starts_with(bad)) continue;
        if (version.size() > bad.size() && version[bad.size()] >= '0' && version[bad.size()] <= '9') continue;
        return std::unexpected(base::Error{
            .kind = base::Failure::config,
            .what = "the gateway runs LiteLLM " + std::string(version) + ", which is malicious",
            .where = http::redact_url(url),
            .why = "that release was published by an attacker and steals keys (MAL-2026-2144); it was given no "
                   "provider key",
            .fix = "stop it, install another version, and replace every key that it has seen, its master key too"});
    }
    return {};
}

} // namespace aiws::litellm
