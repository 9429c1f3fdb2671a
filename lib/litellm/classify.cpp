// SPDX-License-Identifier: Apache-2.0
#include "litellm/classify.hpp"

#include "base/text.hpp"
#include "litellm/date.hpp"
#include "litellm/fixes.hpp"
#include "litellm/reply.hpp"

#include <algorithm>
#include <initializer_list>

namespace aiws::litellm {
namespace {

using workspace::Verdict;

/// A reply taken apart. Facts about 1.106.2, measured: a provider's error keeps its status and its headers under
/// "llm_provider-…", the message is "litellm.XError: XError: OpenAIException - …"; what LiteLLM itself refuses has
/// neither; a provider that cannot be reached gives a 500 with the message but without such headers.
struct Reply {
    const http::Response& response;
    std::string message;        ///< as it came
    std::string lower;          ///< the same in lower case, to look for words in
    bool from_litellm = false;  ///< LiteLLM speaks, not something in front of it
    bool from_provider = false; ///< the status is the provider's

    explicit Reply(const http::Response& r) : response(r), message(litellm::message(r)), lower(base::lower(message))
    {
        const auto starts = [](std::string_view prefix) {
            return [prefix](const http::Header& header) { return header.name.starts_with(prefix); };
        };
        const bool told = message.starts_with("litellm.");
        from_provider =
            std::ranges::any_of(r.headers, starts("llm_provider-")) || (told && message.contains("Exception - "));
        from_litellm = from_provider || told || std::ranges::any_of(r.headers, starts("x-litellm-"));
    }

