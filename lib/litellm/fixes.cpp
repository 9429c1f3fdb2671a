// SPDX-License-Identifier: Apache-2.0
#include "litellm/fixes.hpp"

namespace aiws::litellm {
namespace {

using workspace::Verdict;

std::string the_key(const ProbeTarget& target)
{
    return target.key_variable.empty() ? "the key of channel " + target.channel : "the key in " + target.key_variable;
}

std::string when(const workspace::ProbeResult& result)
{
    if (!result.retry_after) return "in a minute";
    return "in " + std::to_string(result.retry_after->count()) + " s";
}

std::string fix_unknown(const ProbeTarget& target, Speaker speaker)
{
    if (speaker == Speaker::gateway) return "run aiws register --model " + target.alias;
    return "check the model's upstream name in the catalogue against the provider's list of models";
}

} // namespace

std::string fix_for(const workspace::ProbeResult& result, const ProbeTarget& target, Speaker speaker)
{
    switch (result.verdict) {
    case Verdict::answers:
        return {};
    case Verdict::key_refused:
        return "check " + the_key(target) + ", then run aiws register";
    case Verdict::plan_lacks_model:
        return "check the plan and the credit of the account behind " + the_key(target);
    case Verdict::model_gone:
        return "take " + target.alias + " out of the catalogue, or give it the upstream name of its successor";
    case Verdict::unknown_model:
        return fix_unknown(target, speaker);
    case Verdict::rate_limited:
        return "run aiws verify " + target.alias + " " + when(result);
    case Verdict::timed_out:
        return "try again later, or allow more time with aiws verify --timeout SECONDS";
    case Verdict::upstream_down:
        return "try again later; if it stays so, check the base URL of channel " + target.channel;
    case Verdict::gateway_down:
        return "look into the gateway's log, then run aiws status";
    case Verdict::token_refused:
        return "check LITELLM_TOKEN or --token-file: the token must be allowed to call " + target.alias;
    case Verdict::other_deployment:
        return "remove the other deployment under " + target.alias + ", or run aiws register --take-over";
    case Verdict::rejected:
        return "see the provider's words; the model's entry in the catalogue may need another mode or upstream name";
    case Verdict::interrupted:
        return "run aiws verify again";
    }
    return {};
}

} // namespace aiws::litellm
