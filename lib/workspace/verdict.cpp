// SPDX-License-Identifier: Apache-2.0
#include "workspace/verdict.hpp"

namespace aiws::workspace {

std::string_view to_string(Verdict verdict)
{
    switch (verdict) {
    case Verdict::answers:
        return "answers";
    case Verdict::key_refused:
        return "key-refused";
    case Verdict::plan_lacks_model:
        return "plan-lacks-model";
    case Verdict::model_gone:
        return "model-gone";
    case Verdict::unknown_model:
        return "unknown-model";
    case Verdict::rate_limited:
        return "rate-limited";
    case Verdict::timed_out:
        return "timed-out";
    case Verdict::upstream_down:
        return "upstream-down";
    case Verdict::gateway_down:
        return "gateway-down";
    case Verdict::token_refused:
        return "token-refused";
    case Verdict::other_deployment:
        return "other-deployment";
    case Verdict::rejected:
        return "rejected";
    case Verdict::interrupted:
        return "interrupted";
    }
    return "";
}

} // namespace aiws::workspace