    [[nodiscard]] bool says(std::initializer_list<std::string_view> any) const
    {
        return std::ranges::any_of(any, [&](std::string_view text) { return lower.contains(text); });
    }
};

bool is_cooldown(const Reply& reply)
{
    return reply.response.status == 429 && !reply.from_provider &&
           reply.says({"no deployments available", "in cooldown"});
}

bool names_the_limit(const Reply& reply)
{
    return reply.says({"max_tokens", "max_completion_tokens", "max_output_tokens", "max tokens", "maxoutputtokens"});
}

bool is_unknown_alias(const Reply& reply)
{
    return reply.response.status == 400 && !reply.from_provider && reply.says({"invalid model name"});
}

bool speaks_of_retirement(const Reply& reply)
{
    return reply.says({"end of life", "end-of-life", "no longer available", "no longer supported", "retired",
                       "decommissioned", "deprecated", "discontinued", "sunset"});
}

bool is_past(const std::optional<std::string>& date, std::string_view today)
{
    return date && *date <= today; // ISO dates compare as text
}

Verdict of_missing_model(const Reply& reply, const ProbeTarget& target, std::string_view today)
{
    if (reply.response.status == 410 || is_past(target.retired, today) || speaks_of_retirement(reply))
        return Verdict::model_gone;
    return Verdict::unknown_model;
}

Verdict of_bad_request(const Reply& reply, const ProbeTarget& target, std::string_view today)
{
    if (is_unknown_alias(reply)) return Verdict::unknown_model;
    const bool about_the_model =
        reply.says({"model"}) && reply.says({"not exist", "not found", "unknown model", "invalid model",
                                             "not a valid model", "no such model", "does not support model"});
    if (about_the_model || (reply.says({"model"}) && speaks_of_retirement(reply)))
        return of_missing_model(reply, target, today);
    return Verdict::rejected;
}

/// 403: some providers answer a wrong key so.
Verdict of_forbidden(const Reply& reply)
{
    if (!reply.from_provider) return Verdict::token_refused;
    const bool about_the_key = reply.says({"api key", "api-key", "api_key", "authentication", "unauthenticated"});
    return about_the_key ? Verdict::key_refused : Verdict::plan_lacks_model;
}

Verdict of_too_many(const Reply& reply)
{
    if (is_cooldown(reply)) return Verdict::upstream_down; // and never a rate limit
    // OpenAI and others answer 429 to an account without credit, too.
    return reply.says({"insufficient_quota", "exceeded your current quota", "insufficient balance"})
               ? Verdict::plan_lacks_model
               : Verdict::rate_limited;
}

Verdict of_error(const Reply& reply, const ProbeTarget& target, std::string_view today)
{
    if (reply.message.starts_with("litellm.Timeout")) return Verdict::timed_out;
    switch (reply.response.status) {
    case 400:
        return of_bad_request(reply, target, today);
    case 401:
        return reply.from_provider ? Verdict::key_refused : Verdict::token_refused;
    case 402:
        return Verdict::plan_lacks_model;
    case 403:
        return of_forbidden(reply);
    case 404:
    case 410:
        return reply.from_litellm ? of_missing_model(reply, target, today) : Verdict::gateway_down;
    case 408:
        return Verdict::timed_out;
    case 429:
        return of_too_many(reply);
    default:
        break;
    }
    if (reply.response.status >= 500) return reply.from_litellm ? Verdict::upstream_down : Verdict::gateway_down;
    return reply.from_litellm ? Verdict::rejected : Verdict::gateway_down;
}

std::string_view answered_by(const http::Response& response)
{
    return response.header("x-litellm-model-id").value_or("");
}

/// Fills in verdict and detail of a reply with a status of success.
void judge_answer(const http::Response& response, const ProbeTarget& target, workspace::ProbeResult& result)
{
    const auto id = answered_by(response);
    if (id == target.deployment_id) {
        result.verdict = Verdict::answers;
    } else if (!id.empty()) {
        result.verdict = Verdict::other_deployment;
        result.detail = "the deployment \"" + std::string(id) + "\" answered";
    } else if (parse_json(response.body)) {
        result.verdict = Verdict::other_deployment;
        result.detail = "the reply does not say which deployment answered";
    } else {
        result.verdict = Verdict::gateway_down;
        result.detail = "HTTP " + std::to_string(response.status) + " with something that is no completion";
    }
}

void judge_failure(const http::Failure& failure, workspace::ProbeResult& result)
{
    result.detail = failure.detail;
    if (failure.fault == http::Fault::timeout)
        result.verdict = Verdict::timed_out;
    else if (failure.fault == http::Fault::interrupted)
        result.verdict = Verdict::interrupted;
    else
        result.verdict = Verdict::gateway_down;
}

/// "HTTP 404: " and the provider's words.
std::string detail_of(const Reply& reply)
{
    const std::string status = "HTTP " + std::to_string(reply.response.status);
    const std::string said = provider_words(reply.message);
    if (said.starts_with('<')) return status + " with a page of HTML";
    return said.starts_with(status) ? said : status + ": " + said;
}

void judge_error(const Reply& reply, const ProbeTarget& target, std::string_view today, workspace::ProbeResult& result)
{
    result.verdict = of_error(reply, target, today);
    result.detail = detail_of(reply);
    if (result.verdict == Verdict::model_gone) {
        result.gone_since = date_in(reply.message);
        if (!result.gone_since && is_past(target.retired, today)) result.gone_since = target.retired;
    }
    if (result.verdict == Verdict::rate_limited) {
        result.retry_after = reply.response.retry_after("llm_provider-retry-after");
        if (!result.retry_after) result.retry_after = reply.response.retry_after();
    }
}

} // namespace

std::optional<std::chrono::seconds> cooldown(const http::Outcome& outcome)
{
    using namespace std::chrono_literals;
    static constexpr auto k_usual = 5s; // LiteLLM's default, which the reply's Retry-After tells too (1.106.2)
    static constexpr auto k_longest = 15s;
    if (!outcome || !is_cooldown(Reply(*outcome))) return std::nullopt;
    return std::min(outcome->retry_after().value_or(k_usual), k_longest) + 1s;
}

bool wants_more_tokens(const http::Outcome& outcome)
{
    if (!outcome || (outcome->status != 400 && outcome->status != 422)) return false;
    return names_the_limit(Reply(*outcome));
}

bool is_behind(const http::Outcome& outcome, const ProbeTarget& target)
{
    if (!outcome) return false;
    if (outcome->status == 200) return !answered_by(*outcome).empty() && answered_by(*outcome) != target.deployment_id;
    return is_unknown_alias(Reply(*outcome));
}

workspace::ProbeResult classify(const http::Outcome& outcome, const ProbeTarget& target, const Redactor& redactor,
                                std::string_view today)
{
    workspace::ProbeResult result{.alias = target.alias, .channel = target.channel};
    std::optional<Reply> error;
    if (outcome) result.latency = outcome->elapsed;
    if (!outcome)
        judge_failure(outcome.error(), result);
    else if (outcome->status >= 200 && outcome->status < 300)
        judge_answer(*outcome, target, result);
    else
        judge_error(error.emplace(*outcome), target, today, result);
    const bool by_provider = error && error->from_provider;
    result.detail = redactor.clean(result.detail);
    result.fix = fix_for(result, target, by_provider ? Speaker::provider : Speaker::gateway);
    return result;
}

} // namespace aiws::litellm
